import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { demand, each, group, header, type Spot } from './demand.ts'
import type { Rule } from './rule.ts'

const total =
  (value: (totals: EInvoice['totals']) => Stated | undefined) =>
  ({ totals, path }: EInvoice): Spot[] => [{ value: value(totals), path: totals.path ?? path }]

/** What the document, its parties, its totals and its lines must have: BR-01 to BR-26. */
export const PRESENCE: readonly Rule[] = [
  demand({
    id: 'BR-01',
    term: 'BT-24',
    meaning: 'An invoice names the specification that it follows.',
    spots: header((invoice) => invoice.specification),
  }),
  demand({
    id: 'BR-02',
    term: 'BT-1',
    meaning: 'An invoice has a number.',
    field: 'invoiceNumber',
    spots: header((invoice) => invoice.number),
  }),
  demand({
    id: 'BR-03',
    term: 'BT-2',
    meaning: 'An invoice has an issue date.',
    field: 'issueDate',
    spots: header((invoice) => invoice.issueDate),
  }),
  demand({
    id: 'BR-04',
    term: 'BT-3',
    meaning: 'An invoice says by a code what type of document it is.',
    spots: header((invoice) => invoice.type),
  }),
  demand({
    id: 'BR-05',
    term: 'BT-5',
    meaning: 'An invoice names its currency.',
    field: 'currency',
    spots: header((invoice) => invoice.currency),
  }),
  demand({
    id: 'BR-06',
    term: 'BT-27',
    meaning: "An invoice has the seller's name.",
    field: 'supplierName',
    spots: ({ seller, path }) => [{ value: seller?.name, path: seller?.path ?? path }],
  }),
  demand({
    id: 'BR-07',
    term: 'BT-44',
    meaning: "An invoice has the buyer's name.",
    field: 'customerName',
    spots: ({ buyer, path }) => [{ value: buyer?.name, path: buyer?.path ?? path }],
  }),
  demand({
    id: 'BR-08',
    term: 'BG-5',
    meaning: "An invoice has the seller's postal address.",
    spots: ({ seller, path }) => [{ value: group(seller?.address), path: seller?.path ?? path }],
  }),
  demand({
    id: 'BR-09',
    term: 'BT-40',
    meaning: "The seller's postal address names the country.",
    spots: each(
      ({ seller }) => [seller?.address],
      (address) => address.country,
    ),
  }),
  demand({
    id: 'BR-10',
    term: 'BG-8',
    meaning: "An invoice has the buyer's postal address.",
    spots: ({ buyer, path }) => [{ value: group(buyer?.address), path: buyer?.path ?? path }],
  }),
  demand({
    id: 'BR-11',
    term: 'BT-55',
    meaning: "The buyer's postal address names the country.",
    spots: each(
      ({ buyer }) => [buyer?.address],
      (address) => address.country,
    ),
  }),
  demand({
    id: 'BR-12',
    term: 'BT-106',
    meaning: 'An invoice has the sum of its lines.',
    spots: total((totals) => totals.lines),
  }),
  demand({
    id: 'BR-13',
    term: 'BT-109',
    meaning: 'An invoice has a total without VAT.',
    field: 'netTotal',
    spots: total((totals) => totals.net),
  }),
  demand({
    id: 'BR-14',
    term: 'BT-112',
    meaning: 'An invoice has a total with VAT.',
    field: 'grossTotal',
    spots: total((totals) => totals.gross),
  }),
  demand({
    id: 'BR-15',
    term: 'BT-115',
    meaning: 'An invoice says which amount is due.',
    field: 'amountDue',
    spots: total((totals) => totals.due),
  }),
  demand({
    id: 'BR-16',
    term: 'BG-25',
    meaning: 'An invoice has at least one line.',
    spots: header((invoice) => group(invoice.lines[0])),
  }),
  demand({
    id: 'BR-18',
    term: 'BT-62',
    meaning: "A seller's tax representative has a name.",
    spots: each(
      ({ taxRepresentative }) => [taxRepresentative],
      (party) => party.name,
    ),
  }),
  demand({
    id: 'BR-19',
    term: 'BG-12',
    meaning: "A seller's tax representative has a postal address.",
    spots: each(
      ({ taxRepresentative }) => [taxRepresentative],
      (party) => group(party.address),
    ),
  }),
  demand({
    id: 'BR-20',
    term: 'BT-69',
    meaning: "The postal address of a seller's tax representative names the country.",
    spots: each(
      ({ taxRepresentative }) => [taxRepresentative?.address],
      (address) => address.country,
    ),
  }),
  demand({
    id: 'BR-21',
    term: 'BT-126',
    meaning: 'Every line has an identifier.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.id,
    ),
  }),
  demand({
    id: 'BR-22',
    term: 'BT-129',
    meaning: 'Every line has a quantity.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.quantity,
    ),
  }),
  demand({
    id: 'BR-23',
    term: 'BT-130',
    meaning: 'The quantity of every line has a unit.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      ({ quantity, path }) =>
        quantity?.unit === undefined ? undefined : { text: quantity.unit, path: `${path}/@unitCode` },
    ),
  }),
  demand({
    id: 'BR-24',
    term: 'BT-131',
    meaning: 'Every line has a net amount.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.netAmount,
    ),
  }),
  demand({
    id: 'BR-25',
    term: 'BT-153',
    meaning: 'Every line names what is invoiced.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.name,
    ),
  }),
  demand({
    id: 'BR-26',
    term: 'BT-146',
    meaning: 'Every line has a net price.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.netPrice,
    ),
  }),
]
