import { Decimal } from 'decimal.js'
import type { DraftLine, DraftVatGroup, FieldName } from '../../../../schemas/draft.ts'

export type FieldTexts = Partial<Record<FieldName, string>>
/** Something that must hold of a bill. `left` and `right` are what is compared, for people. */
export type Equation = {
  name: 'lines' | 'lines-gross' | 'total' | 'bases' | 'tax' | 'due' | 'dates'
  holds: boolean
  left: string
  right: string
}

const AMOUNT = /^-?\d{1,15}(\.\d{1,6})?$/

/** The number that a text is, or null; for sums while somebody types. */
export function numberOf(text: string | undefined): Decimal | null {
  return text !== undefined && AMOUNT.test(text) ? new Decimal(text) : null
}

/** The sum of the lines' net amounts; null while none has one. Quantity times price stands in where a line has no amount. */
export function sumLines(lines: readonly DraftLine[]): Decimal | null {
  const amounts = lines.flatMap((line) => netOf(line) ?? [])
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0))
}

function netOf({ netAmount, quantity, unitPrice }: DraftLine): Decimal | null {
  const net = numberOf(netAmount)
  if (net) return net
  const [count, price] = [numberOf(quantity), numberOf(unitPrice)]
  return count && price ? count.times(price).toDecimalPlaces(2) : null
}

/** What can be said of these values; an equation with a missing part says nothing. */
export function findEquations({
  values,
  lines,
  vatBreakdown,
}: {
  values: FieldTexts
  lines: readonly DraftLine[]
  vatBreakdown: readonly DraftVatGroup[]
}): Equation[] {
  const [net, tax, gross, due] = (['netTotal', 'taxTotal', 'grossTotal', 'amountDue'] as const).map((name) =>
    numberOf(values[name]),
  )
  const found: Equation[] = []
  const compare = (name: Equation['name'], left: Decimal, right: Decimal, cents = 0.01) =>
    found.push({ name, holds: left.minus(right).abs().lte(cents), left: show(left), right: show(right) })
  const sum = sumLines(lines)
  // Each line may be rounded for itself.
  const rounding = Math.max(0.01, lines.length * 0.01)
  if (sum && net) compare('lines', sum, net, rounding)
  else if (sum && gross) compare('lines-gross', sum, gross, rounding)
  if (net && tax && gross) compare('total', net.plus(tax), gross)
  const [bases, taxes] = [sumOf(vatBreakdown, 'base'), sumOf(vatBreakdown, 'tax')]
  if (net && bases) compare('bases', bases, net, 0.02)
  if (tax && taxes) compare('tax', taxes, tax, 0.02)
  if (due && gross) found.push({ name: 'due', holds: due.lte(gross), left: show(due), right: show(gross) })
  const { issueDate, dueDate } = values
  if (isDay(issueDate) && isDay(dueDate))
    found.push({ name: 'dates', holds: dueDate >= issueDate, left: issueDate, right: dueDate })
  return found
}

/** What is still being typed is compared with nothing. */
function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text)
}

/** A column of the VAT groups; null unless each of them has a number there. */
function sumOf(groups: readonly DraftVatGroup[], column: 'base' | 'tax'): Decimal | null {
  const amounts = groups.map((group) => numberOf(group[column]))
  if (amounts.length === 0) return null
  return amounts.reduce<Decimal | null>((sum, amount) => sum && amount && sum.plus(amount), new Decimal(0))
}

/** Whether base times rate is the VAT of a group, as exactly as the rule `totals-add-up` asks; null while a part is missing. */
export function groupHolds({ rate, base, tax }: DraftVatGroup): { holds: boolean; expected: string } | null {
  const [percent, of, amount] = [numberOf(rate), numberOf(base), numberOf(tax)]
  if (!percent || !of || !amount) return null
  const expected = of.times(percent).div(100).toDecimalPlaces(2)
  // Lines rounded one by one can move the tax of a group by some cents; a wrong rate or base moves it by more.
  const tolerance = Decimal.max('0.05', expected.abs().times('0.002'))
  return { holds: expected.minus(amount).abs().lte(tolerance), expected: show(expected) }
}

/** The only group of a bill with these totals, as far as they tell; its rate where that is a round one. */
export function wholeGroup({ netTotal, taxTotal }: Pick<FieldTexts, 'netTotal' | 'taxTotal'>): DraftVatGroup {
  const [base, tax] = [numberOf(netTotal), numberOf(taxTotal)]
  if (!base || !tax || base.isZero()) return { rate: '' }
  const rate = tax.div(base).times(200).round().div(2)
  const group = { rate: String(rate), base: show(base), tax: show(tax) }
  return groupHolds(group)?.holds ? group : { ...group, rate: '' }
}

/** For each of net, tax and total that one value which would make them add up. */
export function completeTotals(values: FieldTexts): { field: 'netTotal' | 'taxTotal' | 'grossTotal'; value: string }[] {
  const [net, tax, gross] = (['netTotal', 'taxTotal', 'grossTotal'] as const).map((name) => numberOf(values[name]))
  return [
    ...(net && tax ? [{ field: 'grossTotal' as const, value: show(net.plus(tax)) }] : []),
    ...(gross && tax ? [{ field: 'netTotal' as const, value: show(gross.minus(tax)) }] : []),
    ...(gross && net ? [{ field: 'taxTotal' as const, value: show(gross.minus(net)) }] : []),
  ].filter(({ field, value }) => !numberOf(values[field])?.equals(value))
}

function show(value: Decimal): string {
  return value.toFixed(Math.max(2, value.decimalPlaces()))
}
