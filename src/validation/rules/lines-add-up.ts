import { Decimal } from 'decimal.js'
import { amountOf, decimalOf } from '../amount.ts'
import type { Rule } from '../rule.ts'

/** BR-CO-10: the lines come to the net total, or, where prices include tax, to the total; a discount on the whole may lie between. */
export const linesAddUp: Rule = (draft) => {
  const amounts = draft.lines.map((line) => decimalOf(line.netAmount)).filter((amount) => amount !== null)
  const net = amountOf(draft, 'netTotal')
  const gross = amountOf(draft, 'grossTotal')
  // The norm's own rules know the allowances and charges that lie between.
  if (draft.eInvoice && draft.eInvoice.disagreements.length === 0) return []
  if (amounts.length === 0 || amounts.length < draft.lines.length || (!net && !gross)) return []
  const sum = Decimal.sum(...amounts)
  // Each line is rounded by itself.
  const tolerance = new Decimal('0.01').times(Math.max(2, amounts.length))
  const fits = [net, gross].some((total) => total?.abs().minus(sum.abs()).abs().lte(tolerance))
  if (fits) return []
  const [field, target] = net ? (['netTotal', net] as const) : (['grossTotal', gross] as const)
  return [
    {
      severity: 'info',
      field,
      says: {
        text: 'lines-add-up',
        values: {
          count: amounts.length,
          sum: { amount: sum.toFixed(2) },
          field: { word: `field.${field}` },
          total: { amount: target?.toFixed(2) ?? '' },
        },
      },
    },
  ]
}
