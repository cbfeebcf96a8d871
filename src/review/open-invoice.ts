import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import { type InvoiceRow, type Move, move } from '../pipeline/move.ts'
import { noteLesson } from '../suppliers/note-lesson.ts'

export type ReviewPorts = {
  db: Database
  now: () => Date
  /** Called after the commit, as a hint; losing it is harmless. */
  dispatch: Dispatch
}

/** Every action names the invoice as the person saw it: an action on a version of the past is refused, not applied. */
export type ReviewTarget = { companyId: string; invoiceId: string; version: number; actor: string }

/** Where the invoice stands after the action. */
export type Reviewed = { invoiceId: string; status: InvoiceRow['status']; version: number }

/** The invoice of this company. @throws BillhookError `pipeline.not-found` */
export async function findInvoice(
  db: Database,
  { companyId, invoiceId }: { companyId: string; invoiceId: string },
): Promise<InvoiceRow> {
  const invoice = await db
    .selectFrom('invoice')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('id', '=', invoiceId)
    .executeTakeFirst()
  if (invoice) return invoice
  throw new BillhookError('pipeline.not-found', `There is no invoice ${invoiceId} in the books of ${companyId}.`)
}

/** The invoice at the version the person saw. @throws BillhookError `pipeline.not-found`, `pipeline.version-conflict` */
export async function openInvoice(db: Database, target: ReviewTarget): Promise<InvoiceRow> {
  const invoice = await findInvoice(db, target)
  if (invoice.version !== target.version) throw versionConflict(invoice)
  return invoice
}

/** By which a person says what stands on a bill: there is something to learn from it then. */
const TEACHING: readonly Move['outcome'][] = ['correct', 'accept']

/**
 * Moves the invoice and says where it stands then.
 * @throws BillhookError as `move()`, and `pipeline.version-conflict` when somebody was faster.
 */
export async function moveReviewed(ports: ReviewPorts, request: Move): Promise<Reviewed> {
  const { id, company_id: companyId } = request.invoice
  const teaches = TEACHING.includes(request.outcome)
  const moved = await move(ports, {
    ...request,
    together: async (transaction, version) => {
      await request.together?.(transaction, version)
      if (teaches) await noteLesson(transaction, { companyId, invoiceId: id, actor: request.actor, at: ports.now() })
    },
  })
  if (!moved) throw versionConflict(await findInvoice(ports.db, { companyId, invoiceId: id }))
  const stage = stageOf(moved.status)
  if (stage) await ports.dispatch({ name: stage, invoiceId: id, version: moved.version })
  if (teaches) await ports.dispatch({ name: 'learn', learnedInvoiceId: id })
  return { invoiceId: id, ...moved }
}

/** The answer to an action on a version of the past, with where the invoice stands now. */
export function versionConflict({ id, version, status }: Pick<InvoiceRow, 'id' | 'version' | 'status'>): BillhookError {
  return new BillhookError(
    'pipeline.version-conflict',
    `Invoice ${id} was changed meanwhile, so nothing was done. Look at it again (it is ${status}, version ${version}) and repeat what you want.`,
    { details: { invoiceId: id, currentVersion: version, currentStatus: status } },
  )
}
