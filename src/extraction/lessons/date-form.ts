import type { DateForm } from '../../../schemas/lesson.ts'
import { spanOfText, widestGap } from '../layout/boxes.ts'
import type { Line, Span } from '../layout/types.ts'
import { isoOf } from '../notation/dates.ts'
import { languagesOfMonth, monthInLanguages } from '../notation/month-names.ts'

/** Three parts that may be a date, as printed. */
type DateParts = { span: Span; parts: [string, string, string]; compact: boolean }

const APART =
  /(?<![\p{L}\p{N}])(\d{1,4}|\p{L}{1,12})([^\p{L}\p{N}]{1,3})(\d{1,4}|\p{L}{1,12})([^\p{L}\p{N}]{1,3})(\d{1,4})(?![\p{L}\p{N}])/gu
const COMPACT = /(?<!\d)\d{8}(?!\d)|(?<!\d)\d{6}(?!\d)/g
/** Of a date, in line heights; parts in different columns are none. */
const WIDEST_GAP = 2.2

/** In the order in which a form is guessed where the digits leave several. */
const ORDERS = ['DMY', 'YMD', 'MDY', 'YDM', 'DYM', 'MYD'] as const

/** The forms in which this day could be printed so, likeliest first. */
export function formsOf({ parts, compact }: Pick<DateParts, 'parts' | 'compact'>, iso: string): DateForm[] {
  return ORDERS.flatMap((order) => {
    const letters = [...order].map((letter, at) => letterOf(letter, { part: parts[at]!, iso }))
    if (letters.includes(null)) return []
    const name = parts[letters.indexOf('N')]
    const languages = name === undefined ? {} : { languages: languagesOfMonth(name, Number(iso.slice(5, 7))) }
    return [{ parts: letters.join(''), compact, ...languages }]
  })
}

function letterOf(letter: string, { part, iso }: { part: string; iso: string }): string | null {
  const [year = '', month = '', day = ''] = iso.split('-')
  if (letter === 'Y') return part === year ? 'Y' : part === year.slice(2) ? 'y' : null
  if (letter === 'D') return isNumber(part) && Number(part) === Number(day) ? 'D' : null
  if (isNumber(part)) return Number(part) === Number(month) && part.length <= 2 ? 'M' : null
  if (ROMAN.indexOf(part.toUpperCase()) === Number(month)) return 'R'
  return languagesOfMonth(part, Number(month)).length > 0 ? 'N' : null
}

/** Every date of the line in this form. */
export function readDatesInForm(line: Line, form: DateForm): { span: Span; iso: string }[] {
  return readParts(line).flatMap(({ span, parts, compact }) => {
    const iso = compact === form.compact ? applyForm(parts, form) : null
    return iso === null ? [] : [{ span, iso }]
  })
}

function applyForm(parts: readonly string[], form: DateForm): string | null {
  let [year, month, day] = [0, 0, 0]
  for (const [at, letter] of [...form.parts].entries()) {
    const part = parts[at]!
    const number = isNumber(part) ? Number(part) : 0
    if (letter === 'Y' && part.length === 4) year = number
    else if (letter === 'y' && part.length === 2) year = 2000 + number
    else if (letter === 'D' && part.length <= 2) day = number
    else if (letter === 'M' && part.length <= 2) month = number
    else if (letter === 'R') month = ROMAN.indexOf(part.toUpperCase())
    else if (letter === 'N') month = monthInLanguages(part, form.languages ?? []) ?? 0
  }
  return isoOf(year, month, day)
}

/** All runs of a line that may be a date. Those of digits alone are cut as dates of that length are. */
export function readParts(line: Line): DateParts[] {
  const found: DateParts[] = []
  if (!/\d/.test(line.text)) return found
  const add = (start: number, { text, parts, compact }: { text: string } & Omit<DateParts, 'span'>): void => {
    const span = spanOfText(line, { start, end: start + text.length })
    if (widestGap(span) <= WIDEST_GAP) found.push({ span, parts, compact })
  }
  const apart = new RegExp(APART)
  for (let match = apart.exec(line.text); match; match = apart.exec(line.text)) {
    const [text, first = '', , second = '', , third = ''] = match
    add(match.index, { text, parts: [first, second, third], compact: false })
    apart.lastIndex = match.index + first.length
  }
  for (const { 0: text, index } of line.text.matchAll(COMPACT)) {
    for (const sizes of text.length === 8 ? CUTS_OF_EIGHT : CUTS_OF_SIX) {
      const [a, b] = sizes
      add(index, { text, parts: [text.slice(0, a), text.slice(a, a + b), text.slice(a + b)], compact: true })
    }
  }
  return found
}

const CUTS_OF_EIGHT = [
  [2, 2],
  [4, 2],
  [2, 4],
] as const
const CUTS_OF_SIX = [[2, 2]] as const

const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

function isNumber(part: string): boolean {
  return /^\d+$/.test(part)
}
