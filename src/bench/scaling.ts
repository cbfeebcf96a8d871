/**
 * `npm run bench -- scaling`: how much more several worker processes do than one, on PostgreSQL, Redis and S3, with reading a document
 * replaced by a sleep of one second. Only the stage `recognize` runs, over a backlog that was there before, and what is timed is the
 * stretch in which every process is busy.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { type JobQueue, openJobQueue } from '../job-queue/index.ts'
import { type ObjectStore, originalKey } from '../object-store/index.ts'
import { exitOnSignals } from '../project/testing/end-with-us.ts'
import { openLarge } from '../torture/installation.ts'
import { startProcess, type Victim } from '../torture/start-process.ts'
import { measureProcessorTime } from './processor-time.ts'

export type ScalingOptions = { processes: string; rounds: string; repeats: string; concurrency: string }

const SLEEPING = fileURLToPath(new URL('./testing/sleep-instead-of-reading.ts', import.meta.url))
const COMPANY = 'acme'
/** The first jobs of a process load code; the last ones leave others idle. */
const ROUNDS_BEFORE = 2

type World = { db: Database; objects: ObjectStore; queue: JobQueue; settings: Record<string, string> }
type Run = { jobsPerSecond: number; cycleMs: number; load: number; spent: Map<string, number>; jobs: number }

/** @returns the exit code: 1 when a number of processes does less than 90 % of that many times what one does. */
export async function benchScaling(options: ScalingOptions): Promise<number> {
  exitOnSignals()
  const counts = options.processes.split(',').map(Number)
  const [rounds, repeats, concurrency] = [options.rounds, options.repeats, options.concurrency].map(Number) as [
    number,
    number,
    number,
  ]
  const folder = mkdtempSync(join(tmpdir(), 'billhook-scaling-'))
  const installation = await openLarge(folder)
  try {
    const world = await prepare(installation.settings, { concurrency })
    console.log(
      `PostgreSQL + Redis + S3 on ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), recognition = 1 s of sleep, ${concurrency} at once in a process, ${rounds} rounds, ${repeats} times`,
    )
    const runs = new Map<number, Run[]>(counts.map((count) => [count, []]))
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const count of counts) {
        const run = await measure(world, { count, jobs: count * concurrency * rounds, atOnce: count * concurrency })
        runs.get(count)?.push(run)
        console.log(
          `  ${count} ${count === 1 ? 'process' : 'processes'}: ${run.jobsPerSecond.toFixed(2)} jobs/s, a job every ${run.cycleMs.toFixed(0)} ms in each slot, load ${run.load.toFixed(1)}`,
        )
      }
    }
    await world.queue.close()
    return report(runs)
  } finally {
    await installation.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Lets a server make the tables, the bucket and the company, and ends it: from here on only workers run. */
async function prepare(installed: Record<string, string>, { concurrency }: { concurrency: number }): Promise<World> {
  // workers/recognize.ts takes two documents at once for each process that opens documents.
  const settings: Record<string, string> = {
    ...installed,
    COMPANY,
    RECOGNITION_PROCESSES: String(Math.max(1, concurrency / 2)),
  }
  const server = await startProcess({
    name: 'serve',
    args: ['serve', '--no-work'],
    readyWhen: 'API  ',
    environment: settings,
  })
  await server.kill('SIGTERM')
  const { db, objects } = await openRecords(readConfig(settings))
  const queue = await openJobQueue({ kind: 'redis', url: settings.REDIS_URL ?? '' }, () => {})
  return { db, objects, queue, settings }
}

async function measure(
  world: World,
  { count, jobs, atOnce }: { count: number; jobs: number; atOnce: number },
): Promise<Run> {
  const { settings, queue, db } = world
  const ids = await fill(world, jobs)
  const workers: Victim[] = []
  try {
    const start = (_: unknown, n: number) =>
      startProcess({
        name: `work ${n + 1}`,
        args: ['work', 'recognize'],
        readyWhen: 'Billhook works',
        environment: { ...settings, NODE_OPTIONS: `--import=${SLEEPING}` },
      })
    workers.push(...(await Promise.all(Array.from({ length: count }, start))))
    const before = measureProcessorTime(process.pid)
    await db.updateTable('invoice').set({ due_at: new Date() }).where('id', 'in', ids).execute()
    for (const invoiceId of ids) await queue.add({ name: 'recognize', invoiceId, version: 1 })
    const times = await waitForEnd(db, { ids })
    const after = measureProcessorTime(process.pid)
    // Same place in the first and the last round, so that it does not matter that slots finish together.
    const [first, last] = [ROUNDS_BEFORE * atOnce, times.length - 1 - (atOnce - 1)]
    const seconds = ((times[last] as number) - (times[first] as number)) / 1000
    const jobsPerSecond = (last - first) / seconds
    const spent = new Map([...after].map(([program, total]) => [program, total - (before.get(program) ?? 0)]))
    return { jobsPerSecond, cycleMs: (1000 * atOnce) / jobsPerSecond, load: loadavg()[0] as number, spent, jobs }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill('SIGTERM')))
    // What is next would be due for as long as the benchmark runs; nobody takes it here.
    await db.updateTable('invoice').set({ due_at: null }).where('id', 'in', ids).execute()
    await queue.clear()
  }
}

