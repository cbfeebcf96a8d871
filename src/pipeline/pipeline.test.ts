import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { auditChainIsIntact } from '../doctor/checks/audit-chain-is-intact.ts'
import { BillhookError } from '../errors.ts'
import { insertCompany, insertInvoice, readInvoice } from '../http/testing/records.ts'
import type { Work } from '../job-queue/index.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { keepSweeping } from './keep-sweeping.ts'
import type { Tries } from './lease.ts'
import { drawLifecycle, LIFECYCLE, nextStatus } from './lifecycle.ts'
import { type InvoiceRow, move } from './move.ts'
import { type RunPorts, runStage, type Stage } from './run-stage.ts'
import { releaseLeases, sweep } from './sweep.ts'

let database: OpenDatabase
let clock = Date.parse('2026-01-01T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'billhook-pipeline-'))
const objects = openFolderStore({ folder })
const dispatched: Work[] = []
const now = () => new Date(clock)
const tries: Tries = { attempts: 3, timeoutMs: 10_000, backoffMs: [1_000, 5_000] }
let ports: RunPorts

beforeAll(async () => {
  database = await openTestDatabase()
  await insertCompany(database.db, { id: 'acme' })
  ports = { db: database.db, now, log: () => {}, dispatch: async (work) => void dispatched.push(work) }
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

async function receiveInvoice(status: InvoiceRow['status'] = 'received'): Promise<InvoiceRow> {
  const { id } = await insertInvoice(database.db, { company: { id: 'acme' }, status, version: 0, at: now() })
  const { db } = database
  return await db
    .updateTable('invoice')
    .set({ due_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
const read = (id: string) => readInvoice(database.db, id)
const job = (invoice: InvoiceRow) => ({ stage: 'identify' as const, invoiceId: invoice.id, version: invoice.version })

describe('the lifecycle', () => {
  test('leads every outcome to a status that exists', () => {
    for (const row of Object.values(LIFECYCLE))
      for (const next of Object.values(row.outcomes)) expect(LIFECYCLE).toHaveProperty([next])
  })
  test('knows no way to approved but an approver', () => {
    const ways = Object.entries(LIFECYCLE).flatMap(([from, row]) =>
      Object.entries(row.outcomes)
        .filter(([, to]) => to === 'approved')
        .map(([by]) => `${from} ${by}`),
    )
    expect(ways).toEqual(['awaiting-approval approve'])
    expect(nextStatus('in-review', 'approve')).toBeNull()
  })
  test('is drawn with every status', () => {
    for (const status of Object.keys(LIFECYCLE)) expect(drawLifecycle()).toContain(status)
  })
})

describe('a move', () => {
  test('writes status, version and audit event together, and the next stage is due', async () => {
    const invoice = await receiveInvoice()
    expect(await move(ports, { invoice, outcome: 'identified', actor: 'stage:identify' })).toEqual({
      status: 'identified',
      version: 1,
    })
    expect(await read(invoice.id)).toMatchObject({ status: 'identified', version: 1, attempts: 0, due_at: now() })
    const events = await database.db
      .selectFrom('event')
      .select(['kind', 'data'])
      .where('invoice_id', '=', invoice.id)
      .execute()
    expect(events).toEqual([{ kind: 'invoice.identified', data: { from: 'received', to: 'identified', version: 1 } }])
  })
  test('from a version that has passed writes nothing at all', async () => {
    const invoice = await receiveInvoice()
    await move(ports, { invoice, outcome: 'identified', actor: 'a' })
    const before = await database.db
      .selectFrom('event')
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow()
    expect(
      await move(ports, {
        invoice,
        outcome: 'unreadable',
        actor: 'b',
        together: () => Promise.reject(new Error('never')),
      }),
    ).toBeNull()
    expect(await read(invoice.id)).toMatchObject({ status: 'identified', version: 1 })
    expect(
      await database.db
        .selectFrom('event')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow(),
    ).toEqual(before)
  })
  test('whose companion rows fail leaves everything as it was', async () => {
    const invoice = await receiveInvoice()
    await expect(
      move(ports, {
        invoice,
        outcome: 'identified',
        actor: 'a',
        together: () => Promise.reject(new Error('disk full')),
      }),
    ).rejects.toThrow('disk full')
    expect(await read(invoice.id)).toMatchObject({ status: 'received', version: 0 })
  })
  test('that the status does not know is refused', async () => {
    const invoice = await receiveInvoice()
    await expect(move(ports, { invoice, outcome: 'approve', actor: 'a' })).rejects.toMatchObject({
      code: 'pipeline.illegal-outcome',
    })
  })
  test('of two at once, one holds', async () => {
    const invoice = await receiveInvoice('awaiting-approval')
    const results = await Promise.all([
      move(ports, { invoice, outcome: 'approve', actor: 'a' }),
      move(ports, { invoice, outcome: 'reject', actor: 'b' }),
    ])
    expect(results.filter((result) => result !== null)).toHaveLength(1)
  })
  test('of two at once that keep the status, one holds: the version is the fence', async () => {
    const invoice = await receiveInvoice('in-review')
    const results = await Promise.all([
      move(ports, { invoice, outcome: 'correct', actor: 'a' }),
      move(ports, { invoice, outcome: 'correct', actor: 'b' }),
    ])
    expect(results.filter((result) => result !== null)).toHaveLength(1)
    expect(await read(invoice.id)).toMatchObject({ version: 1 })
  })
  test('whose event cannot be written leaves everything as it was', async () => {
    const invoice = await receiveInvoice()
    // PostgreSQL takes no NUL in jsonb.
    const unwritable = { note: String.fromCharCode(0) }
    await expect(move(ports, { invoice, outcome: 'identified', actor: 'a', data: unwritable })).rejects.toThrow()
    expect(await read(invoice.id)).toMatchObject({ status: 'received', version: 0 })
  })
  test('to a bill that another invoice already is, is refused', async () => {
    const [first, second] = [await receiveInvoice('extracted'), await receiveInvoice('extracted')]
    await move(ports, { invoice: first, outcome: 'clean', actor: 'a', patch: { bill_key: 'sup|1' } })
    await expect(
      move(ports, { invoice: second, outcome: 'clean', actor: 'a', patch: { bill_key: 'sup|1' } }),
    ).rejects.toMatchObject({
      code: 'pipeline.same-bill-exists',
    })
    await move(ports, { invoice: second, outcome: 'doubtful', actor: 'a', patch: { bill_key: 'sup|1' } })
    expect(await read(second.id)).toMatchObject({ status: 'in-review', bill_key: 'sup|1' })
  })
})

describe('a stage', () => {
  const identified: Stage<'identify', RunPorts> = async () => ({ outcome: 'identified' })

  test('delivered twice does its work once', async () => {
    const invoice = await receiveInvoice()
    let runs = 0
    const run: typeof identified = async () => {
      runs++
      return { outcome: 'identified' }
    }
    await Promise.all([runStage(ports, job(invoice), { run, tries }), runStage(ports, job(invoice), { run, tries })])
    await runStage(ports, job(invoice), { run, tries })
    expect(runs).toBe(1)
    expect(await read(invoice.id)).toMatchObject({ status: 'identified', version: 1 })
  })
  test('gives the next stage its hint', async () => {
    const invoice = await receiveInvoice()
    dispatched.length = 0
    await runStage(ports, job(invoice), { run: identified, tries })
    expect(dispatched).toEqual([{ name: 'recognize', invoiceId: invoice.id, version: 1 }])
  })
  test('gives it only once the record is there for whoever takes it up at once', async () => {
    const invoice = await receiveInvoice()
    const seen: unknown[] = []
    const dispatch = async () => void seen.push((await read(invoice.id)).version)
    await runStage({ ...ports, dispatch }, job(invoice), { run: identified, tries })
    expect(seen).toEqual([1])
  })
  test('of another status than the job thinks does nothing', async () => {
    const invoice = await receiveInvoice('recognized')
    await runStage(ports, job(invoice), { run: () => Promise.reject(new Error('must not run')), tries })
    expect(await read(invoice.id)).toMatchObject({ status: 'recognized', failure: null })
  })
  test('that fails is tried again after its wait, three times, then waits for a person', async () => {
    const invoice = await receiveInvoice()
    const run: typeof identified = () => Promise.reject(new Error('no disk'))
    for (const [attempt, wait] of [
      [1, 1_000],
      [2, 5_000],
    ] as const) {
      await runStage(ports, job(invoice), { run, tries })
      expect(await read(invoice.id)).toMatchObject({
        attempts: attempt,
        due_at: new Date(clock + wait),
        failure: { message: 'no disk', attempts: attempt },
      })
      await runStage(ports, job(invoice), { run: () => Promise.reject(new Error('too early')), tries })
      clock += wait
    }
    await runStage(ports, job(invoice), { run, tries })
    expect(await read(invoice.id)).toMatchObject({
      status: 'received',
      attempts: 3,
      due_at: null,
      failure: { attempts: 3 },
    })
  })
  test('that meets an outage uses up none of its tries, and is due again soon, however long the outage lasts', async () => {
    const invoice = await receiveInvoice()
    const run: typeof identified = () => Promise.reject(new BillhookError('object-store.unavailable', 'no bucket'))
    for (let turn = 1; turn <= 5; turn++) {
      await runStage(ports, job(invoice), { run, tries })
      const { attempts, due_at: dueAt, failure } = await read(invoice.id)
      expect({ attempts, failure }).toMatchObject({
        attempts: 0,
        failure: { code: 'object-store.unavailable', attempts: turn },
      })
      expect(dueAt?.getTime()).toBeLessThanOrEqual(clock + 30_000)
      clock += 30_000
    }
    await runStage(ports, job(invoice), { run: identified, tries })
    expect(await read(invoice.id)).toMatchObject({ status: 'identified', failure: null })
  })
  test('that is interrupted because the process stops is handed back as it was: due at once, no try used, no failure', async () => {
    const invoice = await receiveInvoice()
    const stopping = new BillhookError('pipeline.interrupted', 'stopping')
    await runStage(ports, job(invoice), { run: () => Promise.reject(stopping), tries })
    expect(await read(invoice.id)).toMatchObject({ status: 'received', attempts: 0, due_at: now(), failure: null })
  })
  test('that refuses for good is not tried again', async () => {
    const invoice = await receiveInvoice()
    await runStage(ports, job(invoice), {
      run: () => Promise.reject(new BillhookError('pipeline.bill-incomplete', 'no number')),
      tries,
    })
    expect(await read(invoice.id)).toMatchObject({
      due_at: null,
      failure: { code: 'pipeline.bill-incomplete', attempts: 1 },
    })
  })
  test('paused past its lease writes no failure over what another worker is doing', async () => {
    const invoice = await receiveInvoice()
    let fail: (error: Error) => void = () => {}
    const paused: typeof identified = () => new Promise((_, reject) => (fail = reject))
    const first = runStage(ports, job(invoice), { run: paused, tries })
    await expect.poll(async () => (await read(invoice.id)).attempts).toBe(1)
    clock += 60_000
    void runStage(ports, job(invoice), { run: () => new Promise(() => {}), tries })
    await expect.poll(async () => (await read(invoice.id)).attempts).toBe(2)
    const held = (await read(invoice.id)).due_at
    fail(new Error('back from the dead'))
    await first
    expect(await read(invoice.id)).toMatchObject({ attempts: 2, due_at: held, failure: null })
  })
  test('whose process dies each time is a poison document: it stops after three tries with its failure on the record', async () => {
    const invoice = await receiveInvoice()
    const neverEnds: typeof identified = () => new Promise(() => {})
    for (let attempt = 1; attempt <= 3; attempt++) {
      void runStage(ports, job(invoice), { run: neverEnds, tries })
      await expect.poll(async () => (await read(invoice.id)).attempts).toBe(attempt)
      clock += 60_000
    }
    await runStage(ports, job(invoice), { run: neverEnds, tries })
    expect(await read(invoice.id)).toMatchObject({ due_at: null, failure: { code: 'pipeline.attempts-exhausted' } })
  })
})

describe('the sweep', () => {
  test('finds what is due and only that', async () => {
    clock += 3_600_000
    await database.db.updateTable('invoice').set({ due_at: null }).execute()
    const due = await receiveInvoice('recognized')
    await database.db
      .updateTable('invoice')
      .set({ due_at: new Date(clock + 60_000) })
      .where('id', '=', (await receiveInvoice()).id)
      .execute()
    dispatched.length = 0
    expect(await sweep(ports)).toBe(1)
    expect(dispatched).toEqual([{ name: 'extract', invoiceId: due.id, version: 0, attempt: 0 }])
  })
  test('running on and on hints what waits again only after a while', async () => {
    await database.db.updateTable('invoice').set({ due_at: null }).execute()
    const { id } = await receiveInvoice()
    const hinted: Work[] = []
    let looks = 0
    const sweeping = {
      ...ports,
      now: () => {
        looks++
        return now()
      },
      dispatch: async (work: Work) => void hinted.push(work),
      onError: (error: unknown) => expect.fail(String(error)),
    }
    const sweeper = keepSweeping(sweeping, { everyMs: 1 })
    // Each sweep looks at the clock once, and once for each hint.
    await vi.waitUntil(() => looks > 10, { timeout: 30_000 })
    const hint = { name: 'identify', invoiceId: id, version: 0, attempt: 0 }
    expect(hinted).toEqual([hint])
    clock += 20_000
    await vi.waitUntil(() => hinted.length > 1, { timeout: 30_000 })
    await sweeper.stop()
    expect(hinted).toEqual([hint, hint])
  })
  test('after a start under the lock of the folder gets what a dead process held', async () => {
    const held = new Date(clock + 30_000)
    await database.db
      .updateTable('invoice')
      .set({ due_at: held })
      .where('id', '=', (await receiveInvoice()).id)
      .execute()
    await releaseLeases(ports)
    expect(await sweep(ports)).toBe(2)
  })
})

test('the audit trail of all this is one intact chain, and it can only grow', async () => {
  expect(await auditChainIsIntact({ db: database.db, now, objects })).toEqual([])
  await expect(
    database.db.updateTable('event').set({ actor: 'mallory' }).where('seq', '=', 1).execute(),
  ).rejects.toThrow('append-only')
  await expect(database.db.deleteFrom('event').execute()).rejects.toThrow('append-only')
  await database.pool.query('alter table billhook.event disable trigger event_is_append_only')
  await database.db.updateTable('event').set({ actor: 'mallory' }).where('seq', '=', 2).execute()
  expect(await auditChainIsIntact({ db: database.db, now, objects })).toEqual([
    { subject: 'company acme', message: 'Its audit trail was changed at or before event 2.' },
  ])
})
