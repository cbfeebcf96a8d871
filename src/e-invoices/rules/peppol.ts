import type { Decimal } from 'decimal.js'
import type { Adjustment, EInvoice, EInvoiceLine, Stated } from '../../../schemas/e-invoice.ts'
import { amountsOf } from './amounts.ts'
import { demand, header } from './demand.ts'
import { type Clash, name, numberOf, ONE, type Rule, says, show, sum, toCents, ZERO } from './rule.ts'

/** How far a product may be off in Peppol's rules. */
const SLACK = ONE.dividedBy(50)
const SPECIFICATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
const PROCESS = /^urn:fdc:peppol\.eu:2017:poacc:billing:\d{2}:1\.0$/
/** UNTDID 4461: direct debit, SEPA direct debit. */
const DIRECT_DEBIT = new Set(['49', '59'])

/** The rules of Peppol BIS Billing 3.0 for everybody (national ones are not among them) on top of the norm's. */
export const PEPPOL: readonly Rule[] = [
  demand({
    id: 'PEPPOL-EN16931-R001',
    term: 'BT-23',
    meaning: 'An invoice names its business process.',
    spots: header(({ process }) => there(process)),
  }),
  {
    id: 'PEPPOL-EN16931-R002',
    meaning: 'An invoice has at most one note, unless seller and buyer are German.',
    find: ({ notes, seller, buyer, syntax }) => {
      const german = [seller, buyer].every((party) => party?.address?.country?.text === 'DE')
      // Peppol's CII has no subject of a note.
      const tooMany = notes.length > 1 || (syntax === 'cii' && notes.some(({ subject }) => subject))
      return tooMany && !german
        ? [{ says: `there are ${notes.length}`, values: notes.slice(0, 5).flatMap(({ text }) => name('BT-22', text)) }]
        : []
    },
  },
  {
    id: 'PEPPOL-EN16931-R003',
    meaning: "An invoice has the buyer's reference or the number of a purchase order.",
    field: 'purchaseOrder',
    find: ({ buyerReference, purchaseOrder, path }) =>
      buyerReference || purchaseOrder ? [] : [{ says: 'neither is there', values: name('BT-10', undefined, path) }],
  },
  {
    id: 'PEPPOL-EN16931-R004',
    meaning: 'The specification identifier is that of Peppol BIS Billing 3.0.',
    find: ({ specification, path }) =>
      specification?.text.startsWith(SPECIFICATION)
        ? []
        : [{ says: 'it is another one', values: name('BT-24', specification, path) }],
  },
  {
    id: 'PEPPOL-EN16931-R005',
    meaning: "The currency of VAT accounting is given only where it is another than the invoice's.",
    field: 'currency',
    find: ({ currency, vatCurrency }) =>
      says(vatCurrency) && vatCurrency.text === currency?.text
        ? [{ says: 'both are the same', values: [...name('BT-5', currency), ...name('BT-6', vatCurrency)] }]
        : [],
  },
  {
    id: 'PEPPOL-EN16931-R006',
    meaning: 'An invoice identifies at most one object.',
    find: ({ references }) => severalOf(references, ['130', 'BT-18']),
  },
  {
    id: 'PEPPOL-EN16931-R007',
    meaning: 'The business process is written as urn:fdc:peppol.eu:2017:poacc:billing:01:1.0.',
    find: ({ process }) =>
      says(process) && !PROCESS.test(process.text) ? [{ says: 'it is not', values: name('BT-23', process) }] : [],
  },
  {
    id: 'PEPPOL-EN16931-R008',
    meaning: 'A document has no empty elements.',
    find: ({ empty }) => empty.map((path) => ({ says: 'one is empty', values: [{ term: 'element', text: '', path }] })),
  },
  demand({
    id: 'PEPPOL-EN16931-R010',
    term: 'BT-49',
    meaning: "An invoice has the buyer's electronic address.",
    spots: ({ buyer, path }) => [{ value: there(buyer?.electronicAddress), path: buyer?.path ?? path }],
  }),
  demand({
    id: 'PEPPOL-EN16931-R020',
    term: 'BT-34',
    meaning: "An invoice has the seller's electronic address.",
    spots: ({ seller, path }) => [{ value: there(seller?.electronicAddress), path: seller?.path ?? path }],
  }),
  {
    id: 'PEPPOL-EN16931-R040',
    meaning: 'An allowance or charge with base and percentage is what they make, within 0.02.',
    find: (invoice) =>
      adjustmentsOf(invoice).flatMap(({ amount, base, percent }): Clash[] => {
        const [amountIs, baseIs, percentIs] = [numberOf(amount), numberOf(base), numberOf(percent)]
        if (!amountIs || !baseIs || !percentIs) return []
        return farOff(amountIs, baseIs.times(percentIs).dividedBy(100), [
          ...name('amount', amount),
          ...name('base', base),
          ...name('percentage', percent),
        ])
      }),
  },
  {
    id: 'PEPPOL-EN16931-R041',
    meaning: 'An allowance or charge with a percentage has a base.',
    find: (invoice) =>
      adjustmentsOf(invoice)
        .filter(({ base, percent }) => percent && !base)
        .map(({ percent }) => ({ says: 'there is no base', values: name('percentage', percent) })),
  },
  {
    id: 'PEPPOL-EN16931-R042',
    meaning: 'An allowance or charge with a base has a percentage.',
    find: (invoice) =>
      adjustmentsOf(invoice)
        .filter(({ base, percent }) => base && !percent)
        .map(({ base }) => ({ says: 'there is no percentage', values: name('base', base) })),
  },
  {
    id: 'PEPPOL-EN16931-R043',
    meaning: 'Whether something is a charge is said as true or false.',
    find: (invoice) =>
      [...adjustmentsOf(invoice).map(({ indicator }) => indicator), ...invoice.lines.map((line) => line.priceIndicator)]
        .filter((indicator) => indicator && indicator.text !== 'true' && indicator.text !== 'false')
        .map((indicator) => ({ says: 'it is said otherwise', values: name('indicator', indicator) })),
  },
  {
    id: 'PEPPOL-EN16931-R044',
    meaning: 'A price has no charge, only a discount.',
    find: ({ lines }) =>
      lines
        .filter(({ priceIndicator }) => priceIndicator && priceIndicator.text !== 'false')
        .map(({ priceIndicator }) => ({ says: 'it has', values: name('indicator', priceIndicator) })),
  },
  {
    id: 'PEPPOL-EN16931-R046',
    meaning: 'The net price of an item is its gross price less the discount.',
    find: ({ lines }) =>
      lines.flatMap(({ netPrice, grossPrice, priceDiscount }): Clash[] => {
        const [net, gross] = [numberOf(netPrice), numberOf(grossPrice)]
        const expected = gross?.minus(numberOf(priceDiscount) ?? ZERO)
        return !net || !expected || net.equals(expected)
          ? []
          : [
              {
                says: `it is ${show(net)}, but should be ${show(expected)}`,
                expected: show(expected),
                values: [...name('BT-146', netPrice), ...name('BT-148', grossPrice), ...name('BT-147', priceDiscount)],
              },
            ]
      }),
  },
  {
    id: 'PEPPOL-EN16931-R051',
    meaning: "Every amount is in the invoice's currency, but the total of VAT for accounting.",
    field: 'currency',
    find: (invoice) => {
      const { currency, vatCurrency, totals } = invoice
      if (!currency) return []
      const forAccounting = new Set(
        totals.vatTotals.map(({ amount }) => amount).filter((amount) => amount?.currency === vatCurrency?.text),
      )
      return amountsOf(invoice)
        .filter((amount) => !forAccounting.has(amount) && (amount.currency ?? currency.text) !== currency.text)
        .map((amount) => ({
          says: `an amount is in ${amount.currency}`,
          values: [...name('BT-5', currency), ...name('amount', amount)],
        }))
    },
  },
  {
    id: 'PEPPOL-EN16931-R053',
    meaning: 'Exactly one total of VAT has VAT groups.',
    find: ({ totals, path }) => {
      const count = totals.vatTotals.filter(({ detailed }) => detailed).length
      return count === 1
        ? []
        : [
            {
              says: `there are ${count}`,
              values: [
                { term: 'BG-23', text: '', path },
                ...totals.vatTotals.flatMap(({ amount }) => name('BT-110', amount)),
              ],
            },
          ]
    },
  },
  {
    id: 'PEPPOL-EN16931-R054',
    meaning:
      'There is one total of VAT without VAT groups where VAT is accounted for in another currency, and none otherwise.',
    find: ({ totals, vatCurrency, path }) => {
      const count = totals.vatTotals.filter(({ detailed }) => !detailed).length
      return count === (vatCurrency ? 1 : 0)
        ? []
        : [{ says: `there are ${count}`, values: [...name('BT-6', vatCurrency), { term: 'BT-111', text: '', path }] }]
    },
  },
  {
    id: 'PEPPOL-EN16931-R055',
    meaning: 'Both totals of VAT, in the currency of the invoice and of accounting, have the same sign.',
    field: 'taxTotal',
    find: ({ totals }) => {
      const [vat, other] = [numberOf(totals.vat), numberOf(totals.vatInVatCurrency)]
      return vat && other && vat.times(other).lessThan(ZERO)
        ? [
            {
              says: 'one is negative',
              values: [...name('BT-110', totals.vat), ...name('BT-111', totals.vatInVatCurrency)],
            },
          ]
        : []
    },
  },
  {
    id: 'PEPPOL-EN16931-R061',
    meaning: 'A direct debit names its mandate.',
    find: ({ payments }) =>
      payments
        .filter(({ means, directDebit }) => DIRECT_DEBIT.has(means?.text ?? '') && !directDebit?.mandate)
        .map(({ means, path }) => ({
          says: 'there is none',
          values: [...name('BT-81', means), ...name('BT-89', undefined, path)],
        })),
  },
  {
    id: 'PEPPOL-EN16931-R080',
    meaning: 'An invoice names at most one project.',
    find: ({ references }) => severalOf(references, ['50', 'BT-11']),
  },
  {
    id: 'PEPPOL-EN16931-R100',
    meaning: 'A line identifies at most one object.',
    find: ({ lines }) => lines.flatMap(({ references }) => severalOf(references, ['130', 'BT-128'])),
  },
  {
    id: 'PEPPOL-EN16931-R101',
    meaning: 'A line refers to objects only (130), not to other documents.',
    find: ({ lines }) =>
      lines
        .flatMap(({ references }) => references)
        .filter(({ type }) => type?.text !== '130')
        .map(({ type, path }) => ({ says: 'it refers to something else', values: name('BT-128', type, path) })),
  },
  {
    id: 'PEPPOL-EN16931-R110',
    meaning: "A line's period does not start before the invoice's.",
    find: ({ period, lines }) =>
      lines.flatMap(({ period: own }): Clash[] => {
        const [whole, part] = [period?.start, own?.start]
        return whole?.date !== undefined && part?.date !== undefined && part.date < whole.date
          ? [{ says: 'it does', values: [...name('BT-73', whole), ...name('BT-134', part)] }]
          : []
      }),
  },
  {
    id: 'PEPPOL-EN16931-R111',
    meaning: "A line's period does not end after the invoice's.",
    find: ({ period, lines }) =>
      lines.flatMap(({ period: own }): Clash[] => {
        const [whole, part] = [period?.end, own?.end]
        return whole?.date !== undefined && part?.date !== undefined && part.date > whole.date
          ? [{ says: 'it does', values: [...name('BT-74', whole), ...name('BT-135', part)] }]
          : []
      }),
  },
  {
    id: 'PEPPOL-EN16931-R120',
    meaning: "A line's amount is its quantity times its price, less its allowances, plus its charges, within 0.02.",
    find: ({ lines }) => lines.flatMap(findLineClash),
  },
  {
    id: 'PEPPOL-EN16931-R121',
    meaning: 'The quantity that a price is for is above zero.',
    find: ({ lines }) =>
      lines
        .filter(({ priceQuantity }) => numberOf(priceQuantity)?.lessThanOrEqualTo(ZERO))
        .map(({ priceQuantity }) => ({ says: 'it is not', values: name('BT-149', priceQuantity) })),
  },
  {
    id: 'PEPPOL-EN16931-R130',
    meaning: 'The quantity that a price is for has the unit of the invoiced quantity.',
    find: ({ lines }) =>
      lines
        .filter(({ priceQuantity, quantity }) => (priceQuantity?.unit ?? quantity?.unit) !== quantity?.unit)
        .map(({ priceQuantity, quantity }) => ({
          says: `one is ${priceQuantity?.unit}, the other ${quantity?.unit ?? 'without a unit'}`,
          values: [...name('BT-129', quantity), ...name('BT-149', priceQuantity)],
        })),
  },
]

