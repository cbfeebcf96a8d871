import type { Decimal } from 'decimal.js'
import type { EInvoice, EInvoiceLine } from '../../../schemas/e-invoice.ts'
import { type Clash, name, numberOf, ONE, type Rule, says, show, sum, toCents, ZERO } from './rule.ts'

/** A cent, as the exchange's checks allow it. */
const CENT = ONE.dividedBy(100)

/** Checks of the Italian exchange (Sistema di Interscambio), by the codes of its error list, for invoices in FatturaPA. */
export const FATTURA_PA: readonly Rule[] = [
  {
    id: 'SDI-00400',
    meaning: 'What is invoiced without VAT says by a code (Natura) why.',
    find: ({ lines, vatBreakdown }) =>
      [...lines, ...vatBreakdown]
        .filter(({ rate, category }) => numberOf(rate)?.isZero() && !says(category))
        .map(({ rate, path }) => ({ says: 'there is no Natura', values: name('AliquotaIVA', rate, path) })),
  },
  {
    id: 'SDI-00401',
    meaning: 'What is invoiced with VAT has no code (Natura) for why there is none.',
    find: ({ lines, vatBreakdown }) =>
      [...lines, ...vatBreakdown]
        .filter(({ rate, category }) => numberOf(rate)?.greaterThan(ZERO) && says(category))
        .map(({ rate, category }) => ({
          says: 'there is a Natura',
          values: [...name('AliquotaIVA', rate), ...name('Natura', category)],
        })),
  },
  {
    id: 'SDI-00421',
    meaning: 'The tax of a VAT group (Imposta) is its base times its rate, within a cent.',
    field: 'taxTotal',
    find: ({ vatBreakdown }) =>
      vatBreakdown.flatMap(({ base, tax, rate, path }): Clash[] => {
        const [baseIs, taxIs, rateIs] = [numberOf(base), numberOf(tax), numberOf(rate)]
        if (!baseIs || !taxIs || !rateIs) return []
        const product = toCents(baseIs.times(rateIs).dividedBy(100))
        return taxIs.minus(product).abs().lessThanOrEqualTo(CENT)
          ? []
          : [
              {
                says: `it is ${show(taxIs)}, but ${show(baseIs)} at ${rateIs.toFixed()} % make ${show(product)}`,
                expected: show(product),
                values: [
                  ...name('ImponibileImporto', base, path),
                  ...name('AliquotaIVA', rate),
                  ...name('Imposta', tax),
                ],
              },
            ]
      }),
  },
  {
    id: 'SDI-00422',
    meaning: 'The base of the VAT groups of a rate is what its lines and contributions add up to, within one euro.',
    field: 'netTotal',
    find: findBaseClashes,
  },
  {
    id: 'SDI-00423',
    meaning: "A line's amount is its quantity times its price less discounts, within a cent.",
    find: ({ lines }) =>
      lines.flatMap((line): Clash[] => {
        const [total, expected] = [numberOf(line.netAmount), lineTotal(line)]
        return !total || !expected || total.minus(expected).abs().lessThanOrEqualTo(CENT)
          ? []
          : [
              {
                says: `the amount is ${show(total)}, but quantity times price less discounts makes ${show(expected)}`,
                expected: show(expected),
                values: [
                  ...name('Quantita', line.quantity),
                  ...name('PrezzoUnitario', line.netPrice),
                  ...name('PrezzoTotale', line.netAmount),
                ],
              },
            ]
      }),
  },
]

function findBaseClashes({ vatBreakdown, lines, charges, otherAmounts }: EInvoice): Clash[] {
  const rates = [...new Set(vatBreakdown.flatMap(({ rate }) => numberOf(rate)?.toFixed() ?? []))]
  return rates.flatMap((rate): Clash[] => {
    const ofRate = <One extends { rate?: EInvoice['currency'] }>(all: readonly One[]): One[] =>
      all.filter((one) => numberOf(one.rate)?.equals(rate))
    const groups = ofRate(vatBreakdown)
    const base = sum(groups.map((group) => group.base))
    const extras = otherAmounts.filter(({ amount }) => groups.some((group) => amount.path.startsWith(`${group.path}/`)))
    const expected = sum([
      ...ofRate(lines).map((line) => line.netAmount),
      ...ofRate(charges).map((charge) => charge.amount),
      ...extras.map(({ amount }) => amount),
    ])
    return base.minus(expected).abs().lessThanOrEqualTo(ONE)
      ? []
      : [
          {
            says: `at ${rate} % the groups say ${show(base)}, but lines and contributions make ${show(expected)}`,
            expected: show(expected),
            values: groups.flatMap((group) => name('ImponibileImporto', group.base)),
          },
        ]
  })
}

/** Each discount or surcharge counts on the unit price, one after the other. */
function lineTotal(line: EInvoiceLine): Decimal | undefined {
  const price = numberOf(line.netPrice)
  if (!price) return undefined
  const after = (from: Decimal, ...[adjustments, sign]: [EInvoiceLine['allowances'], 1 | -1]): Decimal =>
    adjustments.reduce((rest, { amount, percent }) => {
      const fixed = numberOf(amount)
      const share = numberOf(percent)
      const by = fixed ?? (share ? rest.times(share).dividedBy(100) : ZERO)
      return rest.plus(by.times(sign))
    }, from)
  const unit = after(after(price, line.allowances, -1), line.charges, 1)
  return toCents(unit.times(numberOf(line.quantity) ?? ONE))
}
