import { InvoiceStatus } from '../../../schemas/invoice.ts'
import { stageOf } from '../../pipeline/lifecycle.ts'
import type { Check } from '../problem.ts'

/** Past its due time by this much, work is not being done. */
const OVERDUE_MS = 30 * 60_000

/** Where a stage is next, it is due or its failure shows; nothing is long overdue; statuses are legal. */
export const workIsDispatched: Check = async ({ db, now }) => {
  const rows = await db.selectFrom('invoice').select(['id', 'status', 'due_at', 'failure']).execute()
  const limit = now().getTime() - OVERDUE_MS
  return rows.flatMap(({ id, status, due_at: dueAt, failure }) => {
    const subject = `invoice ${id}`
    if (!InvoiceStatus.safeParse(status).success)
      return [{ subject, message: `Its status "${status}" does not exist.` }]
    if (stageOf(status) && dueAt === null && failure === null) {
      return [{ subject, message: `It is ${status}, but its next stage is neither due nor failed. Retry it.` }]
    }
    if (dueAt && dueAt.getTime() < limit) {
      return [{ subject, message: `It has been due since ${dueAt.toISOString()}. Is a worker running?` }]
    }
    return []
  })
}
