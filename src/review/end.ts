import {
  findInvoice,
  moveReviewed,
  openInvoice,
  type Reviewed,
  type ReviewPorts,
  type ReviewTarget,
} from './open-invoice.ts'

/** Ends the invoice as not to be paid, with the reason in the audit trail. @throws BillhookError as `move()` and `openInvoice` */
export async function reject(ports: ReviewPorts, target: ReviewTarget & { reason: string }): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  return await moveReviewed(ports, { invoice, outcome: 'reject', actor: target.actor, data: { reason: target.reason } })
}

/**
 * Ends the invoice as the same bill as another one, which may be named.
 * @throws BillhookError `pipeline.not-found` when the other one is not in these books; as `move()` and `openInvoice`
 */
export async function markDuplicate(
  ports: ReviewPorts,
  target: ReviewTarget & { duplicateOf?: string | undefined },
): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const { companyId, duplicateOf } = target
  if (duplicateOf !== undefined) await findInvoice(ports.db, { companyId, invoiceId: duplicateOf })
  const data = duplicateOf === undefined ? {} : { duplicateOf }
  return await moveReviewed(ports, { invoice, outcome: 'mark-duplicate', actor: target.actor, data })
}

/** Ends a document that is no bill to pay: a statement, a letter, an order. @throws BillhookError as `move()` and `openInvoice` */
export async function file(
  ports: ReviewPorts,
  target: ReviewTarget & { reason?: string | undefined },
): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const data = target.reason === undefined ? {} : { reason: target.reason }
  return await moveReviewed(ports, { invoice, outcome: 'file', actor: target.actor, data })
}
