import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { BillhookError } from '../errors.ts'
import * as records from './migrations/0001-records.ts'
import * as trailAndCounts from './migrations/0002-trail-and-counts.ts'
import * as searchAndTallies from './migrations/0003-search-and-tallies.ts'
import * as scansAndSecrets from './migrations/0004-scans-and-secrets.ts'
import * as appendEvents from './migrations/0005-append-events.ts'
import * as billsByNumber from './migrations/0006-bills-by-number.ts'
import * as suppliers from './migrations/0007-suppliers.ts'
import * as stacks from './migrations/0008-stacks.ts'
import * as fullText from './migrations/0009-full-text.ts'
import * as codeLists from './migrations/0010-code-lists.ts'
import * as languages from './migrations/0011-languages.ts'

/** In order; a migration that has been released is never changed again. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-records': records,
  '0002-trail-and-counts': trailAndCounts,
  '0003-search-and-tallies': searchAndTallies,
  '0004-scans-and-secrets': scansAndSecrets,
  '0005-append-events': appendEvents,
  '0006-bills-by-number': billsByNumber,
  '0007-suppliers': suppliers,
  '0008-stacks': stacks,
  '0009-full-text': fullText,
  '0010-code-lists': codeLists,
  '0011-languages': languages,
}

/** Any number that no other program uses as a lock in this database. */
const SCHEMA_LOCK = 7_205_114_337

/**
 * Brings the records to the newest shape. On a server Kysely's advisory lock lets one process migrate and the others wait.
 * @throws BillhookError `database.unavailable` with the migration that failed.
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  if (await isUpToDate(db)) return
  // "If not exists" is no promise when two processes start at once; Kysely's own lock needs the schema already.
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(transaction)
    await sql`create schema if not exists billhook`.execute(transaction)
  })
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

/** Kysely's migrator looks through the whole catalogue first, a quarter of an embedded start; usually there is nothing to do. */
async function isUpToDate<T>(db: Kysely<T>): Promise<boolean> {
  const table = sql.table('billhook.kysely_migration')
  const { rows: found } = await sql<{ there: boolean }>`
    select to_regclass('billhook.kysely_migration') is not null as there`.execute(db)
  if (!found[0]?.there) return false
  const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(db)
  const done = rows.map(({ name }) => name)
  const known = Object.keys(MIGRATIONS)
  return done.length === known.length && known.every((name) => done.includes(name))
}
