import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { findDelivery } from './list-deliveries.ts'
import type { ReviewPorts } from './open-invoice.ts'

/**
 * Lets a delivery that is stuck be unpacked again at once, with an audit event.
 * @throws BillhookError `pipeline.not-found`; `pipeline.illegal-outcome` when it is not stuck.
 */
export async function retryDelivery(
  { db, now, dispatch }: ReviewPorts,
  { companyId, deliveryId, actor }: { companyId: string; deliveryId: string; actor: string },
): Promise<void> {
  const { failure } = await findDelivery(db, { companyId, deliveryId })
  const at = now()
  const cleared = await db.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('delivery')
      .set({ failure: null, attempts: 0, due_at: at })
      .where('id', '=', deliveryId)
      .where('failure', 'is not', null)
      .where('disposed_at', 'is', null)
      .executeTakeFirst()
    if (updated.numUpdatedRows !== 1n) return false
    const data = { deliveryId, failure: failure?.code ?? null }
    await appendEvent(transaction, { companyId, invoiceId: null, at, actor, kind: 'delivery.retry', data })
    return true
  })
  if (!cleared) {
    throw new BillhookError(
      'pipeline.illegal-outcome',
      `Delivery ${deliveryId} is not stuck, so there is nothing to try again.`,
      { details: { deliveryId } },
    )
  }
  await dispatch({ name: 'unpack', deliveryId })
}
