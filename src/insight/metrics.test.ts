import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { BillhookError } from '../errors.ts'
import { insertCompany, insertInvoice } from '../http/testing/records.ts'
import { runStage, type Stage } from '../pipeline/run-stage.ts'
import { sweep } from '../pipeline/sweep.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { serveMetrics } from './serve-metrics.ts'

const now = () => new Date('2026-03-01T09:00:00Z')
const before = (seconds: number) => new Date(now().getTime() - seconds * 1000)
const countJobs = async () => [{ name: 'extract' as const, waiting: 7, active: 2 }]

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  const company = await insertCompany(db, { id: 'acme' })
  const waiting = await insertInvoice(db, { company, status: 'extracted' })
  await db
    .updateTable('invoice')
    .set({ due_at: before(90) })
    .where('id', '=', waiting.id)
    .execute()
  await insertInvoice(db, { company, status: 'in-review' })
  const stuck = await insertInvoice(db, { company, status: 'approved' })
  const failure = asJson({ code: 'accounting.unavailable', message: 'out', at: now().toISOString(), attempts: 2 })
  await db.updateTable('invoice').set({ failure }).where('id', '=', stuck.id).execute()
  for (const [state, key] of [
    ['uncertain', 'a'],
    ['done', 'b'],
    ['done', 'c'],
  ] as const) {
    const about = { company_id: 'acme', invoice_id: stuck.id, invoice_version: 5, created_at: now(), updated_at: now() }
    await db
      .insertInto('effect')
      .values({ key, target: key, state, attempts: 1, message: null, ...about })
      .execute()
  }
  await db
    .updateTable('delivery')
    .set({ disposed_at: null, due_at: before(5) })
    .where('id', '=', stuck.delivery_id)
    .execute()
  const mail = { kind: 'sign-in', recipient: 'a@b.example', subject: '', text: '', html: '', message_id: '<m@x>' }
  await db
    .insertInto('message')
    .values({ id: 'm', company_id: 'acme', invoice_id: null, ...mail, created_at: now(), due_at: null })
    .execute()
})
afterAll(() => database?.close())

const open = (change: Partial<Parameters<typeof openMetrics>[0]> = {}) =>
  openMetrics({ db: database.db, now, countJobs, ...change })
async function read(metrics: Metrics): Promise<Record<string, number>> {
  const { text } = await metrics.write()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

describe('the metrics', () => {
  test('say what the records and the queue hold, and since when the oldest work waits', async () => {
    expect(await read(open())).toMatchObject({
      billhook_records_up: 1,
      billhook_queue_up: 1,
      'billhook_invoices{status="extracted"}': 1,
      'billhook_invoices{status="in-review"}': 1,
      'billhook_invoices{status="approved"}': 1,
      'billhook_due{record="invoice"}': 1,
      'billhook_oldest_due_seconds{record="invoice"}': 90,
      'billhook_oldest_due_seconds{record="delivery"}': 5,
      'billhook_oldest_due_seconds{record="message"}': 0,
      'billhook_failures{record="invoice",code="accounting.unavailable"}': 1,
      'billhook_effects{state="uncertain"}': 1,
      'billhook_effects{state="done"}': 2,
      billhook_deliveries_open: 1,
      billhook_outbox: 1,
      'billhook_jobs{work="extract",state="waiting"}': 7,
      'billhook_jobs{work="extract",state="active"}': 2,
    })
  })

  test('say how this process is: memory and the delay of its event loop', async () => {
    const values = await read(open())
    expect(values.process_resident_memory_bytes).toBeGreaterThan(10_000_000)
    expect(values).toHaveProperty('nodejs_eventloop_lag_p99_seconds')
  })

  test('count the tries of a stage with how they ended, a failed one too', async () => {
    const metrics = open()
    const invoice = await insertInvoice(database.db, { company: { id: 'acme' }, status: 'extracted' })
    await database.db.updateTable('invoice').set({ due_at: now() }).where('id', '=', invoice.id).execute()
    const ports = { db: database.db, now, dispatch: async () => {}, log: () => {}, observe: metrics.observe }
    const tries = { attempts: 3, timeoutMs: 1000, backoffMs: [0] }
    const job = { stage: 'validate' as const, invoiceId: invoice.id, version: invoice.version }
    const failing: Stage<'validate', typeof ports> = async () => {
      throw new BillhookError('recognition.unavailable', 'out')
    }
    await runStage(ports, job, { run: failing, tries })
    await database.db.updateTable('invoice').set({ due_at: now() }).where('id', '=', invoice.id).execute()
    await runStage(ports, job, { run: async () => ({ outcome: 'doubtful' }), tries })
    expect(await read(metrics)).toMatchObject({
      'billhook_work_seconds_count{work="validate",outcome="failed"}': 1,
      'billhook_work_seconds_count{work="validate",outcome="doubtful"}': 1,
    })
  })

  test('count scans for viruses with how they ended, and the originals that are held back', async () => {
    const metrics = open()
    for (const outcome of ['clean', 'clean', 'found', 'unavailable'] as const)
      metrics.observeScan({ outcome, milliseconds: 12 })
    const scan = { signature: null, scanned_at: now() }
    const scans = (['clean', 'found', 'found', 'too-large'] as const).map((verdict, index) => ({ verdict, index }))
    await database.db
      .insertInto('scan')
      .values(scans.map(({ verdict, index }) => ({ sha256: `sha256 ${index}`, verdict, ...scan })))
      .execute()
    const values = await read(metrics)
    expect(values).toMatchObject({
      'billhook_scan_seconds_count{outcome="clean"}': 2,
      'billhook_scan_seconds_count{outcome="found"}': 1,
      'billhook_scan_seconds_count{outcome="unavailable"}': 1,
      'billhook_originals_held{verdict="found"}': 2,
      'billhook_originals_held{verdict="too-large"}': 1,
    })
    expect(values).not.toHaveProperty('billhook_originals_held{verdict="clean"}')
  })

  test('count what the sweep had to repair: hints to what was due for long, not to what has just fallen due', async () => {
    const metrics = open()
    const ports = { db: database.db, now, dispatch: async () => {}, onRepairs: metrics.countRepairs }
    await sweep(ports)
    expect((await read(metrics)).billhook_sweep_repairs_total).toBe(1)
  })

  test('say that the records are out of reach instead of repeating old numbers or failing', async () => {
    const other = await openTestDatabase()
    const metrics = open({ db: other.db, countJobs: () => Promise.reject(new Error('no queue')) })
    await other.close()
    const values = await read(metrics)
    expect(values).toMatchObject({ billhook_records_up: 0, billhook_queue_up: 0 })
    expect(Object.keys(values).filter((name) => /^billhook_(invoices|jobs|due)\{/.test(name))).toEqual([])
  })

  test('asked by many at once look at the records once', async () => {
    let looks = 0
    const metrics = open({
      countJobs: async () => {
        looks++
        return []
      },
    })
    await Promise.all([metrics.write(), metrics.write(), metrics.write()])
    await metrics.write()
    expect(looks).toBe(1)
  })
})

describe('a process that only works', () => {
  test('serves its metrics to this machine, and to others who bring the token', async () => {
    const token = 'a-token-of-sixteen-or-more'
    const served = await serveMetrics(open(), { port: 0, host: '127.0.0.1', token })
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${served.port}${path}`, { headers })
    expect(await (await get('/metrics')).text()).toContain('billhook_records_up 1')
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
    expect((await get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(403)
    const proxied = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${token}` }
    expect((await get('/metrics', proxied)).status).toBe(200)
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/')).status).toBe(404)
    await served.close()
  })
})
