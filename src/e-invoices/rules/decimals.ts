import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { name, type Rule } from './rule.ts'

type Values = (invoice: EInvoice) => readonly (Stated | undefined)[]

/** BR-DEC: which amounts have two decimals at most. */
const AMOUNTS: readonly (readonly [id: string, term: string, what: string, values: Values])[] = [
  ['BR-DEC-01', 'BT-92', 'The amount of an allowance', ({ allowances }) => allowances.map((one) => one.amount)],
  ['BR-DEC-02', 'BT-93', 'The base of an allowance', ({ allowances }) => allowances.map((one) => one.base)],
  ['BR-DEC-05', 'BT-99', 'The amount of a charge', ({ charges }) => charges.map((one) => one.amount)],
  ['BR-DEC-06', 'BT-100', 'The base of a charge', ({ charges }) => charges.map((one) => one.base)],
  ['BR-DEC-09', 'BT-106', 'The sum of lines', ({ totals }) => [totals.lines]],
  ['BR-DEC-10', 'BT-107', 'The sum of allowances', ({ totals }) => [totals.allowances]],
  ['BR-DEC-11', 'BT-108', 'The sum of charges', ({ totals }) => [totals.charges]],
  ['BR-DEC-12', 'BT-109', 'The total without VAT', ({ totals }) => [totals.net]],
  ['BR-DEC-13', 'BT-110', 'The total of VAT', ({ totals }) => [totals.vat]],
  ['BR-DEC-14', 'BT-112', 'The total with VAT', ({ totals }) => [totals.gross]],
  ['BR-DEC-15', 'BT-111', 'The total of VAT in the currency of accounting', ({ totals }) => [totals.vatInVatCurrency]],
  ['BR-DEC-16', 'BT-113', 'The paid amount', ({ totals }) => [totals.paid]],
  ['BR-DEC-17', 'BT-114', 'The rounding', ({ totals }) => [totals.rounding]],
  ['BR-DEC-18', 'BT-115', 'The amount due', ({ totals }) => [totals.due]],
  ['BR-DEC-19', 'BT-116', 'The base of a VAT group', ({ vatBreakdown }) => vatBreakdown.map((one) => one.base)],
  ['BR-DEC-20', 'BT-117', 'The tax of a VAT group', ({ vatBreakdown }) => vatBreakdown.map((one) => one.tax)],
  ['BR-DEC-23', 'BT-131', 'The net amount of a line', ({ lines }) => lines.map((one) => one.netAmount)],
  ['BR-DEC-24', 'BT-136', "The amount of a line's allowance", (one) => ofLines(one, 'allowances', 'amount')],
  ['BR-DEC-25', 'BT-137', "The base of a line's allowance", (one) => ofLines(one, 'allowances', 'base')],
  ['BR-DEC-27', 'BT-141', "The amount of a line's charge", (one) => ofLines(one, 'charges', 'amount')],
  ['BR-DEC-28', 'BT-142', "The base of a line's charge", (one) => ofLines(one, 'charges', 'base')],
]

export const DECIMALS: readonly Rule[] = AMOUNTS.map(([id, term, what, values]) => ({
  id,
  meaning: `${what} has at most two decimals.`,
  find: (invoice) =>
    values(invoice)
      .filter((stated) => stated !== undefined && decimalsOf(stated.text) > 2)
      .map((stated) => ({ says: `it has ${decimalsOf(stated?.text ?? '')}`, values: name(term, stated) })),
}))

function decimalsOf(text: string): number {
  const dot = text.indexOf('.')
  return dot < 0 ? 0 : text.length - dot - 1
}

type Kind = 'allowances' | 'charges'

function ofLines({ lines }: EInvoice, ...[kind, member]: [Kind, 'amount' | 'base']): (Stated | undefined)[] {
  return lines.flatMap((line) => line[kind].map((adjustment) => adjustment[member]))
}
