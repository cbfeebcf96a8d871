/**
 * The records: PostgreSQL through Kysely, on a server or embedded, with the same SQL and migrations.
 *
 * What both promise: a resolved commit survives a kill of any process; `int8` and `numeric` come back as strings, `timestamptz` as Date;
 * results carry the number of affected rows. What they do not share: the embedded one has one session, so a transaction makes everybody
 * else wait. Never use the database outside the transaction while inside one: embedded, that waits for itself.
 */
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Pool } from 'pg'
import { BillhookError } from '../errors.ts'
import { openEmbedded } from './embedded/open.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type DatabaseTransaction = Transaction<Schema>
export type DatabaseSettings =
  | { kind: 'server'; url: string }
  | { kind: 'embedded'; folder: string | null; seed?: string }

export type OpenDatabase = {
  db: Database
  /** The pool that BullMQ's PostgreSQL backend uses. */
  pool: QueuePool
  kind: DatabaseSettings['kind']
  close(): Promise<void>
}
/** What the job queue needs of a pool; a `pg.Pool`, or the look-alike over the embedded session. */
export type QueuePool = Pool | Awaited<ReturnType<typeof openEmbedded>>['pool']

/** Opens the records and brings them to the newest shape. @throws BillhookError `database.locked`, `database.unavailable` */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
  const { pool, close } = settings.kind === 'server' ? openServer(settings.url) : await openEmbeddedPool(settings)
  try {
    if (settings.kind === 'server' || settings.folder !== null) await refuseDangerousSettings(pool)
    return { db: await openDatabaseOver(pool), pool, kind: settings.kind, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What was acknowledged must survive a power cut: a server that does not sync its commits can't promise that. */
async function refuseDangerousSettings(pool: QueuePool): Promise<void> {
  const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'server_version_num']
  const { rows } = await (pool as Pool).query('select name, setting from pg_settings where name = any($1)', [names])
  const settings = rows as { name: string; setting: string }[]
  const version = Number(settings.find(({ name }) => name === 'server_version_num')?.setting)
  if (version < 150_000) {
    throw new BillhookError(
      'config.invalid',
      `DATABASE_URL names a PostgreSQL ${Math.floor(version / 10_000)}; Billhook needs 15 or later.`,
    )
  }
  const off = settings.filter(({ setting }) => setting === 'off').map(({ name }) => name)
  if (off.length > 0) {
    throw new BillhookError(
      'config.invalid',
      `PostgreSQL runs with ${off.join(' and ')} off: a power cut would lose what was acknowledged. Turn ${off.length > 1 ? 'them' : 'it'} on in postgresql.conf and restart it.`,
    )
  }
}

/** The records over a pool that the caller owns, brought to the newest shape. */
export async function openDatabaseOver(pool: QueuePool): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool as Pool }) }).withSchema('billhook')
  await migrate(db)
  return db
}

/** BullMQ names its tables without their schema; ours are always qualified. */
const SEARCH_PATH = 'bullmq,public'

function openServer(url: string) {
  const pool = new Pool({ connectionString: url, max: 20, keepAlive: true, options: `-c search_path=${SEARCH_PATH}` })
  // An idle connection that the server drops is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  return { pool, close: () => pool.end() }
}

async function openEmbeddedPool(settings: { folder: string | null; seed?: string }) {
  const embedded = await openEmbedded(settings)
  await embedded.pool.query(`set search_path to ${SEARCH_PATH}`)
  return { pool: embedded.pool, close: embedded.close }
}
