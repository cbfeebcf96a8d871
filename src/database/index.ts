/**
 * The records: PostgreSQL through Kysely, on a server or embedded, with the same SQL and migrations.
 *
 * What both promise: a resolved commit survives a kill of any process; `int8` and `numeric` come back as strings, `timestamptz` as Date;
 * results carry the number of affected rows. What they do not share: the embedded one has one session, so a transaction makes everybody
 * else wait. Never use the database outside the transaction while inside one: embedded, that waits for itself.
 */
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Client, Pool } from 'pg'
import { BillhookError, isBillhookError } from '../errors.ts'
import { openEmbedded } from './embedded/open.ts'
import { migrate } from './migrate.ts'
import { explainOutages } from './outages.ts'
import { restrictApplication } from './roles.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type DatabaseTransaction = Transaction<Schema>
export type DatabaseSettings =
  /** `ownerUrl`: the same database as the owner of the tables, where `url` is somebody with fewer rights. */
  { kind: 'server'; url: string; ownerUrl?: string } | { kind: 'embedded'; folder: string | null; seed?: string }

export type OpenDatabase = {
  db: Database
  /**
   * The pool of the job queue. On a server its own, so that neither waits for the other's connections. Its commits do not wait for the
   * disk: a job is a hint, and the records tell what is due. What must not be lost goes through `db`.
   */
  pool: QueuePool
  kind: DatabaseSettings['kind']
  /** Why the audit trail is protected by its trigger alone, to be logged; null when the server's own rights protect it, and embedded. */
  unrestricted: string | null
  close(): Promise<void>
}
/** What the job queue needs of a pool; a `pg.Pool`, or the look-alike over the embedded session. */
export type QueuePool = Pool | Awaited<ReturnType<typeof openEmbedded>>['pool']

/**
 * Opens the records and brings them to the newest shape.
 * @throws BillhookError `database.locked`, `database.unavailable`, `config.invalid` for a server that does not keep what it commits
 */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
  if (settings.kind === 'server') return await openServer(settings)
  const embedded = await openEmbedded(settings)
  try {
    await embedded.pool.query(`set search_path to ${SEARCH_PATH}`)
    if (settings.folder !== null) await refuseDangerousSettings(embedded.pool)
    const { pool, hintPool, close } = embedded
    return { db: await openDatabaseOver(pool), pool: hintPool, kind: 'embedded', unrestricted: null, close }
  } catch (error) {
    await embedded.close()
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
  const db = overPool(pool)
  await migrate(db)
  return db
}

function overPool(pool: QueuePool): Database {
  const explained = pool instanceof Pool ? explainOutages(pool) : (pool as unknown as Pool)
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: explained }) }).withSchema('billhook')
}

/** BullMQ names its tables without their schema; ours are always qualified. */
const SEARCH_PATH = 'bullmq,public'

/** A process that waits longer for a connection tells its caller to come back: a sender must not hang on a host that is gone. */
const CONNECT_TIMEOUT_MS = 15_000
/** Connections of one process; PostgreSQL allows 100 to all. BullMQ's workers hold one each to listen. */
const RECORDS_CONNECTIONS = 12
const QUEUE_CONNECTIONS = 16

async function openServer({ url, ownerUrl = url }: { url: string; ownerUrl?: string }): Promise<OpenDatabase> {
  const owner = makePool(ownerUrl, { max: 2 })
  let restricted: Awaited<ReturnType<typeof restrictApplication>>
  try {
    await refuseDangerousSettings(owner)
    await openDatabaseOver(owner)
    restricted = await restrictApplication(owner, { member: readUser(url) })
  } catch (error) {
    if (isBillhookError(error)) throw error
    throw new BillhookError(
      'database.unavailable',
      `The database can't be used (${String(error)}). Check that PostgreSQL runs and what DATABASE_URL${ownerUrl === url ? '' : ' and DATABASE_OWNER_URL'} say.`,
      { cause: error },
    )
  } finally {
    await owner.end()
  }
  const { role } = restricted
  // As a setting of the connection, so that even `reset role` stays in the role.
  // No compiling: every query is one of an application, and takes less time than compiling it; a search, which ends early, looks expensive.
  const options = `-c jit=off${role === null ? '' : ` -c role=${role}`}`
  const records = makePool(url, { max: RECORDS_CONNECTIONS, options })
  const queue = makePool(url, {
    max: QUEUE_CONNECTIONS,
    options: `-c search_path=${SEARCH_PATH} -c synchronous_commit=off`,
  })
  return {
    db: overPool(records),
    pool: queue,
    kind: 'server',
    unrestricted: restricted.role === null ? restricted.reason : null,
    async close() {
      await records.end()
      await queue.end()
    },
  }
}

/** Who a URL connects as; it may leave that to the environment of the driver. */
function readUser(url: string): string {
  return new Client({ connectionString: url }).user ?? ''
}

function makePool(connectionString: string, settings: { max: number; options?: string }): Pool {
  const pool = new Pool({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...settings,
  })
  // Each queue and worker of BullMQ listens on its pool.
  pool.setMaxListeners(0)
  // An idle connection that the server drops is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for a connection that is in use but has no query under way, between two statements of a transaction: the next one fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
