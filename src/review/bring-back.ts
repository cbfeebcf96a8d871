import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'

/** Takes a bill back from its approvers into review; their links become void. @throws BillhookError as `move()` and `openInvoice` */
export async function recall(ports: ReviewPorts, target: ReviewTarget): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  return await moveReviewed(ports, { invoice, outcome: 'recall', actor: target.actor })
}

/** Takes an ended invoice (rejected, duplicate, filed) back into review. @throws BillhookError as `move()` and `openInvoice` */
export async function reopen(ports: ReviewPorts, target: ReviewTarget): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  return await moveReviewed(ports, { invoice, outcome: 'reopen', actor: target.actor })
}
