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
      message: `The totals don't add up: net ${net.toFixed(2)} + tax ${tax.toFixed(2)} is ${net.plus(tax).toFixed(2)}, but the total says ${gross.toFixed(2)}. Compare with the page: if it is printed so, ask the supplier for a corrected invoice.`,
    })
  }
  if (gross && due?.abs().gt(gross.abs().plus(ONE_CENT))) {
    findings.push({
      severity: 'warning',
      field: 'amountDue',
      message: `More is due (${due.toFixed(2)}) than the total says (${gross.toFixed(2)}). It may hold an older balance; correct it if it was misread.`,
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
        message: `${group.rate.toString()} % of ${group.base.toFixed(2)} is ${expected.toFixed(2)}, but the tax of this rate says ${group.tax.toFixed(2)}.`,
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
        message: `The taxes of the rates come to ${sum.toFixed(2)}, but the tax total says ${tax.toFixed(2)}.`,
      })
    }
  }
  return findings
}
