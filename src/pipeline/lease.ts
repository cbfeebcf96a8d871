import { sql } from 'kysely'
import type { Failure } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'

/** How often work is tried, how long one try may take, and how long to wait before the next (the last wait repeats). */
export type Tries = {
  attempts: number
  timeoutMs: number
  backoffMs: readonly number[]
  /** The party that may be out is somebody else's, who minds being asked often: outages keep to `backoffMs`. */
  patient?: boolean
}

/** What has work due, each row by itself. */
export const LEASED_TABLES = ['invoice', 'delivery', 'message', 'lesson_due'] as const
export type LeasedTable = (typeof LEASED_TABLES)[number]
type Leased = { table: LeasedTable; id: string; version?: number }

/** A record held for one try. `until` is its `due_at`, and the lease's name too: who holds another one holds nothing. */
export type Lease = { until: Date }

/** A killed worker's record falls due after this; a living one renews it in time. */
const LEASE_MS = 30_000
const RENEW_EVERY_MS = 10_000

/**
 * Takes a due record for one try: counts the attempt and puts `due_at` into the future, all in one conditional update. So a second worker
 * with the same job gets nothing, and what a killed worker held falls due by itself.
 * @returns null when it was not taken. A record out of attempts gets its `failure` and is due no more.
 */
export async function takeLease(
  ports: { db: Database; now: () => Date },
  leased: Leased,
  tries: Tries,
): Promise<Lease | null> {
  const at = ports.now()
  const until = new Date(at.getTime() + LEASE_MS)
  const taken = await where(
    ports.db.updateTable(leased.table).set({ attempts: sql<number>`attempts + 1`, due_at: until }),
    leased,
  )
    .where('due_at', '<=', at)
    .where('attempts', '<', tries.attempts)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 1n) return { until }
  const exhausted: Failure = {
    code: 'pipeline.attempts-exhausted',
    message: `It was tried ${tries.attempts} times and the process ended each time. Look at the original, then retry by hand.`,
    at: at.toISOString(),
    attempts: tries.attempts,
  }
  await where(ports.db.updateTable(leased.table).set({ due_at: null, failure: asJson(exhausted) }), leased)
    .where('due_at', '<=', at)
    .where('attempts', '>=', tries.attempts)
    .execute()
  return null
}

/**
 * Renews a lease while the try runs, up to the try's longest time; then, or when this process is paused or killed, it runs out and another
 * worker may take over. A renewal that fails because another one holds the record changes nothing.
 */
export function keepLease(
  ports: { db: Database; now: () => Date },
  leased: Leased,
  { lease, tries }: { lease: Lease; tries: Tries },
): { stop(): void } {
  const started = performance.now()
  const timer = setInterval(() => {
    if (performance.now() - started > tries.timeoutMs) return clearInterval(timer)
    const until = new Date(ports.now().getTime() + LEASE_MS)
    where(ports.db.updateTable(leased.table).set({ due_at: until }), leased)
      .where('due_at', '=', lease.until)
      .executeTakeFirst()
      .then((renewed) => {
        if (renewed.numUpdatedRows === 1n) lease.until = until
      })
      // The records are out of reach: the next renewal or the end of the try will tell.
      .catch(() => {})
  }, RENEW_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** An outage of a part we need is over within minutes or hours: it is asked again at least this often. */
const LONGEST_OUTAGE_WAIT_MS = 30_000

/**
 * Writes why a try failed. An outage (an error of the catalogue that says `retry`) is no fault of the document: it does not use up its
 * attempts and falls due again, for ever. Anything else falls due again while attempts are left, and then waits for a person. Who was
 * paused past the lease writes nothing: another worker has the record by then.
 * @returns whether it will be tried again.
 */
export async function recordFailure(
  ports: { db: Database; now: () => Date },
  leased: Leased,
  { error, tries, lease }: { error: unknown; tries: Tries; lease: Lease },
): Promise<boolean> {
  const row = await where(ports.db.selectFrom(leased.table).select(['attempts', 'failure']), leased).executeTakeFirst()
  if (!row) return false
  const known = error instanceof BillhookError ? error : null
  if (known?.code === 'pipeline.interrupted') return await handBack(ports, leased, lease)
  const isOutage = known?.retry === true
  const again = isOutage || (known === null && row.attempts < tries.attempts)
  const failures = isOutage && row.failure?.code === known.code ? row.failure.attempts + 1 : Math.max(1, row.attempts)
  const failure: Failure = {
    code: known?.code ?? 'pipeline.unexpected',
    message: error instanceof Error ? error.message : String(error),
    at: ports.now().toISOString(),
    attempts: failures,
  }
  const wait = askedToWait(known) ?? waitAfter(failures, { tries, isOutage })
  const dueAt = again ? new Date(ports.now().getTime() + wait) : null
  await where(
    ports.db.updateTable(leased.table).set({
      failure: asJson(failure),
      due_at: dueAt,
      ...(isOutage ? { attempts: Math.max(0, row.attempts - 1) } : {}),
    }),
    leased,
  )
    .where('due_at', '=', lease.until)
    .execute()
  return again
}

/** This process stops: the record is as before the try, and due at once for whoever is at work. */
async function handBack(ports: { db: Database; now: () => Date }, leased: Leased, lease: Lease): Promise<true> {
  await where(
    ports.db.updateTable(leased.table).set({ attempts: sql<number>`greatest(0, attempts - 1)`, due_at: ports.now() }),
    leased,
  )
    .where('due_at', '=', lease.until)
    .execute()
  return true
}

/** The other side named a time (a Retry-After, an index that lags); a day at most, whatever it says. */
function askedToWait(error: BillhookError | null): number | null {
  const seconds = error?.details.retryAfterSeconds
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, 86_400) * 1000 : null
}

function waitAfter(failures: number, { tries, isOutage }: { tries: Tries; isOutage: boolean }): number {
  const wait = tries.backoffMs[Math.min(failures, tries.backoffMs.length) - 1] ?? 0
  return isOutage && !tries.patient ? Math.min(wait, LONGEST_OUTAGE_WAIT_MS) : wait
}

type Conditional<Q> = { where(column: 'id' | 'version', operator: '=', value: string | number): Q }

function where<Q extends object>(query: Q, { id, version }: Leased): Q {
  const conditional = query as Q & Conditional<Q>
  const byId = conditional.where('id', '=', id) as Q & Conditional<Q>
  return version === undefined ? byId : byId.where('version', '=', version)
}
