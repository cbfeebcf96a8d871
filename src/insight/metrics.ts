/**
 * What Prometheus is told at every look. What the records say is counted when it is asked for, so that every process answers the same and
 * nothing is counted twice; what this process did (tries of work, repairs, uploads) it counts itself.
 */
import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ObserveScan } from '../antivirus/index.ts'
import type { Database } from '../database/index.ts'
import type { WorkName } from '../job-queue/index.ts'

export type Metrics = {
  /** A try of a piece of work. */
  observe(tried: { work: WorkName; outcome: string; milliseconds: number }): void
  /** Hints that the sweep gave to records which should have been taken long before. */
  countRepairs(count: number): void
  /** A scan for viruses. */
  observeScan: ObserveScan
  /** The text of `/metrics`. Never fails: what can't be read is left out, and `billhook_records_up` is 0. */
  write(): Promise<{ contentType: string; text: string }>
}

export type MetricsPorts = {
  db: Database
  now: () => Date
  /** Jobs that wait or run, by name. */
  countJobs: () => Promise<{ name: WorkName; waiting: number; active: number }[]>
}

/** Whoever asks more often than this gets the last answer, however many ask. */
const FRESH_MS = 5_000

/** Seconds. A text PDF takes parts of a second, a long scan minutes. */
const BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 900]

