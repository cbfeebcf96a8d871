import { z } from 'zod'
import { port, type Settings } from '../setting.ts'

export const insightSettings = {
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Who sends "Authorization: Bearer" with it may read /metrics. Unset: only programs on this machine may.'),
  METRICS_PORT: port
    .optional()
    .describe('Port on which `billhook work` serves /metrics and /healthz. Unset: it serves nothing.'),
} satisfies Settings
