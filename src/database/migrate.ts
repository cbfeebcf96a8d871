import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { BillhookError } from '../errors.ts'
import * as records from './migrations/0001-records.ts'

/** In order; a migration that has been released is never changed again. */
const MIGRATIONS: Record<string, Migration> = { '0001-records': records }

/**
 * Brings the records to the newest shape. On a server Kysely's advisory lock lets one process migrate and the others wait.
 * @throws BillhookError `database.unavailable` with the migration that failed.
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  await sql`create schema if not exists billhook`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableSchema: 'billhook',
  })
  const { error, results } = await migrator.migrateToLatest()
  if (!error) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first migration'
  throw new BillhookError(
    'database.unavailable',
    `The database could not be brought up to date (${failed}): ${String(error)}`,
    {
      cause: error,
    },
  )
}
