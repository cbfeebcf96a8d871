import { Decimal } from 'decimal.js'
import type { DraftLine, DraftVatGroup, FieldName } from '../../../../schemas/draft.ts'

export type Values = Partial<Record<FieldName, string>>
/** Something that must hold of a bill. `left` and `right` are what is compared, for people. */
export type Equation = {
  name: 'lines' | 'lines-gross' | 'total' | 'tax' | 'due' | 'dates'
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
  values: Values
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
  const taxes = vatBreakdown.map(({ tax: amount }) => numberOf(amount))
  if (tax && taxes.length > 0 && taxes.every((amount) => amount !== null))
    compare(
      'tax',
      taxes.reduce<Decimal>((total, amount) => total.plus(amount ?? 0), new Decimal(0)),
      tax,
      0.02,
    )
  if (due && gross) found.push({ name: 'due', holds: due.lte(gross), left: show(due), right: show(gross) })
  const { issueDate, dueDate } = values
  if (issueDate && dueDate) found.push({ name: 'dates', holds: dueDate >= issueDate, left: issueDate, right: dueDate })
  return found
}

/** For each of net, tax and total that one value which would make them add up. */
export function completeTotals(values: Values): { field: 'netTotal' | 'taxTotal' | 'grossTotal'; value: string }[] {
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
