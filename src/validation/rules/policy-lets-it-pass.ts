import { amountOf, decimalOf } from '../amount.ts'
import type { Rule } from '../rule.ts'

/** The company's policy lets a sound bill like this one go on to its approver unseen. */
export const policyLetsItPass: Rule = (draft, { review }) => {
  if (review === undefined) return []
  const look = (bills: string) => [
    {
      severity: 'warning' as const,
      message: `Your company looks at ${bills} before it goes to its approver. Compare it with the page, then accept it.`,
    },
  ]
  if (review.everything) return look('every bill')
  const [total, minimum] = [amountOf(draft, 'grossTotal')?.abs(), decimalOf(review.minimum)]
  if (minimum === null || total === undefined) return []
  if (draft.fields.currency?.value !== review.currency)
    return look(`every bill in another currency than ${review.currency}`)
  return total.gte(minimum) ? look(`every bill of ${minimum.toFixed(2)} ${review.currency} and more`) : []
}
