import { appendEvent } from '../pipeline/audit.ts'
import { findInvoice, type ReviewPorts } from './open-invoice.ts'

/** Its kind in the audit trail. */
const COMMENT = 'invoice.comment'

/**
 * Says something about an invoice. It becomes an event of the audit trail and no record of its own: what was said belongs to how a bill was
 * decided, so it is told live, sealed and exported like everything else that happened, and nobody can change it afterwards. The bill itself
 * stays as it is: its version does not grow, and open decision links stay valid. The same `id` again says nothing new.
 * @throws BillhookError `pipeline.not-found`
 */
export async function comment(
  { db, now }: Pick<ReviewPorts, 'db' | 'now'>,
  {
    companyId,
    invoiceId,
    actor,
    id,
    text,
  }: { companyId: string; invoiceId: string; actor: string; id: string; text: string },
): Promise<void> {
  await findInvoice(db, { companyId, invoiceId })
  await db.transaction().execute(async (transaction) => {
    // Of two tries of one comment the second waits here, and then sees the first.
    await transaction.selectFrom('invoice').select('id').where('id', '=', invoiceId).forUpdate().execute()
    const events = await transaction
      .selectFrom('event')
      .select('data')
      .where('invoice_id', '=', invoiceId)
      .where('kind', '=', COMMENT)
      .execute()
    if (events.some(({ data }) => data.id === id)) return
    await appendEvent(transaction, { companyId, invoiceId, at: now(), actor, kind: COMMENT, data: { id, text } })
  })
}
