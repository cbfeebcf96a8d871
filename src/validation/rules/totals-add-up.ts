import { Decimal } from 'decimal.js'
import { amountOf, decimalOf, ONE_CENT } from '../amount.ts'
import type { Rule } from '../rule.ts'

/** BR-CO-15: total = net + tax; BR-CO-14: tax = sum of the VAT groups; BR-CO-17: tax of a group = base x rate. */
export const totalsAddUp: Rule = (draft) => {
  const findings: ReturnType<Rule> = []
  const [net, tax, gross, due] = (['netTotal', 'taxTotal', 'grossTotal', 'amountDue'] as const).map((name) =>
    amountOf(draft, name),
  )
  if (net && tax && gross && net.plus(tax).minus(gross).abs().gt(ONE_CENT)) {
    findings.push({
      severity: 'error',
      field: 'grossTotal',
      says: {
        text: 'totals-add-up',
        values: { net: cents(net), tax: cents(tax), sum: cents(net.plus(tax)), total: cents(gross) },
      },
    })
  }
  if (gross && due?.abs().gt(gross.abs().plus(ONE_CENT))) {
    findings.push({
      severity: 'warning',
      field: 'amountDue',
      says: { text: 'totals-add-up.due', values: { due: cents(due), total: cents(gross) } },
    })
  }
  const groups = draft.vatBreakdown.map(({ rate, base, tax }) => ({
    rate: decimalOf(rate),
    base: decimalOf(base),
    tax: decimalOf(tax),
  }))
  for (const group of groups) {
    if (!group.rate || !group.base || !group.tax) continue
    const expected = group.base.times(group.rate).div(100)
    // Lines rounded one by one can move the tax of a group by some cents; a wrong rate or base moves it by more.
    const tolerance = Decimal.max('0.05', expected.abs().times('0.002'))
    if (expected.minus(group.tax).abs().gt(tolerance)) {
      findings.push({
        severity: 'warning',
        field: 'taxTotal',
        says: {
          text: 'totals-add-up.rate',
          values: {
            rate: group.rate.toString(),
            base: cents(group.base),
            expected: cents(expected),
            tax: cents(group.tax),
          },
        },
      })
    }
  }
  const taxes = groups.map((group) => group.tax).filter((value) => value !== null)
  if (tax && taxes.length > 1 && taxes.length === groups.length) {
    const sum = Decimal.sum(...taxes)
    if (sum.minus(tax).abs().gt(ONE_CENT)) {
      findings.push({
        severity: 'warning',
        field: 'taxTotal',
        says: { text: 'totals-add-up.taxes', values: { sum: cents(sum), tax: cents(tax) } },
      })
    }
  }
  return findings
}

function cents(value: Decimal): { amount: string } {
  return { amount: value.toFixed(2) }
}
