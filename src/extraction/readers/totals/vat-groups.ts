import { Decimal } from 'decimal.js'
import type { AmountSighting } from '../../notation/amounts.ts'
import type { VatGroupClaim } from '../../reading.ts'
import type { LineSight, Sight } from '../../sight.ts'

/** VAT of any country lies below this. */
const HIGHEST_RATE = 30

/** Rows that hold a rate with base and tax that fit it ("19 % 336,00 63,84"), or a labelled tax with its rate ("MwSt. 19 % 63,84"). */
export function readVatGroups(sight: Sight): VatGroupClaim[] {
  const groups: VatGroupClaim[] = []
  for (const line of sight.lines) {
    const rates = line.amounts.filter((amount) => amount.percent && isRate(amount.value))
    const money = line.amounts.filter((amount) => !amount.percent && amount.moneylike >= 0.25)
    if (rates.length === 0 || rates.length > 2) continue
    const rate = rates[0]!
    const fitting = fittingPair(rate, money)
    const labelled = line.labels.some((label) => label.meaning === 'taxTotal' && label.from < rate.to)
    if (fitting)
      groups.push({ rate: trimRate(rate.value), ...fitting, score: labelled ? 0.95 : isLineItem(line) ? 0.3 : 0.8 })
    else if (labelled && money.length > 0 && money.at(-1)!.moneylike > 0.6)
      groups.push({ rate: trimRate(rate.value), tax: money.at(-1)!.value, score: 0.6 })
  }
  return unique(groups)
}

function isRate(value: string): boolean {
  const rate = new Decimal(value)
  return rate.gte(0) && rate.lte(HIGHEST_RATE)
}

/** A row of the table of lines also holds a rate, but more numbers beside it. */
function isLineItem(line: LineSight): boolean {
  return line.amounts.filter((amount) => !amount.percent).length > 3
}

function trimRate(value: string): string {
  return new Decimal(value).toString()
}

function fittingPair(rate: AmountSighting, money: AmountSighting[]): { base: string; tax: string } | null {
  for (const [at, base] of money.entries()) {
    for (const tax of money.slice(at + 1)) {
      // Most pairs are far off, which needs no exact arithmetic.
      if (Math.abs((Number(base.value) * Number(rate.value)) / 100 - Number(tax.value)) > 0.1) continue
      const expected = new Decimal(base.value).times(rate.value).div(100)
      if (
        new Decimal(tax.value).minus(expected).abs().gt('0.06') ||
        base.moneylike < 0.4 ||
        new Decimal(base.value).isZero()
      )
        continue
      return { base: base.value, tax: tax.value }
    }
  }
  return null
}

/** The same group is often printed twice (per page, per summary). */
function unique(groups: VatGroupClaim[]): VatGroupClaim[] {
  const best = new Map<string, VatGroupClaim>()
  for (const group of groups) {
    const key = `${group.rate}/${group.tax ?? ''}`
    const known = best.get(key)
    if (!known || group.score > known.score || (group.base !== undefined && known.base === undefined))
      best.set(key, group)
  }
  return [...best.values()]
}
