import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const jobQueueSettings = {
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for the job queue: redis://host:6379. Unset: the queue lives in PostgreSQL.'),
} satisfies Settings
