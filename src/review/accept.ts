import { BillhookError } from '../errors.ts'
import { billProblems } from '../pipeline/bill.ts'
import { loadCompany } from '../stages/company.ts'
import { findUnknownCodes } from './check-codes.ts'
import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'
import { recheck } from './recheck.ts'

/**
 * Sends a bill from review on its way to approval, whatever findings it has: a person has looked. Accepting changes nothing in the bill, so
 * whoever accepts has not touched it.
 * @throws BillhookError `pipeline.bill-incomplete` with `details.problems` while no bill can be made of it; `pipeline.same-bill-exists`.
 */
export async function accept(ports: ReviewPorts, target: ReviewTarget): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const { draft } = invoice
  const problems = draft === null ? ['nothing could be read from it'] : billProblems(draft)
  if (draft) {
    const { codeLists } = await loadCompany(ports.db, target.companyId)
    problems.push(...findUnknownCodes(draft, codeLists).map(({ says }) => says))
  }
  if (draft === null || problems.length > 0) {
    throw new BillhookError(
      'pipeline.bill-incomplete',
      `Invoice ${invoice.id} can't go on yet: ${problems.join('; ')}. Enter what is missing, or file it if it is no bill.`,
      { details: { invoiceId: invoice.id, problems } },
    )
  }
  return await moveReviewed(ports, {
    invoice,
    outcome: 'accept',
    actor: target.actor,
    patch: await recheck(ports.db, { invoice, draft }),
    data: { findings: invoice.findings.map(({ code, severity }) => ({ code, severity })) },
  })
}
