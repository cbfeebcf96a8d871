import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const databaseSettings = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or later: postgres://user:password@host/database. Unset: embedded, in the data folder.'),
} satisfies Settings
