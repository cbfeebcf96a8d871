import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const secretsSettings = {
  SECRETS_KEY: z
    .string()
    .min(32)
    .optional()
    .describe(
      'At least 32 characters, the same in every process, under which passwords of documents are encrypted. Unset: SESSION_SECRET; without that made once, kept in the data folder.',
    ),
} satisfies Settings
