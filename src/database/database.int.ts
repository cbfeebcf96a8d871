import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendEvent } from '../pipeline/audit.ts'
import { describeDatabase } from './database.contract.ts'
import { type Database, openDatabase } from './index.ts'
import { asJson } from './json.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'billhook-database-'))
let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres(folder)
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A database of its own on the server. */
async function makeDatabase(name: string, statements: string[] = []): Promise<string> {
  await asOwner(postgres.url, [`create database ${name}`])
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  await asOwner(url.href, statements)
  return url.href
}
async function asOwner(url: string, statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
function as(url: string, user: string): string {
  const other = new URL(url)
  other.username = user
  return other.href
}

describeDatabase('a PostgreSQL server', async () =>
  openDatabase({ kind: 'server', url: await makeDatabase('contract') }),
)

/** Every way to change what stands in the trail. */
const FORGERIES = [
  `update billhook.event set actor = 'nobody'`,
  'delete from billhook.event',
  'truncate billhook.event',
  'alter table billhook.event disable trigger event_is_append_only',
  'alter table billhook.event disable trigger all',
  'drop trigger event_is_append_only on billhook.event',
  'drop table billhook.event cascade',
  'alter table billhook.event rename to trail',
  'create or replace function billhook.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  `set session_replication_role = 'replica'`,
  'create rule forget as on insert to billhook.event do instead nothing',
  'delete from billhook.event_head',
  'drop schema billhook cascade',
]

async function writeOneEvent(db: Database): Promise<void> {
  const at = new Date()
  const own = asJson({ names: [], vatIds: [], ibans: [] })
  const policy = asJson({ rules: [], linkHours: 1 })
  const company = { id: 'acme', name: 'Acme', own, policy, connectors: asJson([]), created_at: at }
  await db.insertInto('company').values(company).execute()
  const event = { companyId: 'acme', invoiceId: null, at, actor: 'somebody', kind: 'test', data: {} }
  await db.transaction().execute((transaction) => appendEvent(transaction, event))
}

describe('the audit trail on a server', () => {
  test("can't be changed by the application, not even by taking its trigger away", async () => {
    const { db, close, unrestricted } = await openDatabase({ kind: 'server', url: await makeDatabase('trail') })
    expect(unrestricted).toBeNull()
    await writeOneEvent(db)
    const forgeries = FORGERIES.flatMap((forgery) => [forgery, `reset role; ${forgery}`])
    for (const forgery of forgeries)
      await expect(sql.raw(forgery).execute(db), forgery).rejects.toThrow(/permission denied|must be owner/)
    expect(await db.selectFrom('event').select('actor').execute()).toEqual([{ actor: 'somebody' }])
    await close()
  })

  test("can't be changed by whoever has the application's whole DATABASE_URL, where the owner's is another", async () => {
    // A server of its own, as the README sets it up: roles belong to all databases of a server.
    const own = mkdtempSync(join(tmpdir(), 'billhook-roles-'))
    const server = await startPostgres(own)
    await asOwner(server.url, [
      'create role billhook_owner login createrole',
      'create database billhook owner billhook_owner',
      'create role billhook_login login',
    ])
    const url = Object.assign(new URL(server.url), { pathname: '/billhook' }).href
    const settings = { url: as(url, 'billhook_login'), ownerUrl: as(url, 'billhook_owner') }
    for (const _ of ['first start', 'second start']) {
      const { unrestricted, close } = await openDatabase({ kind: 'server', ...settings })
      expect(unrestricted).toBeNull()
      await close()
    }
    const { db, close } = await openDatabase({ kind: 'server', ...settings })
    await writeOneEvent(db)
    await close()
    const thief = new Client({ connectionString: settings.url })
    await thief.connect()
    for (const forgery of FORGERIES) {
      for (const before of ['select 1', 'set role none', 'set role billhook_app'])
        await expect(thief.query(`${before}; ${forgery}`), `${before}; ${forgery}`).rejects.toThrow(
          /permission denied|must be owner/,
        )
    }
    await expect(thief.query('set role billhook_owner')).rejects.toThrow('permission denied')
    await thief.end()
    await server.stop()
    rmSync(own, { recursive: true, force: true })
  })

  test('is protected by its trigger where the owner may not make roles, and Billhook says so', async () => {
    const url = as(
      await makeDatabase('plain', ['create role plain login', 'grant create on database plain to plain']),
      'plain',
    )
    const { db, close, unrestricted } = await openDatabase({ kind: 'server', url })
    expect(unrestricted).toMatch(/permission denied|admin option/)
    await writeOneEvent(db)
    await expect(sql.raw('delete from billhook.event').execute(db)).rejects.toThrow('append-only')
    await close()
  })
})

test('three processes that start at once on an empty database all come up', async () => {
  const url = await makeDatabase('crowd')
  const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'server', url })))
  for (const { db, unrestricted } of opened) {
    expect(unrestricted).toBeNull()
    expect(await db.selectFrom('company').select('id').execute()).toEqual([])
  }
  for (const { close } of opened) await close()
})

test('a server that is not there is an outage with the remedy, not a stack', async () => {
  await expect(openDatabase({ kind: 'server', url: 'postgres://x@127.0.0.1:9/x' })).rejects.toMatchObject({
    code: 'database.unavailable',
    message: expect.stringContaining('DATABASE_URL'),
  })
})

test('a server that goes away in the middle of a transaction fails that, and not the process', async () => {
  const url = await makeDatabase('gone')
  const { db, close } = await openDatabase({ kind: 'server', url })
  const interrupted = db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
    // Each statement over a connection of its own: by the last answer the driver has heard of the first one's effect.
    await asOwner(postgres.url, [`select pg_terminate_backend(${rows[0]?.pid}, 5000)`])
    await asOwner(postgres.url, ['select 1'])
    await transaction.selectFrom('company').select('id').execute()
  })
  await expect(interrupted).rejects.toMatchObject({ code: 'database.unavailable', retry: true })
  expect(await db.selectFrom('company').select('id').execute()).toEqual([])
  await close()
})

test('a server that stops is an outage to every query, until it is back', async () => {
  const { db, close } = await openDatabase({ kind: 'server', url: await makeDatabase('stopping') })
  const ask = () => db.selectFrom('company').select('id').execute()
  expect(await ask()).toEqual([])
  const slow = sql`select pg_sleep(60)`.execute(db)
  slow.catch(() => {})
  await postgres.stop()
  for (const query of [slow, ask(), ask()]) await expect(query).rejects.toMatchObject({ code: 'database.unavailable' })
  await postgres.startAgain()
  expect(await ask()).toEqual([])
  await close()
})

test('a server that does not sync its commits is refused', async () => {
  const url = await makeDatabase('careless', ['alter database careless set synchronous_commit = off'])
  await expect(openDatabase({ kind: 'server', url })).rejects.toMatchObject({ code: 'config.invalid' })
})
