import type { StageName } from '../../schemas/invoice.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import {
  findInvoice,
  moveReviewed,
  openInvoice,
  type Reviewed,
  type ReviewPorts,
  type ReviewTarget,
  versionConflict,
} from './open-invoice.ts'

/**
 * Tries again: from review the invoice is read anew from its original (corrections are lost); where a stage is stuck, the stage runs again.
 * @throws BillhookError `pipeline.illegal-outcome` when there is nothing to try again; as `openInvoice`.
 */
export async function retry(ports: ReviewPorts, target: ReviewTarget): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const stage = stageOf(invoice.status)
  if (stage) return await retryStage(ports, { invoice, stage, actor: target.actor })
  return await moveReviewed(ports, {
    invoice,
    outcome: 'retry',
    actor: target.actor,
    patch: { unreadable: null, findings: asJson([]), bill_key: null },
  })
}

/** Clears the failure of a stuck stage and makes it due at once. No move: the invoice stays where it is, at its version. */
async function retryStage(
  ports: ReviewPorts,
  { invoice, stage, actor }: { invoice: InvoiceRow; stage: StageName; actor: string },
): Promise<Reviewed> {
  const { id: invoiceId, company_id: companyId, status, version, failure } = invoice
  if (!failure) {
    throw new BillhookError(
      'pipeline.illegal-outcome',
      `Invoice ${invoiceId} is being worked on (${status}); nothing has failed, so there is nothing to try again.`,
      { details: { invoiceId, status, outcome: 'retry' } },
    )
  }
  const at = ports.now()
  const cleared = await ports.db.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('invoice')
      .set({ failure: null, attempts: 0, due_at: at, updated_at: at })
      .where('id', '=', invoiceId)
      .where('version', '=', version)
      .where('failure', 'is not', null)
      .executeTakeFirst()
    if (updated.numUpdatedRows !== 1n) return false
    await appendEvent(transaction, {
      companyId,
      invoiceId,
      at,
      actor,
      kind: 'invoice.retry-stage',
      data: { status, version, failure: failure.code },
    })
    return true
  })
  if (!cleared) throw versionConflict(await findInvoice(ports.db, { companyId, invoiceId }))
  await ports.dispatch({ name: stage, invoiceId, version })
  return { invoiceId, status, version }
}
