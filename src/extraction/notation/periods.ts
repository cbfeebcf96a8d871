import { type DateOrder, isoOf, type MonthNames } from './dates.ts'
import { foldLetters } from './plain-text.ts'

/** ISO dates, both included. */
export type Period = {
  start: string
  end: string
  /** The digits of a date in it allow another order of day and month. */
  isAmbiguous: boolean
}

type Parts = { day?: number; month?: number; year?: number; isAmbiguous?: boolean }
type Habit = { months: MonthNames; order: DateOrder }

const YEAR = String.raw`(?:20\d{2}|19\d{2})`
const OF = String.raw`(?:(?:de|del|di|of)\s)?`
const WORD = String.raw`\p{L}{3,}\.?`
/** One end of a period, the most telling form first. Groups are named by form: regular expressions allow no name twice. */
const END = [
  String.raw`(?<isoYear>${YEAR})[-/.](?<isoMonth>\d{1,2})[-/.](?<isoDay>\d{1,2})(?!\d)`,
  String.raw`(?<a>\d{1,2})\s?(?<sign>[./-])\s?(?<b>\d{1,2})\s?\k<sign>\s?(?<c>${YEAR}|\d{2})(?!\d)`,
  String.raw`(?<wordDay>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|ª|°))?\.?[\s-]*${OF}(?<dayWord>${WORD})(?:[\s,-]*${OF}(?<wordYear>${YEAR})(?!\d))?`,
  String.raw`(?<monthWord>${WORD})\s(?<monthDay>\d{1,2})(?!\d)(?:st|nd|rd|th)?(?:,?\s(?<monthDayYear>${YEAR})(?!\d))?`,
  String.raw`(?<word>${WORD})(?:[\s,./-]*${OF}['’]?(?<monthYear>${YEAR}|(?<=['’])\d{2})(?!\d))?`,
  String.raw`(?<!\d[./-])(?<number>0?[1-9]|1[0-2])\s?[./-]\s?(?<numberYear>${YEAR})(?!\d)`,
  String.raw`(?<ymYear>${YEAR})[-/.](?<ymMonth>0[1-9]|1[0-2])(?![\d./-])`,
  String.raw`(?<p>\d{1,2})[./](?<q>\d{1,2})\.?(?!\d)`,
  String.raw`(?<only>\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?!\d)`,
].map((form) => new RegExp(form, 'uy'))
const JOIN =
  /\s*(?:[-–—‐~]|t\/m|(?:bis|to|until|through|thru|till|til|au|al|ao|ate|a|do|tot|aan|asti)(?:\s(?:zum|einschl\.?|en met|and including|the|den|el|le|il))?(?!\p{L}))\s*(?:(?:the|den|il)\s)?/uy
const QUARTER =
  /(?<!\p{L})(?:q|t)?(?<first>[1-4])\s?(?:\.|st|nd|rd|th|er|e|º|o)?\s?(?:quartal|quarter|trimestre|trim\.?|kwartaal|kwartal|kvartal|ctvrtleti|neljannes|ceyrek)\s?(?:of|de|del|di|\/)?\s?(?<firstYear>20\d{2})|(?<![\p{L}\d])[qtk](?<second>[1-4])\s?[/-]?\s?(?<secondYear>20\d{2})/u

/** The first period of a text: "1.3. - 31.3.2026", "1 - 31 March 2026", "du 1er au 31 mars 2026", "March 2026", "Q1 2026"; a lone day is none. */
export function readPeriod(text: string, habit: Habit): Period | null {
  const folded = foldLetters(text)
  const quarter = QUARTER.exec(folded)?.groups
  if (quarter) {
    const first = (Number(quarter['first'] ?? quarter['second']) - 1) * 3 + 1
    return wholeMonths({ first, last: first + 2, year: Number(quarter['firstYear'] ?? quarter['secondYear']) })
  }
  let month: Period | null = null
  let whole = 0
  for (const { index } of folded.matchAll(/(?<![\p{L}\d.,/-])[\p{L}\d]/gu)) {
    for (const start of endsAt(folded, index, habit)) {
      const range = rangeFrom(start, { folded, habit })
      if (range) return range
      const { day, month: number, year } = start.parts
      // "20 May 2026": a day, of which the month is a part.
      if (day !== undefined && number !== undefined) whole = Math.max(whole, start.to)
      if (!month && index >= whole && day === undefined && number !== undefined && year !== undefined)
        month = wholeMonths({ first: number, last: number, year })
    }
  }
  return month
}