/** Invoices that wait for recognition, each with an original of its own; not due yet. */
async function fill({ db, objects }: World, count: number): Promise<string[]> {
  const at = new Date()
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const content = randomBytes(20_000)
    const sha256 = createHash('sha256').update(content).digest('hex')
    await objects.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
    const id = newId()
    const about = { company_id: COMPANY, media_type: 'application/pdf' as const }
    await db
      .insertInto('delivery')
      .values({
        ...{ id, company_id: COMPANY, channel: 'http-upload', digest: sha256, envelope: asJson({}) },
        ...{ idempotency_key: null, raw_sha256: null, received_at: at, disposed_at: at },
      })
      .execute()
    await db
      .insertInto('original')
      .values({ ...about, sha256, bytes: content.length, kept_at: at })
      .execute()
    await db
      .insertInto('invoice')
      .values({
        ...{ ...about, id, delivery_id: id, original_sha256: sha256, file_name: 'scan.pdf', page_count: 1 },
        ...{ status: 'identified', version: 1, findings: asJson([]), touched_by: asJson([]), bill_key: null },
        ...{ approved_by: null, type: null, supplier_name: null, invoice_number: null, issue_date: null },
        ...{ due_date: null, currency: null, gross_total: null, created_at: at, updated_at: at },
      })
      .execute()
    ids.push(id)
  }
  return ids
}

/** When each of them was recognized, in order, in milliseconds. */
async function waitForEnd(db: Database, { ids }: { ids: string[] }): Promise<number[]> {
  const done = async () =>
    await db
      .selectFrom('event')
      .select('at')
      .where('kind', '=', 'invoice.recognized')
      .where('invoice_id', 'in', ids)
      .orderBy('at')
      .execute()
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const { open } = await db
      .selectFrom('invoice')
      .select((invoice) => invoice.fn.countAll<string>().as('open'))
      .where('id', 'in', ids)
      .where('status', '=', 'identified')
      .executeTakeFirstOrThrow()
    if (Number(open) === 0) return (await done()).map(({ at }) => at.getTime())
  }
}

function report(runs: Map<number, Run[]>): number {
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
  const speedOf = (count: number) => median((runs.get(count) ?? []).map(({ jobsPerSecond }) => jobsPerSecond))
  const base = Math.min(...runs.keys())
  let isLinear = true
  for (const [count, list] of runs) {
    const efficiency = speedOf(count) / ((speedOf(base) * count) / base)
    if (efficiency < 0.9) isLinear = false
    const perJob = (program: string) => {
      const seconds = median(list.map(({ spent }) => spent.get(program) ?? 0))
      return `${program} ${((1000 * seconds) / (list[0]?.jobs ?? 1)).toFixed(0)}`
    }
    const programs = [...(list[0]?.spent ?? [])]
      .filter(([, seconds]) => seconds > 0.2)
      .map(([program]) => perJob(program))
    const rates = list.map(({ jobsPerSecond }) => jobsPerSecond.toFixed(2)).join(', ')
    console.log(
      `${count} ${count === 1 ? 'process' : 'processes'}: median ${speedOf(count).toFixed(2)} jobs/s (${rates}), ${(100 * efficiency).toFixed(0)} % of linear; processor ms a job: ${programs.join(', ')}`,
    )
  }
  return isLinear ? 0 : 1
}
