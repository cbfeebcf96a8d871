import type { Database } from '../database/index.ts'
import type { Work } from '../job-queue/index.ts'
import type { Dispatch } from './dispatch.ts'
import { stageOf } from './lifecycle.ts'

export type SweepPorts = { db: Database; now: () => Date; dispatch: Dispatch }

/** Rows looked at in one sweep of one table; the next sweep takes the rest. */
const AT_ONCE = 500

/**
 * Dispatches every record whose work is due. Jobs that are waiting already are not added twice, so this may run as often as one likes,
 * in any number of processes; it is what makes the queue expendable.
 * @returns how many hints it gave.
 */
export async function sweep({
  db,
  now,
  dispatch,
}: {
  db: Database
  now: () => Date
  dispatch: Dispatch
}): Promise<number> {
  const due = now()
  const invoices = await db
    .selectFrom('invoice')
    .select(['id', 'version', 'status'])
    .where('due_at', '<=', due)
    .orderBy('due_at')
    .limit(AT_ONCE)
    .execute()
  const deliveries = await db
    .selectFrom('delivery')
    .select('id')
    .where('due_at', '<=', due)
    .orderBy('due_at')
    .limit(AT_ONCE)
    .execute()
  const messages = await db
    .selectFrom('message')
    .select('id')
    .where('due_at', '<=', due)
    .orderBy('due_at')
    .limit(AT_ONCE)
    .execute()

  const work: Work[] = [
    ...invoices.flatMap(({ id, version, status }): Work[] => {
      const stage = stageOf(status)
      return stage ? [{ name: stage, invoiceId: id, version }] : []
    }),
    ...deliveries.map(({ id }): Work => ({ name: 'unpack', deliveryId: id })),
    ...messages.map(({ id }): Work => ({ name: 'send', messageId: id })),
  ]
  for (const item of work) await dispatch(item)
  return work.length
}

/**
 * Makes due at once whatever a dead process held. Right only where no other process can be at work: embedded, at start, under the lock
 * of the data folder. Elsewhere a lease simply runs out.
 */
export async function releaseLeases({ db, now }: { db: Database; now: () => Date }): Promise<void> {
  const at = now()
  await db.updateTable('invoice').set({ due_at: at }).where('due_at', '>', at).where('failure', 'is', null).execute()
  await db.updateTable('delivery').set({ due_at: at }).where('due_at', '>', at).where('failure', 'is', null).execute()
  await db.updateTable('message').set({ due_at: at }).where('due_at', '>', at).where('failure', 'is', null).execute()
}
