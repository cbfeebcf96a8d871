/**
 * The job queue: BullMQ on Redis, or on PostgreSQL (a server's or the embedded one). A job is a hint that a record has work due; the record
 * is the truth. So a lost queue, a job from the past and a job delivered twice are all harmless, and a job is never tried again by the
 * queue itself: whoever runs it writes into the record when it is due again, and the sweep adds it then.
 */
import type { ConnectionOptions, Queue, Worker, WorkerOptions } from 'bullmq'
import type { StageName } from '../../schemas/invoice.ts'
import type { QueuePool } from '../database/index.ts'
import { BillhookError } from '../errors.ts'

/** What can be due: a stage of an invoice, unpacking a delivery, sending a message, learning from a confirmed invoice. */
export type Work = (
  | { name: StageName; invoiceId: string; version: number }
  | { name: 'unpack'; deliveryId: string }
  | { name: 'send'; messageId: string }
  | { name: 'learn'; learnedInvoiceId: string }
) & {
  /** Tries that were begun before: a hint for another try must not be taken for the one that a killed worker still seems to hold. */
  attempt?: number
}
export type WorkName = Work['name']

export type JobQueue = {
  /** Adds a hint; one that is waiting already is not added twice. @throws when the queue is out of reach, which callers may ignore. */
  add(work: Work): Promise<void>
  /** Starts taking jobs of this name. The handler must not throw for what it has written into the record. */
  take(name: WorkName, options: TakeOptions, handler: (work: Work) => Promise<void>): Promise<void>
  /** Jobs that wait or run, by name. */
  count(): Promise<{ name: WorkName; waiting: number; active: number }[]>
  /** Forgets every hint, those included that a dead worker still holds. Right only where nobody else is at work; the sweep gives new ones. */
  clear(): Promise<void>
  /** Takes no more, and waits for what runs. Hints can still be added. */
  finish(): Promise<void>
  /** Finishes and lets go of the queue. */
  close(): Promise<void>
}

export type TakeOptions = {
  /** Jobs at once in this process. */
  concurrency: number
  /** How long a job may go without a sign of life before another worker gets it, in milliseconds. */
  lockMs: number
}

export type QueueSettings = { kind: 'redis'; url: string } | { kind: 'postgres'; pool: QueuePool }

export const WORK_NAMES = [
  'unpack',
  'identify',
  'recognize',
  'extract',
  'validate',
  'route',
  'post',
  'send',
  'learn',
] as const satisfies readonly WorkName[]

/** @throws BillhookError or the driver's error when the queue can't be reached at start. `onError` hears of later outages. */
export async function openJobQueue(settings: QueueSettings, onError: (error: Error) => void): Promise<JobQueue> {
  const bull = await import('bullmq')
  const backend = settings.kind === 'redis' ? await connectRedis(settings.url) : await connectPostgres(settings.pool)
  const queues = new Map<WorkName, Queue>()
  const workers: Worker[] = []

  const queueOf = (name: WorkName): Queue => {
    const known = queues.get(name)
    if (known) return known
    const queue = new bull.Queue(queueName(name), { connection: backend.connection() }, ...backend.factory)
    queue.on('error', onError)
    queues.set(name, queue)
    return queue
  }
  await Promise.all(WORK_NAMES.map((name) => queueOf(name).waitUntilReady()))
  // A worker that is closed twice waits for the same end.
  const finish = async () => void (await Promise.all(workers.map((worker) => worker.close())))

  return {
    async add(work) {
      // Nothing is kept of a finished or failed job: a kept one would swallow a later job of the same id.
      const { attempt: _, ...data } = work
      await queueOf(work.name).add(work.name, data, { jobId: jobId(work), removeOnComplete: true, removeOnFail: true })
    },
    async take(name, { concurrency, lockMs }, handler) {
      const options: WorkerOptions = {
        connection: backend.connection(),
        concurrency,
        lockDuration: lockMs,
        // A worker that was killed between taking a job and leasing its record holds the hint until then.
        stalledInterval: lockMs / 2,
        // The record counts attempts; a stall of the queue must never end a job's life.
        maxStalledCount: 1_000_000,
      }
      const worker = new bull.Worker(queueName(name), (job) => handler(job.data as Work), options, ...backend.factory)
      worker.on('error', onError)
      workers.push(worker)
      await worker.waitUntilReady()
    },
    async count() {
      return await Promise.all(
        WORK_NAMES.map(async (name) => {
          const {
            waiting = 0,
            active = 0,
            prioritized = 0,
          } = await queueOf(name).getJobCounts('waiting', 'active', 'prioritized')
          return { name, waiting: waiting + prioritized, active }
        }),
      )
    },
    async clear() {
      await Promise.all(WORK_NAMES.map((name) => queueOf(name).obliterate({ force: true })))
    },
    finish,
    async close() {
      await finish()
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** The id under which BullMQ knows a hint; no colon, never digits only. */
function jobId(work: Work): string {
  const attempt = work.attempt ?? 0
  if (work.name === 'unpack') return `delivery-${work.deliveryId}-a${attempt}`
  if (work.name === 'send') return `message-${work.messageId}-a${attempt}`
  if (work.name === 'learn') return `lesson-${work.learnedInvoiceId}-a${attempt}`
  return `${work.invoiceId}-v${work.version}-a${attempt}`
}

function queueName(name: WorkName): string {
  return `billhook-${name}`
}

type Backend = {
  connection(): ConnectionOptions
  /** The backend factory as an optional last argument of BullMQ's constructors. */
  factory: [] | [never]
  close(): Promise<void>
}

async function connectRedis(url: string): Promise<Backend> {
  const { Redis } = await import('ioredis')
  const connection = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true })
  // BullMQ listens on its own duplicates; without a listener here a dropped connection would end the process.
  connection.on('error', () => {})
  await connection.connect()
  const policy = /maxmemory_policy:(\S+)/.exec(await connection.info('memory'))?.[1]
  if (policy !== 'noeviction') {
    await connection.quit()
    throw new BillhookError(
      'config.invalid',
      `Redis at REDIS_URL throws keys away when it is full (maxmemory-policy ${policy}), and with them parts of jobs. Set maxmemory-policy noeviction.`,
    )
  }
  return {
    connection: () => connection as unknown as ConnectionOptions,
    factory: [],
    close: async () => void (await connection.quit()),
  }
}

async function connectPostgres(pool: QueuePool): Promise<Backend> {
  const { createPostgresBackend, runMigrations } = await import('bullmq')
  const client = await (pool as { connect(): Promise<{ release(): unknown }> }).connect()
  try {
    await runMigrations(client as never)
  } finally {
    await client.release()
  }
  return { connection: () => pool as never, factory: [createPostgresBackend as never], close: async () => {} }
}
