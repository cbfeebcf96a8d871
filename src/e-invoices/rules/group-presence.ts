import type { Adjustment, EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { demand, each, group, header } from './demand.ts'
import { type Rule, says } from './rule.ts'

const lineAllowances = (invoice: EInvoice) => invoice.lines.flatMap((line) => line.allowances)
const lineCharges = (invoice: EInvoice) => invoice.lines.flatMap((line) => line.charges)
const either = (one: Stated | undefined, other: Stated | undefined) => (says(one) ? one : (other ?? one))
const reason = (adjustment: Adjustment) => either(adjustment.reason, adjustment.reasonCode)

/** What allowances, charges, VAT groups, payments, references and periods must have. */
export const GROUP_PRESENCE: readonly Rule[] = [
  demand({
    id: 'BR-31',
    term: 'BT-92',
    meaning: 'Every allowance of the document has an amount.',
    spots: each(
      ({ allowances }) => allowances,
      (allowance) => allowance.amount,
    ),
  }),
  demand({
    id: 'BR-32',
    term: 'BT-95',
    meaning: 'Every allowance of the document has a VAT category.',
    spots: each(
      ({ allowances }) => allowances,
      (allowance) => allowance.category,
    ),
  }),
  ...(['BR-33', 'BR-CO-21'] as const).map((id) =>
    demand({
      id,
      term: 'BT-97',
      meaning: 'Every allowance of the document has a reason (BT-97) or the code of one (BT-98).',
      spots: each(({ allowances }) => allowances, reason),
    }),
  ),
  demand({
    id: 'BR-36',
    term: 'BT-99',
    meaning: 'Every charge of the document has an amount.',
    spots: each(
      ({ charges }) => charges,
      (charge) => charge.amount,
    ),
  }),
  demand({
    id: 'BR-37',
    term: 'BT-102',
    meaning: 'Every charge of the document has a VAT category.',
    spots: each(
      ({ charges }) => charges,
      (charge) => charge.category,
    ),
  }),
  ...(['BR-38', 'BR-CO-22'] as const).map((id) =>
    demand({
      id,
      term: 'BT-104',
      meaning: 'Every charge of the document has a reason (BT-104) or the code of one (BT-105).',
      spots: each(({ charges }) => charges, reason),
    }),
  ),
  demand({
    id: 'BR-41',
    term: 'BT-136',
    meaning: 'Every allowance of a line has an amount.',
    spots: each(lineAllowances, (allowance) => allowance.amount),
  }),
  ...(['BR-42', 'BR-CO-23'] as const).map((id) =>
    demand({
      id,
      term: 'BT-139',
      meaning: 'Every allowance of a line has a reason (BT-139) or the code of one (BT-140).',
      spots: each(lineAllowances, reason),
    }),
  ),
  demand({
    id: 'BR-43',
    term: 'BT-141',
    meaning: 'Every charge of a line has an amount.',
    spots: each(lineCharges, (charge) => charge.amount),
  }),
  ...(['BR-44', 'BR-CO-24'] as const).map((id) =>
    demand({
      id,
      term: 'BT-144',
      meaning: 'Every charge of a line has a reason (BT-144) or the code of one (BT-145).',
      spots: each(lineCharges, reason),
    }),
  ),
  demand({
    id: 'BR-45',
    term: 'BT-116',
    meaning: 'Every group of the VAT breakdown has a taxable amount.',
    spots: each(
      ({ vatBreakdown }) => vatBreakdown,
      (one) => one.base,
    ),
  }),
  demand({
    id: 'BR-46',
    term: 'BT-117',
    meaning: 'Every group of the VAT breakdown has a tax amount.',
    spots: each(
      ({ vatBreakdown }) => vatBreakdown,
      (one) => one.tax,
    ),
  }),
  demand({
    id: 'BR-47',
    term: 'BT-118',
    meaning: 'Every group of the VAT breakdown has a VAT category.',
    spots: each(
      ({ vatBreakdown }) => vatBreakdown,
      (one) => one.category,
    ),
  }),
  demand({
    id: 'BR-48',
    term: 'BT-119',
    meaning: 'Every group of the VAT breakdown has a rate, unless it is not subject to VAT.',
    spots: each(
      ({ vatBreakdown }) => vatBreakdown.filter((one) => one.category?.text !== 'O'),
      (one) => one.rate,
    ),
  }),
  demand({
    id: 'BR-49',
    term: 'BT-81',
    meaning: 'Every payment instruction says by a code how to pay.',
    spots: each(
      ({ payments }) => payments,
      (payment) => payment.means,
    ),
  }),
  demand({
    id: 'BR-50',
    term: 'BT-84',
    meaning: 'Every account to transfer money to has a number.',
    field: 'iban',
    spots: each(
      ({ payments }) => payments.filter(isTransfer).flatMap((payment) => payment.transfers),
      (transfer) => transfer.account,
    ),
  }),
  demand({
    id: 'BR-52',
    term: 'BT-122',
    meaning: 'Every supporting document has a reference.',
    spots: each(
      ({ attachments }) => attachments,
      (attachment) => attachment.reference,
    ),
  }),
  demand({
    id: 'BR-54',
    term: 'BG-32',
    meaning: 'Every attribute of an item has a name (BT-160) and a value (BT-161).',
    spots: each(
      ({ lines }) => lines.flatMap((line) => line.attributes),
      ({ name, value }) => (says(name) ? value : name),
    ),
  }),
  demand({
    id: 'BR-55',
    term: 'BT-25',
    meaning: 'Every reference to a preceding invoice has its number.',
    spots: each(
      ({ preceding }) => preceding,
      (one) => one.number,
    ),
  }),
  demand({
    id: 'BR-56',
    term: 'BT-63',
    meaning: "A seller's tax representative has a VAT identifier.",
    spots: each(
      ({ taxRepresentative }) => [taxRepresentative],
      (party) => party.vatId,
    ),
  }),
  demand({
    id: 'BR-57',
    term: 'BT-80',
    meaning: 'The address of delivery names the country.',
    spots: each(
      ({ delivery }) => [delivery?.address],
      (address) => address.country,
    ),
  }),
  demand({
    id: 'BR-61',
    term: 'BT-84',
    meaning: 'Who is to be paid by credit transfer gives the account.',
    field: 'iban',
    spots: each(
      ({ payments }) => payments.filter(isTransfer),
      (payment) => payment.transfers.map(({ account }) => account).find(says),
    ),
  }),
  ...(
    [
      ['BR-62', 'BT-34', "The seller's electronic address", ({ seller }) => [seller?.electronicAddress]],
      ['BR-63', 'BT-49', "The buyer's electronic address", ({ buyer }) => [buyer?.electronicAddress]],
      ['BR-64', 'BT-157', "An item's standard identifier", ({ lines }) => lines.map((line) => line.standardItem)],
      ['BR-65', 'BT-158', "An item's classification", ({ lines }) => lines.flatMap((line) => line.classifications)],
    ] satisfies [string, string, string, (invoice: EInvoice) => (Stated | undefined)[]][]
  ).map(([id, term, what, values]) =>
    demand({
      id,
      term: `${term}-1`,
      meaning: `${what} says by which scheme it was made.`,
      spots: (invoice) =>
        values(invoice).flatMap((value) =>
          value
            ? [
                {
                  value: value.scheme === undefined ? undefined : { text: value.scheme, path: value.path },
                  path: value.path,
                },
              ]
            : [],
        ),
    }),
  ),
  demand({
    id: 'BR-CO-04',
    term: 'BT-151',
    meaning: 'Every line has a VAT category.',
    spots: each(
      ({ lines }) => lines.filter((line) => line.counts),
      (line) => line.category,
    ),
  }),
  demand({
    id: 'BR-CO-18',
    term: 'BG-23',
    meaning: 'An invoice has at least one group in its VAT breakdown.',
    spots: header((invoice) => group(invoice.vatBreakdown[0])),
  }),
  ...(
    [
      ['BR-CO-19', 'BG-14', 'The invoicing period', ({ period }) => [period]],
      ['BR-CO-20', 'BG-26', "A line's period", ({ lines }) => lines.map((line) => line.period)],
    ] satisfies [string, string, string, (invoice: EInvoice) => EInvoice['period'][]][]
  ).map(([id, term, what, periods]) =>
    demand({
      id,
      term,
      meaning: `${what} has a start or an end.`,
      // In UBL the group may also be there for the VAT point code (BT-8) alone.
      spots: each(
        (invoice) => periods(invoice).filter((period) => id === 'BR-CO-20' || !says(period?.vatPoint)),
        ({ start, end }) => either(start, end),
      ),
    }),
  ),
  demand({
    id: 'BR-CO-26',
    term: 'BT-29',
    meaning:
      'The seller can be recognised by an identifier (BT-29), a legal registration (BT-30) or a VAT identifier (BT-31).',
    field: 'supplierVatId',
    spots: each(
      ({ seller }) => [seller],
      ({ vatId, identifiers, legalId }) => [vatId, legalId, ...identifiers].find(says),
    ),
  }),
]

/** UNTDID 4461: 30 credit transfer, 58 SEPA credit transfer. */
function isTransfer({ means }: EInvoice['payments'][number]): boolean {
  return means?.text === '30' || means?.text === '58'
}
