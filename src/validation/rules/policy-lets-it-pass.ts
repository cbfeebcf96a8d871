import type { ReviewPolicy } from '../../../schemas/company.ts'
import { amountOf, decimalOf } from '../amount.ts'
import type { CheckedDraft, Rule, SupplierStanding } from '../rule.ts'

/** The company's policy lets a sound bill like this one go on to its approver unseen. */
export const policyLetsItPass: Rule = (draft, { review, supplier }) => {
  const why = review && whyLookedAt(draft, { review, supplier })
  return why
    ? [
        {
          severity: 'warning',
          message: `Your company looks at ${why} before it goes to its approver. Compare it with the page, then accept it.`,
        },
      ]
    : []
}

function whyLookedAt(
  draft: CheckedDraft,
  { review, supplier }: { review: ReviewPolicy; supplier: SupplierStanding | undefined },
): string | undefined {
  const { everything, newSuppliers, currency, leastPrecision } = review
  if (everything) return 'every bill'
  if (newSuppliers && !supplier?.isKnown) return 'the first bill of every supplier'
  const { seen, right } = supplier?.sure ?? { seen: 0, right: 0 }
  if (leastPrecision !== undefined && right < seen * leastPrecision)
    return `every bill of a supplier that was read wrong before: of ${seen} values that were sure, ${seen - right} had to be corrected`
  const [total, minimum] = [amountOf(draft, 'grossTotal')?.abs(), decimalOf(review.minimum)]
  if (minimum === null || total === undefined) return undefined
  if (draft.fields.currency?.value !== currency) return `every bill in another currency than ${currency}`
  return total.gte(minimum) ? `every bill of ${minimum.toFixed(2)} ${currency} and more` : undefined
}
