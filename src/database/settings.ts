import { z } from 'zod'
import type { Settings } from '../setting.ts'

export const databaseSettings = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or later: postgres://user:password@host/database. Unset: embedded, in the data folder.'),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The same database as the user who owns its tables, used at start only, to bring them up to date. Unset: DATABASE_URL is the owner.',
    ),
} satisfies Settings
