import { Decimal } from 'decimal.js'
import type { FieldName } from '../../../../schemas/draft.ts'
import type { AmountSighting } from '../../notation/amounts.ts'
import { type Claim, claim } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'totals'
/** How many labelled amounts of a field are calculated with. */
const MOST = 4
const LEAST_SCORE = 0.3
/** A label that leaves no doubt of what it names. */
const CLEAR = 0.8
/** Of the total; no VAT is higher. */
const MOST_TAX = 0.25

/**
 * Amounts whose label was not read or not known, found by what they must be: gross less tax, gross less net, net and tax together, cash less
 * change. Only what is printed is claimed.
 */
export function claimByEquation(labelled: readonly Claim[], sight: Sight): Claim[] {
  const printed = new Map<string, AmountSighting>()
  for (const line of sight.lines)
    for (const amount of line.amounts) if (!amount.percent) printed.set(withCents(amount.value), amount)
  const best = (field: FieldName): Claim[] =>
    labelled
      .filter((one) => one.field === field && one.score >= LEAST_SCORE)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, MOST)
  const nets = best('netTotal')
  const taxes = best('taxTotal').filter((one) => !new Decimal(one.value).isZero())
  const sums = [...best('grossTotal'), ...best('amountDue')]
  // A tax that is printed and does not fit is the supplier's error, and said to be one, rather than another amount of the page.
  const hasClearTax = taxes.some((one) => one.score >= CLEAR && one.traits?.isGeneral !== 1)
  const found: Claim[] = []
  const propose = (
    field: FieldName,
    { value, from, because }: { value: Decimal; from: number; because: string },
  ): void => {
    const amount = printed.get(value.toFixed(2))
    if (amount && !value.isZero())
      found.push(claim(amount, { field, value: amount.value, score: 0.35 * from, reader: NAME, because }))
  }
  for (const sum of sums) {
    for (const tax of taxes)
      propose('netTotal', {
        value: new Decimal(sum.value).minus(tax.value),
        from: Math.min(sum.score, tax.score),
        because: 'the total less the tax',
      })
    for (const net of hasClearTax ? [] : nets) {
      const rest = new Decimal(sum.value).minus(net.value)
      // What is taken off or most of the total is no tax.
      if (rest.times(sum.value).lt(0) || rest.abs().gt(new Decimal(sum.value).abs().times(MOST_TAX))) continue
      propose('taxTotal', {
        value: rest,
        from: Math.min(sum.score, net.score),
        because: 'the total less the net',
      })
    }
  }
  for (const net of nets)
    for (const tax of taxes)
      propose('grossTotal', {
        value: new Decimal(net.value).plus(tax.value),
        from: Math.min(net.score, tax.score),
        because: 'net and tax together',
      })
  for (const amount of roundedTotals(best('grossTotal'), sight))
    found.push(
      claim(amount, {
        field: 'grossTotal',
        value: amount.value,
        score: 0.97,
        reader: NAME,
        because: 'the total after rounding',
      }),
    )
  for (const value of cashLessChange(sight)) propose('grossTotal', { value, from: 2.7, because: 'cash less change' })
  return found
}

/** "Rounding 177.20" below "Total 177.22": not what is rounded by, but what is left; cash comes in steps of five cents. */
function roundedTotals(totals: readonly Claim[], sight: Sight): AmountSighting[] {
  return sight.lines.flatMap((line) =>
    line.labels
      .filter((label) => label.meaning === 'rounding')
      .flatMap((label) => line.amounts.filter((amount) => amount.from >= label.to && !amount.percent).slice(-1))
      .filter((amount) => totals.some((total) => isRounded(amount.value, total.value))),
  )
}

function isRounded(value: string, total: string): boolean {
  const rest = new Decimal(value).minus(total).abs()
  return !rest.isZero() && rest.lt('0.05') && new Decimal(value).mod('0.05').isZero() && new Decimal(value).gt(1)
}

/** As `toFixed(2)` writes it; long bills hold thousands of amounts. */
function withCents(value: string): string {
  const [whole = '', decimals = ''] = value.split('.')
  return decimals.length > 2 ? new Decimal(value).toFixed(2) : `${whole}.${decimals.padEnd(2, '0')}`
}

/** "CASH 150.00" over "CHANGE 41.50": 108.50. Where nothing was given back, the cash itself. */
function cashLessChange(sight: Sight): Decimal[] {
  const paid = sight.lines.flatMap((line) =>
    line.labels
      .filter((label) => label.meaning === 'cash')
      .flatMap((label) => line.amounts.filter((amount) => amount.from >= label.to && !amount.percent).slice(-1)),
  )
  return paid.slice(0, MOST).flatMap((cash, at) =>
    paid
      .slice(at + 1, at + 3)
      .map((change) => new Decimal(cash.value).minus(change.value))
      .filter((value) => value.gt(0)),
  )
}