type Found = { parts: Parts; to: number }

/** Every way to read one end of a period at a place of the text. */
function endsAt(text: string, at: number, habit: Habit): Found[] {
  return END.flatMap((form) => {
    form.lastIndex = at
    const match = form.exec(text)
    const parts = match?.groups && partsOf(match.groups, habit)
    return parts ? [{ parts, to: at + match![0].length }] : []
  })
}

function partsOf(groups: Partial<Record<string, string>>, { months, order }: Habit): Parts | null {
  const number = (name: string): number | undefined => (groups[name] === undefined ? undefined : Number(groups[name]))
  const named = (name: string): number | undefined => months.get((groups[name] ?? '').replace(/[^\p{L}]/gu, ''))
  const given = (parts: { [K in keyof Parts]: Parts[K] | undefined }): Parts =>
    Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
  if (groups['isoYear']) return given({ year: number('isoYear'), month: number('isoMonth'), day: number('isoDay') })
  if (groups['a']) {
    const year = number('c')! < 100 ? 2000 + number('c')! : number('c')!
    return given({ ...ordered(number('a')!, number('b')!, { sign: groups['sign']!, order }), year })
  }
  if (groups['dayWord']) {
    const month = named('dayWord')
    return month === undefined ? null : given({ day: number('wordDay'), month, year: number('wordYear') })
  }
  if (groups['monthWord']) {
    const month = named('monthWord')
    return month === undefined ? null : given({ day: number('monthDay'), month, year: number('monthDayYear') })
  }
  if (groups['word']) {
    const month = named('word')
    const year = number('monthYear')
    return month === undefined ? null : given({ month, year: year !== undefined && year < 100 ? 2000 + year : year })
  }
  if (groups['number']) return given({ month: number('number'), year: number('numberYear') })
  if (groups['ymYear']) return given({ month: number('ymMonth'), year: number('ymYear') })
  if (groups['p']) return ordered(number('p')!, number('q')!, { sign: '.', order: order === 'mdy' ? 'mdy' : 'dmy' })
  return given({ day: number('only') })
}

function ordered(a: number, b: number, { sign, order }: { sign: string; order: DateOrder }): Parts {
  const monthFirst = b > 12 || (a <= 12 && order === 'mdy' && sign !== '.')
  const isAmbiguous = sign !== '.' && a <= 12 && b <= 12 && a !== b
  return monthFirst ? { month: a, day: b, isAmbiguous } : { day: a, month: b, isAmbiguous }
}

function rangeFrom(start: Found, { folded, habit }: { folded: string; habit: Habit }): Period | null {
  JOIN.lastIndex = start.to
  const joint = JOIN.exec(folded)
  if (!joint) return null
  for (const end of endsAt(folded, start.to + joint[0].length, habit)) {
    const period = complete(start.parts, end.parts)
    if (period) return period
  }
  return null
}

/** What the start leaves out is the end's: "1.-31. March 2026". The end itself must be whole. */
function complete(start: Parts, end: Parts): Period | null {
  const { year: lastYear = start.year, month: lastMonth = start.month, day: lastDay } = end
  if (lastYear === undefined || lastMonth === undefined) return null
  const month = start.month ?? lastMonth
  const year = start.year ?? (month > lastMonth ? lastYear - 1 : lastYear)
  // Months on both sides, or days on both.
  if ((start.day === undefined) !== (lastDay === undefined)) return null
  // Of two bare numbers ("1-31") the month must be there in words or digits.
  const first = isoOf(year, month, start.day ?? 1)
  const last = isoOf(lastYear, lastMonth, lastDay ?? daysIn(lastYear, lastMonth))
  if (!first || !last || first > last) return null
  return { start: first, end: last, isAmbiguous: start.isAmbiguous === true || end.isAmbiguous === true }
}

function wholeMonths({ first, last, year }: { first: number; last: number; year: number }): Period | null {
  const [start, end] = [isoOf(year, first, 1), isoOf(year, last, daysIn(year, last))]
  return start && end ? { start, end, isAmbiguous: false } : null
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
