import { type OpenDatabase, openDatabase } from './index.ts'

/** A real PostgreSQL in memory with every migration, started from the seed that the test run made. One for each test file. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const seed = process.env.BILLHOOK_TEST_SEED
  return await openDatabase({ kind: 'embedded', folder: null, ...(seed ? { seed } : {}) })
}
