import { spanOfText, widestGap } from '../layout/boxes.ts'
import type { Line, Span } from '../layout/types.ts'
import { foldLetters } from './plain-text.ts'

/** The order of day, month and year in a date of digits. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd'

export type DateReading = { iso: string; order: DateOrder }

/** A calendar date that stands on the page. */
export type DateSighting = Span & {
  page: number
  /** One reading, or two where the digits alone do not say which is the month. */
  readings: DateReading[]
  /** True where month and day come from words, or the digits allow no other order. */
  certain: boolean
  /** Two digits for the year. */
  shortYear: boolean
  /** True for a date in words ("3 August 2014"): says nothing about the order of digits. */
  worded: boolean
}

/** Month names and abbreviations, normalised (lower case, no diacritics) -> 1..12. */
export type MonthNames = ReadonlyMap<string, number>

const SEPARATED = /(?<![\d.,/:-])(\d{1,4})\s?([./\-–‐,])\s?(\d{1,2})\s?([./\-–‐,])\s?(\d{4}|\d{2})(?![\d]|[./-]\d)/g
const WORDED_DAY_FIRST =
  /(?<![\d.,/])(\d{1,2})(?:\s?(?:(?:st|nd|rd|th|er)(?!\p{L})|º|ª|°|\.))?[\s\-/.,]*(?:(?:de|di|of|den)\s)?[\s\-/.]*(\p{L}{3,}\.?)[\s\-/.,']*(?:(?:de|del|di|of)\s)?[\s\-/.,']*(\d{4}|\d{2}(?!\s(?:de|di|of|den)\s\p{L}{3}))(?![\d:])/giu
const WORDED_MONTH_FIRST =
  /(?<!\p{L})(\p{L}{3,}\.?)[\s\-/]*(\d{1,2})(?:\s?(?:st|nd|rd|th))?\s?[,.\-/\s]\s?(\d{4}|\d{2})(?![\d:])/giu
const WORDED_YEAR_FIRST = /(?<!\d)(\d{4})[\s\-/.]+(\p{L}{3,})[\s\-/.]+(\d{1,2})(?!\d)/giu
const EAST_ASIAN = /(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/g
const COMPACT = /(?<![\d\p{L}.,/-])((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d\p{L}.,/-])/gu

type Made = { readings: DateReading[]; shortYear: boolean; worded: boolean } | null

/** All dates of a line, left to right. A date whose parts stand in different columns is none. */
export function readDates(line: Line, months: MonthNames): DateSighting[] {
  const found: DateSighting[] = []
  const taken: [number, number][] = []
  const add = (match: RegExpExecArray, made: Made): void => {
    const start = match.index
    const end = start + match[0].length
    if (!made || made.readings.length === 0 || taken.some(([from, to]) => start < to && end > from)) return
    const span = spanOfText(line, { start, end })
    if (widestGap(span) > 2.2) return
    taken.push([start, end])
    found.push({ ...span, page: line.page, ...made, certain: made.readings.length === 1 })
  }
  if (!/\d/.test(line.text)) return found
  const named = (name: string, parts: { year: string; day: string }): Made => {
    const month = monthOf(name, months)
    return month === undefined ? null : worded({ ...parts, month })
  }
  const numbered = (match: RegExpExecArray): Made =>
    worded({ year: match[1]!, month: Number(match[2]), day: match[3]! })
  const forms: readonly [RegExp, (match: RegExpExecArray) => Made][] = [
    [WORDED_DAY_FIRST, (match) => named(match[2]!, { year: match[3]!, day: match[1]! })],
    [WORDED_MONTH_FIRST, (match) => named(match[1]!, { year: match[3]!, day: match[2]! })],
    [WORDED_YEAR_FIRST, (match) => named(match[2]!, { year: match[1]!, day: match[3]! })],
    [EAST_ASIAN, numbered],
    [SEPARATED, separated],
    [COMPACT, numbered],
  ]
  for (const [pattern, make] of forms) {
    const search = new RegExp(pattern)
    for (let match = search.exec(line.text); match; match = search.exec(line.text)) {
      const made = make(match)
      add(match, made)
      // "75 Vencimiento 14 de febrero de 2026": what only looks like a date must not swallow the day of the true one.
      if (!made) search.lastIndex = match.index + 1
    }
  }
  return found.toSorted((a, b) => a.from - b.from)
}

function monthOf(word: string, months: MonthNames): number | undefined {
  return months.get(foldLetters(word).replace(/[^\p{L}]/gu, ''))
}

function worded(parts: { year: string; month: number; day: string }): Made {
  const iso = isoOf(fullYear(parts.year), parts.month, Number(parts.day))
  return iso === null ? null : { readings: [{ iso, order: 'dmy' }], shortYear: parts.year.length === 2, worded: true }
}

function separated(match: RegExpExecArray): Made {
  const [, a, s1, b, s2, c] = match as unknown as [string, string, string, string, string, string]
  if (s1 !== s2 || (s1 === ',' && c.length !== 4)) return null
  const readings: DateReading[] = []
  const push = (order: DateOrder, iso: string | null): void => {
    if (iso !== null && !readings.some((reading) => reading.iso === iso)) readings.push({ iso, order })
  }
  if (a.length === 4) {
    if (c.length === 2) push('ymd', isoOf(Number(a), Number(b), Number(c)))
    return { readings, shortYear: false, worded: false }
  }
  if (a.length > 2) return null
  const year = fullYear(c)
  push('dmy', isoOf(year, Number(b), Number(a)))
  // Dots are never used month first.
  if (s1 !== '.') push('mdy', isoOf(year, Number(a), Number(b)))
  if (c.length === 2 && readings.length === 0) push('ymd', isoOf(fullYear(a), Number(b), Number(c)))
  return { readings, shortYear: c.length === 2, worded: false }
}

/** Two digits: 70 and above is the last century (an invoice of 2070 is unlikely to be at hand). */
function fullYear(printed: string): number {
  const year = Number(printed)
  if (printed.length !== 2) return year
  return year >= 70 ? 1900 + year : 2000 + year
}

/** ISO date, or null where there is no such day; years outside 1970 to 2099 are other numbers. */
export function isoOf(year: number, month: number, day: number): string | null {
  if (year < 1970 || year > 2099 || month < 1 || month > 12 || day < 1) return null
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
