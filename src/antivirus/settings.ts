import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const antivirusSettings = {
  CLAMD_URL: z
    .string()
    .regex(
      /^(tcp:\/\/(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}|(unix:\/\/)?\/.+)$/,
      'tcp://host:port or the path of a socket',
    )
    .optional()
    .describe(
      'clamd that scans every original before it is opened: tcp://host:3310 or the path of its socket. Unset: none does.',
    ),
} satisfies Settings
