import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'

/** Every amount that may carry a currency. */
export function amountsOf({ totals, allowances, charges, vatBreakdown, lines }: EInvoice): Stated[] {
  const { lines: linesTotal, allowances: less, charges: more, net, gross, paid, rounding, due, vatTotals } = totals
  const adjustments = [...allowances, ...charges, ...lines.flatMap((line) => [...line.allowances, ...line.charges])]
  const amounts = [
    ...[linesTotal, less, more, net, gross, paid, rounding, due],
    ...vatTotals.map(({ amount }) => amount),
    ...adjustments.flatMap(({ amount, base }) => [amount, base]),
    ...vatBreakdown.flatMap(({ base, tax }) => [base, tax]),
    ...lines.flatMap((line) => [line.netAmount, line.netPrice, line.priceDiscount, line.grossPrice]),
  ]
  return amounts.flatMap((amount) => amount ?? [])
}
