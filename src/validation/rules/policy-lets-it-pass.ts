import type { ReviewPolicy } from '../../../schemas/company.ts'
import { amountOf, decimalOf } from '../amount.ts'
import type { CheckedDraft, Found, Rule, SupplierStanding } from '../rule.ts'

/** The company's policy lets a sound bill like this one go on to its approver unseen. */
export const policyLetsItPass: Rule = (draft, { review, supplier }) => {
  const says = review && whyLookedAt(draft, { review, supplier })
  return says ? [{ severity: 'warning', says }] : []
}

function whyLookedAt(
  draft: CheckedDraft,
  { review, supplier }: { review: ReviewPolicy; supplier: SupplierStanding | undefined },
): Found['says'] | undefined {
  const { everything, newSuppliers, currency, leastPrecision } = review
  if (everything) return { text: 'policy-lets-it-pass', values: {} }
  if (newSuppliers && !supplier?.isKnown) return { text: 'policy-lets-it-pass.new-supplier', values: {} }
  const { seen, right } = supplier?.sure ?? { seen: 0, right: 0 }
  if (leastPrecision !== undefined && right < seen * leastPrecision)
    return { text: 'policy-lets-it-pass.precision', values: { seen, wrong: seen - right } }
  const [total, minimum] = [amountOf(draft, 'grossTotal')?.abs(), decimalOf(review.minimum)]
  if (minimum === null || total === undefined) return undefined
  if (currency === undefined || draft.fields.currency?.value !== currency)
    return { text: 'policy-lets-it-pass.currency', values: { currency: currency ?? '–' } }
  return total.gte(minimum)
    ? { text: 'policy-lets-it-pass.from', values: { minimum: { amount: minimum.toFixed(2) }, currency } }
    : undefined
}
