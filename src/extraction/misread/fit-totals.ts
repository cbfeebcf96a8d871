import { Decimal } from 'decimal.js'
import type { FieldName } from '../../../schemas/draft.ts'
import { otherReadings } from './other-readings.ts'

export type Totals = Partial<Record<'netTotal' | 'taxTotal' | 'grossTotal' | 'amountDue', string>>

/** What the amounts of a bill are held against. Decimal strings; rates in per cent. */
type Surroundings = {
  lineSum: string | null
  rates: readonly string[]
  /** A part was paid before, and less is due than the total. */
  isPrepaid: boolean
  /** A discount or a charge stands between the net and the total. */
  hasPartBetween: boolean
}

export type FittingReading = { field: FieldName; value: string; because: string }

/** Sums of rounded parts drift by a cent. */
const DRIFT = '0.011'
/** A sum alone has many readings that close it; a second equation says which. */
const LEAST_EQUATIONS = 2

/**
 * The one reading that makes the equations of a bill hold, where they do not hold as read: a single amount with a single other digit.
 * `readings`: what else recognition may have seen of an amount. null: they hold, or none or several readings would mend them.
 */
export function fitTotals(
  totals: Totals,
  { readings, ...around }: Surroundings & { readings: (field: keyof Totals) => readonly string[] },
): FittingReading | null {
  const asRead = equationsOf(totals, around)
  if (asRead.broken.length === 0) return null
  const mended = (Object.keys(totals) as (keyof Totals)[]).flatMap((field) =>
    [...new Set([...otherReadings(totals[field]!), ...readings(field)])].flatMap((value) => {
      if (!/^-?\d+(?:\.\d+)?$/.test(value) || value === totals[field]) return []
      const { held, broken } = equationsOf({ ...totals, [field]: value }, around)
      return broken.length === 0 && held.length >= LEAST_EQUATIONS ? [{ field, value, held }] : []
    }),
  )
  const most = Math.max(0, ...mended.map(({ held }) => held.length))
  const [best, other] = mended.filter(({ held }) => held.length === most)
  if (!best || other) return null
  return { field: best.field, value: best.value, because: best.held.join(', ') }
}

/** The equations that hold and those that do not, of the amounts that are known. */
function equationsOf(
  { netTotal, taxTotal, grossTotal, amountDue }: Totals,
  { lineSum, rates, isPrepaid, hasPartBetween }: Surroundings,
): { held: string[]; broken: string[] } {
  const held: string[] = []
  const broken: string[] = []
  const test = (words: string, [left, right]: readonly [Decimal | string, Decimal | string]): void => {
    ;(new Decimal(left).minus(right).abs().lte(DRIFT) ? held : broken).push(words)
  }
  if (netTotal && taxTotal && grossTotal && !hasPartBetween)
    test('net + tax = total', [new Decimal(netTotal).plus(taxTotal), grossTotal])
  if (amountDue && grossTotal && !isPrepaid) test('total = amount due', [grossTotal, amountDue])
  // Discounts and several rates stand between these: they speak for a reading, and not against one.
  if (lineSum && netTotal && new Decimal(lineSum).minus(netTotal).abs().lte(DRIFT)) held.push('lines = net')
  const rate =
    netTotal && taxTotal
      ? rates.find((one) => new Decimal(netTotal).times(one).div(100).minus(taxTotal).abs().lte(DRIFT))
      : undefined
  if (rate !== undefined && !new Decimal(taxTotal!).isZero()) held.push(`${rate} % of net = tax`)
  return { held, broken }
}
