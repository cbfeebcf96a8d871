import type { Draft } from '../../schemas/draft.ts'
import { asJson } from '../database/json.ts'
import { applyCorrection, type Correction } from './apply-correction.ts'
import { refuseUnknownCodes } from './check-codes.ts'
import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'
import { recheck } from './recheck.ts'
import { addPerson } from './touched-by.ts'

/**
 * Writes a person's corrections into the draft and checks it again. What equals the draft already is no correction; with none at all
 * nothing happens. Whoever corrects has touched the bill and may not approve it; open decision links become void.
 * @throws BillhookError `http.invalid-request` with `details.fields` for values that can't be read and codes that the company does not
 *   have; as `move()` and `openInvoice`.
 */
export async function correct(
  ports: ReviewPorts,
  target: ReviewTarget & { correction: Correction },
): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const draft = invoice.draft ?? EMPTY_DRAFT
  const { corrected, changed } = applyCorrection(draft, target.correction)
  if (changed.length === 0) return { invoiceId: invoice.id, status: invoice.status, version: invoice.version }
  await refuseUnknownCodes(ports.db, { companyId: target.companyId, before: draft, after: corrected })
  return await moveReviewed(ports, {
    invoice,
    outcome: 'correct',
    actor: target.actor,
    patch: {
      ...(await recheck(ports.db, { invoice, draft: corrected })),
      touched_by: asJson(addPerson(invoice.touched_by, target.actor)),
      approved_by: null,
      approved_at: null,
    },
    data: { changed },
  })
}

/** Where a person enters a bill that could not be read at all. */
const EMPTY_DRAFT: Draft = { type: 'invoice', typeConfidence: 0, fields: {}, lines: [], vatBreakdown: [] }
