import type { Database } from '../database/index.ts'
import type { Work } from '../job-queue/index.ts'
import type { Dispatch } from './dispatch.ts'
import { LEASED_TABLES, type LeasedTable } from './lease.ts'
import { stageOf } from './lifecycle.ts'

export type SweepPorts = {
  db: Database
  now: () => Date
  dispatch: Dispatch
  /** Hears how many of a sweep's hints went to records that had been due for a while: their first hint was lost, or the work is behind. */
  onRepairs?: (count: number) => void
}

/** A hint that was given is taken within this, unless workers are behind. */
const LATE_MS = 10_000

/** Rows looked at in one sweep of one table; the next sweep takes the rest. */
const AT_ONCE = 500

/**
 * Dispatches every record whose work is due. Jobs that are waiting already are not added twice, so this may run as often as one likes,
 * in any number of processes; it is what makes the queue expendable.
 * @returns how many hints it gave.
 */
export async function sweep({ db, now, dispatch, onRepairs }: SweepPorts): Promise<number> {
  const due = now()
  const invoices = await db
    .selectFrom('invoice')
    .select(['id', 'version', 'status', 'due_at', 'attempts'])
    .where('due_at', '<=', due)
    .orderBy('due_at')
    .limit(AT_ONCE)
    .execute()
  const deliveries = await findDue(db, { table: 'delivery', due })
  const messages = await findDue(db, { table: 'message', due })
  const lessons = await findDue(db, { table: 'lesson_due', due })

  const work: Work[] = [
    ...invoices.flatMap(({ id, version, status, attempts }): Work[] => {
      const stage = stageOf(status)
      return stage ? [{ name: stage, invoiceId: id, version, attempt: attempts }] : []
    }),
    ...deliveries.map(({ id, attempts }): Work => ({ name: 'unpack', deliveryId: id, attempt: attempts })),
    ...messages.map(({ id, attempts }): Work => ({ name: 'send', messageId: id, attempt: attempts })),
    ...lessons.map(({ id, attempts }): Work => ({ name: 'learn', learnedInvoiceId: id, attempt: attempts })),
  ]
  for (const item of work) await dispatch(item)
  const late = due.getTime() - LATE_MS
  const repairs = [...invoices, ...deliveries, ...messages, ...lessons].filter(
    (row) => (row.due_at?.getTime() ?? late) < late,
  )
  if (repairs.length > 0) onRepairs?.(repairs.length)
  return work.length
}

async function findDue(db: Database, { table, due }: { table: Exclude<LeasedTable, 'invoice'>; due: Date }) {
  return await db
    .selectFrom(table)
    .select(['id', 'due_at', 'attempts'])
    .where('due_at', '<=', due)
    .orderBy('due_at')
    .limit(AT_ONCE)
    .execute()
}

/**
 * Makes due at once whatever a dead process held. Right only where no other process can be at work: embedded, at start, under the lock
 * of the data folder. Elsewhere a lease simply runs out.
 */
export async function releaseLeases({ db, now }: { db: Database; now: () => Date }): Promise<void> {
  const at = now()
  for (const table of LEASED_TABLES)
    await db.updateTable(table).set({ due_at: at }).where('due_at', '>', at).where('failure', 'is', null).execute()
}
