import type { LanguageWeights } from '../layout/find-phrases.ts'
import type { AmountSighting } from './amounts.ts'
import type { CountryHints } from './countries.ts'
import type { DateReading, DateSighting } from './dates.ts'

/** Which of day and month the document's dates of digits begin with; `certainty` is the probability of that order, 0.5 to 1. */
export type DateHabit = { order: 'dmy' | 'mdy'; certainty: number }

/** Where a date of digits is written month first. */
const MONTH_FIRST = new Set(['US'])
/** Canada and the Philippines write both. */
const BOTH_WAYS = new Set(['CA', 'PH'])

/** Decides the order by what the document itself shows: other dates, country, language, currency. */
export function decideDateHabit(
  dates: readonly DateSighting[],
  {
    countries,
    languages,
    amounts,
  }: { countries: CountryHints; languages: LanguageWeights; amounts: readonly AmountSighting[] },
): DateHabit {
  // Log odds for day first.
  let odds = 0
  let shown = 0
  const worded = new Set(
    dates.filter((date) => date.worded).flatMap((date) => date.readings.map((reading) => reading.iso)),
  )
  for (const date of dates) {
    if (date.worded || /\d\.\d/.test(date.raw) || date.readings[0]?.order === 'ymd') continue
    if (date.certain) {
      const [day, month] = date.raw.split(/\D+/).map(Number)
      // 05/05/2024 reads the same both ways.
      if (day === month) continue
      shown += date.readings[0]!.order === 'dmy' ? 1 : -1
      continue
    }
    for (const reading of date.readings) if (worded.has(reading.iso)) odds += reading.order === 'dmy' ? 1.5 : -1.5
  }
  odds += Math.max(-5, Math.min(5, shown * 3))
  const english = languages.get('en') ?? 0
  const other = Math.max(0, ...[...languages].filter(([language]) => language !== 'en').map(([, weight]) => weight))
  if (other > english) odds += 2.5
  const total = countries.reduce((sum, hint) => sum + hint.weight, 0)
  for (const { country, weight } of countries) {
    if (BOTH_WAYS.has(country)) continue
    odds += (MONTH_FIRST.has(country) ? -2.8 : 2) * (weight / Math.max(total, 2))
  }
  const signs = new Set(amounts.map((amount) => amount.sign))
  if (signs.has('$') || signs.has('USD')) odds -= 0.9
  if (['€', '£', '₹', 'EUR', 'GBP', 'INR', 'rm', 'RM', 'kr', 'zł', 'Kč', 'CHF'].some((sign) => signs.has(sign)))
    odds += 0.9
  const dayFirst = 1 / (1 + Math.exp(-odds))
  return dayFirst >= 0.5 ? { order: 'dmy', certainty: dayFirst } : { order: 'mdy', certainty: 1 - dayFirst }
}

/** The readings of a date with the probability of each under the document's habit. */
export function weighReadings(date: DateSighting, habit: DateHabit): (DateReading & { probability: number })[] {
  if (date.readings.length === 1) {
    const only = date.readings[0]!
    // A lone reading that goes against a clear habit is rather a misread digit.
    const against =
      !date.worded &&
      only.order !== 'ymd' &&
      only.order !== habit.order &&
      habit.certainty > 0.95 &&
      !/\d\.\d/.test(date.raw)
    return [{ ...only, probability: against ? 0.85 : 1 }]
  }
  return date.readings.map((reading) => ({
    ...reading,
    probability: reading.order === habit.order ? habit.certainty : 1 - habit.certainty,
  }))
}
