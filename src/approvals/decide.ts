import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import { move } from '../pipeline/move.ts'
import { noteLesson } from '../suppliers/note-lesson.ts'
import type { Decision } from './decision-link.ts'
import { describeDecision, type FoundDecision, findDecision } from './find-decision.ts'

export type DecidePorts = {
  db: Database
  now: () => Date
  /** Called after the commit, as a hint; losing it is harmless. */
  dispatch?: Dispatch
}

/** What was decided. The same answer for the first click and for every identical one after it. */
export type DecisionResult = {
  invoiceId: string
  companyId: string
  decision: Decision
  by: string
  at: Date
  comment: string | null
}

/** A decision can lose a race against another one; the next look then says who won, so this many looks always suffice. */
const LOOKS = 3

/**
 * Decides a bill by the token of a decision link: once, through `move()`, bound to the version the approver was shown.
 * @throws BillhookError `approvals.link-invalid` for an unknown token; `approvals.link-void` when it was decided otherwise, changed,
 *   expired, or may not be decided by this approver. The message is meant for the approver; `details.why` for programs.
 */
export async function decide(
  ports: DecidePorts,
  { token, decision, comment }: { token: string; decision: Decision; comment: string | null },
): Promise<DecisionResult> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const found = await findDecision(ports, token)
    const { state } = found
    if (state.kind === 'decided') return repeatDecision(found, { ...state, asked: decision })
    if (state.kind === 'void') {
      throw new BillhookError('approvals.link-void', state.message, {
        details: { why: state.why, invoiceId: found.invoice.id },
      })
    }
    const decided = await tryToDecide(ports, { found, decision, comment })
    if (decided) return decided
  }
  throw new Error('A decision link stayed open although its invoice moved: the void clause of move() does not hold.')
}

/** The first result for an identical decision; for another one, who decided what. */
function repeatDecision(
  { invoice, company }: FoundDecision,
  done: { decision: Decision; by: string; at: Date; comment: string | null; asked: Decision },
): DecisionResult {
  const { decision, by, at, comment, asked } = done
  if (asked === decision) return { invoiceId: invoice.id, companyId: company.id, decision, by, at, comment }
  throw new BillhookError(
    'approvals.link-void',
    `This bill was already ${describeDecision({ decision, by, at })}. A decision can't be changed by its link; talk to the person who keeps the books.`,
    { details: { why: 'decided-otherwise', decision, by, at: at.toISOString(), invoiceId: invoice.id } },
  )
}

/** Null when somebody else was faster; nothing was written then. */
async function tryToDecide(
  { db, now, dispatch }: DecidePorts,
  { found, decision, comment }: { found: FoundDecision; decision: Decision; comment: string | null },
): Promise<DecisionResult | null> {
  const { request, invoice, company } = found
  const at = now()
  const moved = await move(
    { db, now: () => at },
    {
      invoice,
      outcome: decision,
      actor: request.approver,
      ...(decision === 'approve' ? { patch: { approved_by: request.approver, approved_at: at } } : {}),
      data: { requestId: request.id, ...(comment === null ? {} : { comment }) },
      together: async (transaction) => {
        const marked = await transaction
          .updateTable('decision_request')
          .set({ decided_at: at, decision, comment })
          .where('id', '=', request.id)
          .where('decided_at', 'is', null)
          .where('voided_at', 'is', null)
          .executeTakeFirst()
        // The move's condition held, so nobody can have decided or voided this version's requests meanwhile.
        if (marked.numUpdatedRows !== 1n) throw new Error(`Decision request ${request.id} was no longer open.`)
        // Its account is trusted from now on.
        const { id: invoiceId, company_id: companyId } = invoice
        if (decision === 'approve') await noteLesson(transaction, { companyId, invoiceId, actor: request.approver, at })
      },
    },
  )
  if (!moved) return null
  const stage = stageOf(moved.status)
  if (stage) await dispatch?.({ name: stage, invoiceId: invoice.id, version: moved.version })
  if (decision === 'approve') await dispatch?.({ name: 'learn', learnedInvoiceId: invoice.id })
  return { invoiceId: invoice.id, companyId: company.id, decision, by: request.approver, at, comment }
}