function severalOf(references: EInvoice['references'], [code, term]: [string, string]): Clash[] {
  const found = references.filter(({ type }) => type?.text === code)
  return found.length > 1
    ? [{ says: `there are ${found.length}`, values: found.flatMap(({ path }) => name(term, undefined, path)) }]
    : []
}

/** Peppol asks for the element; that it is empty is R008's business. */
function there(stated: Stated | undefined): Stated | undefined {
  return stated && { ...stated, text: stated.text || 'present' }
}

function adjustmentsOf({ allowances, charges, lines }: EInvoice): Adjustment[] {
  return [...allowances, ...charges, ...lines.flatMap((line) => [...line.allowances, ...line.charges])]
}

function findLineClash(line: EInvoiceLine): Clash[] {
  const amount = line.netAmount ? numberOf(line.netAmount) : ZERO
  const price = numberOf(line.netPrice)
  if (!amount || !price) return []
  const quantity = numberOf(line.quantity) ?? ONE
  const per = numberOf(line.priceQuantity) ?? ONE
  if (per.isZero()) return []
  const adjusted = sum(line.charges.map((one) => one.amount)).minus(sum(line.allowances.map((one) => one.amount)))
  return farOff(amount, quantity.times(price).dividedBy(per).plus(adjusted), [
    ...name('BT-129', line.quantity),
    ...name('BT-146', line.netPrice),
    ...name('BT-149', line.priceQuantity),
    ...name('BT-131', line.netAmount),
  ])
}

function farOff(...[is, expected, values]: [Decimal, Decimal, Clash['values']]): Clash[] {
  const rounded = toCents(expected)
  return is.minus(rounded).abs().lessThanOrEqualTo(SLACK)
    ? []
    : [{ says: `it is ${show(is)}, but should be ${show(rounded)}`, expected: show(rounded), values }]
}