/** Every open process has a registry of its own; nothing of it is global. */
export function openMetrics(ports: MetricsPorts): Metrics {
  const registry = new Registry()
  // Event loop delay, memory, file descriptors, garbage collection of this process.
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name: `billhook_${name}`, help, labelNames, registers })

  const seconds = new Histogram({
    name: 'billhook_work_seconds',
    help: 'How long one try of a piece of work took.',
    labelNames: ['work', 'outcome'],
    buckets: BUCKETS,
    registers,
  })
  const repairs = new Counter({
    name: 'billhook_sweep_repairs_total',
    help: 'Hints of the sweep to records that had been due for more than 10 s: their first hint was lost, or workers are behind.',
    registers,
  })
  const scans = new Histogram({
    name: 'billhook_scan_seconds',
    help: 'How long the virus scanner took for a file, by what it said; "unavailable": it did not answer.',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers,
  })
  const up = gauge('records_up', '1 when the records could be counted at this look, else 0.')
  const queueUp = gauge('queue_up', '1 when the queue could be counted at this look, else 0.')
  const jobs = gauge('jobs', 'Jobs in the queue. A hint each; the records say what is due.', ['work', 'state'])
  const fromRecords = {
    invoices: gauge('invoices', 'Invoices by status.', ['status']),
    due: gauge('due', 'Records whose work is due now.', ['record']),
    oldestDue: gauge('oldest_due_seconds', 'How long the oldest due record has been due; 0 when none is.', ['record']),
    failures: gauge('failures', 'Records that show a failure, by its code.', ['record', 'code']),
    held: gauge('originals_held', 'Originals that the virus scanner keeps from being opened.', ['verdict']),
    effects: gauge('effects', 'Postings by state; uncertain and refused ones need a look.', ['state']),
    deliveriesOpen: gauge('deliveries_open', 'Deliveries whose parts are not all disposed of.'),
    outbox: gauge('outbox', 'Mails that have not left yet.'),
  }

  async function countRecords(): Promise<void> {
    const counts = await readCounts(ports)
    for (const metric of Object.values(fromRecords)) metric.reset()
    for (const { state, count } of counts.invoices) fromRecords.invoices.set({ status: state }, count)
    for (const { record, count, oldest } of counts.due) {
      fromRecords.due.set({ record }, count)
      fromRecords.oldestDue.set({ record }, oldest)
    }
    for (const { record, code, count } of counts.failures) fromRecords.failures.set({ record, code }, count)
    for (const { verdict, count } of counts.held) fromRecords.held.set({ verdict }, count)
    for (const { state, count } of counts.effects) fromRecords.effects.set({ state }, count)
    fromRecords.deliveriesOpen.set(counts.deliveriesOpen)
    fromRecords.outbox.set(counts.outbox)
  }

  async function countQueue(): Promise<void> {
    const counted = await ports.countJobs()
    for (const { name, waiting, active } of counted) {
      jobs.set({ work: name, state: 'waiting' }, waiting)
      jobs.set({ work: name, state: 'active' }, active)
    }
  }

  /** A number of the past must not look like one of now. */
  async function refresh(): Promise<void> {
    const forget = (metrics: { reset(): void }[]) => {
      for (const metric of metrics) metric.reset()
    }
    const [records, queue] = await Promise.allSettled([within(countRecords()), within(countQueue())])
    up.set(records.status === 'fulfilled' ? 1 : 0)
    queueUp.set(queue.status === 'fulfilled' ? 1 : 0)
    if (records.status === 'rejected') forget(Object.values(fromRecords))
    if (queue.status === 'rejected') forget([jobs])
  }

  let refreshing: Promise<void> | null = null
  let refreshedAt = Number.NEGATIVE_INFINITY
  return {
    observe({ work, outcome, milliseconds }) {
      seconds.observe({ work, outcome }, milliseconds / 1000)
    },
    countRepairs: (count) => repairs.inc(count),
    observeScan: ({ outcome, milliseconds }) => scans.observe({ outcome }, milliseconds / 1000),
    async write() {
      if (refreshing === null && performance.now() - refreshedAt > FRESH_MS) {
        refreshing = refresh().finally(() => {
          refreshing = null
          refreshedAt = performance.now()
        })
      }
      await refreshing
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

/** Prometheus gives up after 10 s; an answer without the records is better than none. */
const PATIENCE_MS = 8_000

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  work.catch(() => {})
  return await Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}

type Record = 'invoice' | 'delivery' | 'message'
const RECORDS: Record[] = ['invoice', 'delivery', 'message']

async function readCounts({ db, now }: MetricsPorts) {
  const at = now()
  const count = sql<number>`count(*)::int`
  const dueOf = (record: Record) =>
    db
      .selectFrom(record)
      .select([count.as('count'), sql<Date | null>`min(due_at)`.as('first')])
      .where('due_at', '<=', at)
      .executeTakeFirstOrThrow()
  const failuresOf = (record: Record) =>
    db
      .selectFrom(record)
      .select([sql<string>`failure->>'code'`.as('code'), count.as('count')])
      .where('failure', 'is not', null)
      .groupBy(sql`failure->>'code'`)
      .execute()

  const due: { record: Record; count: number; oldest: number }[] = []
  const failures: { record: Record; code: string; count: number }[] = []
  for (const record of RECORDS) {
    const { count, first } = await dueOf(record)
    due.push({ record, count, oldest: first === null ? 0 : (at.getTime() - first.getTime()) / 1000 })
    failures.push(...(await failuresOf(record)).map((row) => ({ record, ...row })))
  }
  const countOne = async (query: { executeTakeFirstOrThrow(): Promise<{ count: number }> }) =>
    (await query.executeTakeFirstOrThrow()).count
  const tally = (record: 'invoice' | 'effect') =>
    db
      .selectFrom('tally')
      .select(['state', sql<number>`sum(count)::int`.as('count')])
      .where('record', '=', record)
      .groupBy('state')
      .execute()
  return {
    due,
    failures,
    invoices: await tally('invoice'),
    effects: await tally('effect'),
    held: await db
      .selectFrom('scan')
      .select(['verdict', count.as('count')])
      .where('verdict', '!=', 'clean')
      .groupBy('verdict')
      .execute(),
    deliveriesOpen: await countOne(
      db.selectFrom('delivery').select(count.as('count')).where('disposed_at', 'is', null),
    ),
    outbox: await countOne(db.selectFrom('message').select(count.as('count')).where('sent_at', 'is', null)),
  }
}
