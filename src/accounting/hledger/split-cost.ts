import { Decimal } from 'decimal.js'
import type { Bill } from '../../../schemas/bill.ts'
import { CodeKind, type Coding } from '../../../schemas/coding.ts'

export type CodedCost = { coding: Coding; amount: Decimal }

/** Cents that each line may be rounded by. */
const ROUNDING = 0.01

/**
 * The cost of a bill by how its lines are coded; the parts come to exactly `cost`. Lines that come to the cost, or with their tax to the
 * total, share it by their amounts. Where they do neither, each has what it says and the rest is booked as the bill is, in a part of its
 * own, so that it is seen in the books. `decimals` of the entry's amounts.
 */
export function splitCost(bill: Bill, { cost, decimals }: { cost: Decimal; decimals: number }): CodedCost[] {
  const groups = new Map<string, CodedCost>()
  for (const line of bill.lines) {
    const amount = amountOf(line)
    if (amount === null) continue
    const group = groups.get(keyOf(line.coding))
    if (group) group.amount = group.amount.plus(amount)
    else groups.set(keyOf(line.coding), { coding: line.coding ?? {}, amount })
  }
  const parts = [...groups.values()]
  const [first] = parts
  const whole = { coding: bill.coding ?? {}, amount: cost }
  if (!first) return [whole]
  if (bill.lines.every(({ coding }) => keyOf(coding) === keyOf(first.coding)))
    return [{ ...whole, coding: first.coding }]
  const sum = Decimal.sum(...parts.map(({ amount }) => amount))
  const tolerance = ROUNDING * bill.lines.length
  const fits = [cost, new Decimal(bill.grossTotal)].some((total) => sum.minus(total).abs().lte(tolerance))
  const share = fits && !sum.isZero() ? cost.div(sum) : new Decimal(1)
  const rounded = parts.map((part) => ({ ...part, amount: part.amount.times(share).toDecimalPlaces(decimals) }))
  const rest = cost.minus(Decimal.sum(...rounded.map(({ amount }) => amount)))
  if (rest.isZero()) return rounded
  if (!fits) return [...rounded, { ...whole, amount: rest }]
  // A cent of rounding is least noticed where most is.
  const largest = rounded.reduce((most, part) => (part.amount.abs().gt(most.amount.abs()) ? part : most))
  return rounded.map((part) => (part === largest ? { ...part, amount: part.amount.plus(rest) } : part))
}

function keyOf(coding: Coding = {}): string {
  return CodeKind.options.map((kind) => coding[kind] ?? '').join('\n')
}

function amountOf({ netAmount, quantity, unitPrice }: Bill['lines'][number]): Decimal | null {
  if (netAmount !== undefined) return new Decimal(netAmount)
  return quantity !== undefined && unitPrice !== undefined ? new Decimal(quantity).times(unitPrice) : null
}
