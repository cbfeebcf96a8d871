import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { auditChainIsIntact } from '../doctor/checks/audit-chain-is-intact.ts'
import { insertCompany } from '../http/testing/records.ts'
import { openFolderStore } from '../object-store/folder.ts'
import type { ObjectStore } from '../object-store/index.ts'
import { appendEvent, hashEvent } from '../pipeline/audit.ts'
import { auditHeadKey, exportAuditHeads, keepExportingHeads, readAuditHead } from './audit-heads.ts'
import { CHAIN_START, readChain } from './walk-chain.ts'

const DAY = 24 * 60 * 60 * 1000
let database: OpenDatabase
let folder: string
let objects: ObjectStore
let clock = 0
let made = 0
let acme = ''
const now = () => new Date(clock)
const ports = () => ({ db: database.db, objects, now })
const doctor = async () => (await auditChainIsIntact(ports())).map(({ message }) => message)

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-heads-'))
  objects = openFolderStore({ folder })
  await forge('delete from billhook.event_head')
  clock = Date.parse('2026-11-21T10:00:00Z')
  acme = `acme-${++made}`
  await insertCompany(database.db, { id: acme })
  await append(5)
  return () => rm(folder, { recursive: true, force: true })
})

async function append(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const event = { companyId: acme, invoiceId: null, at: now(), actor: 'somebody', kind: 'test', data: { n } }
    await database.db.transaction().execute((transaction) => appendEvent(transaction, event))
  }
}
/** What whoever owns the database can do. */
async function forge(statement: string): Promise<void> {
  await sql.raw('alter table billhook.event disable trigger all').execute(database.db)
  await sql.raw(statement).execute(database.db)
  await sql.raw('alter table billhook.event enable trigger all').execute(database.db)
}
/** Changes an event and makes every hash after it fit, as somebody would who knows how the chain is made. */
async function rewriteFrom(seq: number): Promise<void> {
  let place = CHAIN_START
  for await (const event of readChain(database.db, { companyId: acme })) {
    const { hash: _, ...content } = event
    const actor = event.seq < seq ? event.actor : 'forger'
    const hash = hashEvent({ ...content, actor, previousHash: place.hash })
    await forge(
      `update billhook.event set actor = '${actor}', previous_hash = '${place.hash}', hash = '${hash}' where company_id = '${acme}' and seq = ${event.seq}`,
    )
    place = { seq: event.seq, hash }
  }
  await forge(`update billhook.event_head set hash = '${place.hash}' where company_id = '${acme}'`)
}

describe('the head of an audit trail', () => {
  test('is exported once a day, with its place and hash', async () => {
    expect(await exportAuditHeads(ports())).toEqual({ exported: 1, broken: [] })
    const head = await readAuditHead(objects, auditHeadKey(acme, '2026-11-21'))
    const last = (await Array.fromAsync(readChain(database.db, { companyId: acme }))).at(-1)
    expect(head).toMatchObject({ company: acme, date: '2026-11-21', seq: 5, hash: last?.hash })
    await append(1)
    expect(await exportAuditHeads(ports())).toEqual({ exported: 0, broken: [] })
    clock += DAY
    expect(await exportAuditHeads(ports())).toEqual({ exported: 1, broken: [] })
    expect(await readAuditHead(objects, auditHeadKey(acme, '2026-11-22'))).toMatchObject({ seq: 6 })
    expect(await doctor()).toEqual([])
  })

  test('is exported by several processes at once without harm', async () => {
    await Promise.all([exportAuditHeads(ports()), exportAuditHeads(ports()), exportAuditHeads(ports())])
    expect(await doctor()).toEqual([])
  })

  test('is exported by a worker at its start', async () => {
    const keeper = keepExportingHeads({ ...ports(), log: () => {} }, { everyMs: 1e6 })
    await keeper.stop()
    expect(await objects.has(auditHeadKey(acme, '2026-11-21'))).toBe(true)
  })
})

describe('the doctor', () => {
  test('finds one changed event without any export', async () => {
    await forge(`update billhook.event set actor = 'forger' where company_id = '${acme}' and seq = 3`)
    expect(await doctor()).toEqual(['Its audit trail was changed at or before event 3.'])
  })

  test('finds a trail that was rewritten, though every link of it fits', async () => {
    await exportAuditHeads(ports())
    await append(2)
    await rewriteFrom(4)
    expect(await doctor()).toEqual([expect.stringContaining('was rewritten: event 5')])
  })

  test('still finds it days later: a trail that does not fit is not exported over the one that did', async () => {
    await exportAuditHeads(ports())
    await rewriteFrom(4)
    clock += DAY
    await append(1)
    const { exported, broken } = await exportAuditHeads(ports())
    expect(exported).toBe(0)
    expect(broken).toEqual([{ companyId: acme, message: expect.stringContaining('Event 5') }])
    expect(await doctor()).toEqual([expect.stringContaining('was rewritten')])
  })

  test('finds a trail whose end was cut off', async () => {
    await exportAuditHeads(ports())
    await forge(`delete from billhook.event where company_id = '${acme}' and seq > 3`)
    const { hash } = (await Array.fromAsync(readChain(database.db, { companyId: acme }))).at(-1) ?? CHAIN_START
    await forge(`update billhook.event_head set seq = 3, hash = '${hash}' where company_id = '${acme}'`)
    expect(await doctor()).toEqual([expect.stringContaining('ends at event 3, but event 5 was exported')])

    // It may be the trail of an older database that was restored; then somebody says so, and that stays on record.
    expect((await exportAuditHeads(ports())).broken).toEqual([])
    clock += DAY
    await append(1)
    expect((await exportAuditHeads(ports())).broken).toHaveLength(1)
    await exportAuditHeads(ports(), { afterRestore: true })
    expect(await doctor()).toEqual([])
    const head = await readAuditHead(objects, auditHeadKey(acme, '2026-11-22'))
    expect(head).toMatchObject({ seq: 4, afterRestore: { seq: 5 } })
  })

  test('finds an exported head that was changed', async () => {
    await exportAuditHeads(ports())
    await writeFile(join(folder, auditHeadKey(acme, '2026-11-21')), `{"seq":1}\n${'0'.repeat(64)}`)
    expect(await doctor()).toEqual([expect.stringContaining("can't be read")])
  })

  test('says when the trail grew for days and no head was exported', async () => {
    expect(await doctor()).toEqual([])
    clock += 4 * DAY
    await append(1)
    expect(await doctor()).toEqual([expect.stringContaining('was not exported since 2026-11-21')])
  })
})
