import type { EInvoice, Period, Stated } from '../../../schemas/e-invoice.ts'
import { type Clash, name, type Rule, says } from './rule.ts'

/** What single categories of VAT ask beyond the ten rules that all of them have. */
export const SPECIAL_VAT: readonly Rule[] = [
  {
    id: 'BR-IC-11',
    meaning:
      'Where anything is an intra-community supply, the date of delivery (BT-72) or the invoicing period (BG-14) is given.',
    find: (invoice) =>
      hasGroup(invoice, 'K') && !says(invoice.delivery?.date) && !isFilled(invoice.period)
        ? [{ says: 'neither is given', values: name('BT-118', groupOf(invoice, 'K')) }]
        : [],
  },
  {
    id: 'BR-IC-12',
    meaning: 'Where anything is an intra-community supply, the country of delivery (BT-80) is given.',
    find: (invoice) =>
      hasGroup(invoice, 'K') && !says(invoice.delivery?.address?.country)
        ? [{ says: 'it is missing', values: name('BT-118', groupOf(invoice, 'K')) }]
        : [],
  },
  {
    id: 'BR-O-11',
    meaning: 'Where the VAT breakdown has a group that is not subject to VAT, it has no other groups.',
    find: (invoice) => besideO(invoice, ['BT-118', invoice.vatBreakdown.map((one) => one.category)]),
  },
  {
    id: 'BR-O-12',
    meaning: 'Where the VAT breakdown has a group that is not subject to VAT, no line is of another category.',
    find: (invoice) => besideO(invoice, ['BT-151', invoice.lines.map((one) => one.category)]),
  },
  {
    id: 'BR-O-13',
    meaning: 'Where the VAT breakdown has a group that is not subject to VAT, no allowance is of another category.',
    find: (invoice) => besideO(invoice, ['BT-95', invoice.allowances.map((one) => one.category)]),
  },
  {
    id: 'BR-O-14',
    meaning: 'Where the VAT breakdown has a group that is not subject to VAT, no charge is of another category.',
    find: (invoice) => besideO(invoice, ['BT-102', invoice.charges.map((one) => one.category)]),
  },
  {
    id: 'BR-B-01',
    meaning: 'Split payment (B) is for invoices within Italy: seller and buyer are there.',
    find: (invoice) => {
      const split = splitOf(invoice)
      const foreign = [
        ['BT-40', invoice.seller?.address?.country] as const,
        ['BT-55', invoice.buyer?.address?.country] as const,
      ].filter(([, country]) => country?.text !== 'IT')
      return split && foreign.length > 0
        ? [
            {
              says: 'a party is not in Italy',
              values: [
                ...name('BT-151', split),
                ...foreign.flatMap(([term, country]) => name(term, country, invoice.path)),
              ],
            },
          ]
        : []
    },
  },
  {
    id: 'BR-B-02',
    meaning: 'An invoice with split payment (B) has nothing standard rated (S).',
    find: (invoice) => {
      const split = splitOf(invoice)
      const standard = categoriesOf(invoice).find((one) => one.text === 'S')
      return split && standard
        ? [{ says: 'it has both', values: [...name('BT-151', split), ...name('BT-151', standard)] }]
        : []
    },
  },
]

function isFilled(period: Period | undefined): boolean {
  return [period?.start, period?.end, period?.vatPoint].some(says)
}

function groupOf({ vatBreakdown }: EInvoice, code: string): Stated | undefined {
  return vatBreakdown.find((one) => one.category?.text === code)?.category
}

function hasGroup(invoice: EInvoice, code: string): boolean {
  return groupOf(invoice, code) !== undefined
}

function besideO(invoice: EInvoice, [term, categories]: [string, readonly (Stated | undefined)[]]): Clash[] {
  const others = categories.filter((one) => one !== undefined && one.text !== 'O')
  const group = groupOf(invoice, 'O')
  return group && others.length > 0
    ? [
        {
          says: 'there is another category',
          values: [...name('BT-118', group), ...others.slice(0, 5).flatMap((one) => name(term, one))],
        },
      ]
    : []
}

function categoriesOf({ lines, allowances, charges }: EInvoice): Stated[] {
  return [...lines, ...allowances, ...charges].flatMap(({ category }) => category ?? [])
}

function splitOf(invoice: EInvoice): Stated | undefined {
  return categoriesOf(invoice).find((one) => one.text === 'B')
}
