import fc from 'fast-check'
import type { Bill } from '../../../schemas/bill.ts'
import { sampleBill } from './sample-bill.ts'

const money = (maximum: number) =>
  fc
    .tuple(fc.integer({ min: -maximum, max: maximum }), fc.constantFrom(0, 1, 2, 3))
    .map(([units, decimals]) => (units / 10 ** decimals).toFixed(decimals))

const SYNTAX = [
  ...';|,:()[]*!=#%"\'@{}~+-\\/\t\r\n\0',
  '  ',
  '\r\n2026-01-01 * (x) y\n    a  1 EUR\n',
  '\nend comment\n',
  '; date:2026-99-99',
  '[2026-13-45]',
  'billhook:x',
  '\ninclude /etc/passwd\n',
  '=HYPERLINK("http://x")',
  '\u2028',
  '\u202e',
  '\ud800',
]
/** A supplier's words at their worst: pieces of the syntax of journals and CSV among any characters. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...SYNTAX), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''))
const code = fc.constantFrom('4930', 'expenses:office supplies', '2026-01-01', 'Büro & Co.', 'a/b-c')
const coding = fc.record({ account: code, costCentre: code, taxCode: code }, { requiredKeys: [] })
const codedLine = fc.record(
  { description: hostile, netAmount: money(10_000_000), coding },
  { requiredKeys: ['description'] },
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** Any bill that the schema allows, with hostile words wherever a supplier's words may stand. */
export const anyBill: fc.Arbitrary<Bill> = fc
  .record({
    type: fc.constantFrom('invoice', 'credit-note', 'receipt'),
    invoiceNumber: hostile.filter((text) => text !== ''),
    name: hostile.filter((text) => text !== ''),
    vatId: maybe(hostile),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
    net: maybe(money(10_000_000)),
    tax: maybe(money(10_000_000)),
    gross: money(10_000_000),
    iban: maybe(hostile),
    paymentReference: maybe(hostile),
    purchaseOrder: maybe(hostile),
    lines: fc.array(codedLine, { minLength: 1, maxLength: 5 }),
    coding: maybe(coding),
  })
  .map(({ name, vatId, net, tax, gross, iban, paymentReference, purchaseOrder, coding, ...rest }) => {
    const { netTotal: _net, taxTotal: _tax, iban: _iban, ...base } = sampleBill()
    return {
      ...base,
      ...rest,
      supplier: { name, ...(vatId === undefined ? {} : { vatId }) },
      grossTotal: gross,
      amountDue: gross,
      ...(coding === undefined ? {} : { coding }),
      ...(net === undefined ? {} : { netTotal: net }),
      ...(tax === undefined ? {} : { taxTotal: tax }),
      ...(iban === undefined ? {} : { iban }),
      ...(paymentReference === undefined ? {} : { paymentReference }),
      ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
    }
  })
