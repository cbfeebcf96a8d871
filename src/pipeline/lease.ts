import { sql } from 'kysely'
import type { Failure } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'

/** How often work is tried, how long one try may take, and how long to wait before the next (the last wait repeats). */
export type Tries = { attempts: number; timeoutMs: number; backoffMs: readonly number[] }

type LeasedTable = 'invoice' | 'delivery' | 'message'
type Leased = { table: LeasedTable; id: string; version?: number }

/**
 * Takes a due record for one try: counts the attempt and puts `due_at` past the longest try, all in one conditional update. So a second
 * worker with the same job gets nothing, and what a killed worker held falls due by itself.
 * @returns whether it was taken. A record out of attempts gets its `failure` and is due no more.
 */
export async function takeLease(
  ports: { db: Database; now: () => Date },
  leased: Leased,
  tries: Tries,
): Promise<boolean> {
  const at = ports.now()
  const taken = await where(
    ports.db
      .updateTable(leased.table)
      .set({ attempts: sql<number>`attempts + 1`, due_at: new Date(at.getTime() + tries.timeoutMs + LEASE_MARGIN_MS) }),
    leased,
  )
    .where('due_at', '<=', at)
    .where('attempts', '<', tries.attempts)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 1n) return true
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
  return false
}

/** Past the longest try, so that a try that ends at its limit still writes before another one starts. */
const LEASE_MARGIN_MS = 30_000

/**
 * Writes why a try failed. An outage with attempts left falls due again after its wait; anything else waits for a person.
 * @returns whether it will be tried again.
 */
export async function recordFailure(
  ports: { db: Database; now: () => Date },
  leased: Leased,
  { error, tries }: { error: unknown; tries: Tries },
): Promise<boolean> {
  const row = await where(ports.db.selectFrom(leased.table).select('attempts'), leased).executeTakeFirst()
  if (!row) return false
  const again = row.attempts < tries.attempts && !(error instanceof BillhookError && !error.retry)
  const wait = tries.backoffMs[Math.min(row.attempts, tries.backoffMs.length) - 1] ?? 0
  const failure: Failure = {
    code: error instanceof BillhookError ? error.code : 'pipeline.unexpected',
    message: error instanceof Error ? error.message : String(error),
    at: ports.now().toISOString(),
    attempts: Math.max(1, row.attempts),
  }
  await where(
    ports.db
      .updateTable(leased.table)
      .set({ failure: asJson(failure), due_at: again ? new Date(ports.now().getTime() + wait) : null }),
    leased,
  ).execute()
  return again
}

type Conditional<Q> = { where(column: 'id' | 'version', operator: '=', value: string | number): Q }

function where<Q extends object>(query: Q, { id, version }: Leased): Q {
  const conditional = query as Q & Conditional<Q>
  const byId = conditional.where('id', '=', id) as Q & Conditional<Q>
  return version === undefined ? byId : byId.where('version', '=', version)
}
