import { readNumber } from '../../../extraction/notation/number.ts'
import type { EntryName } from './edit.ts'

export type Typed = { value: string } | { problem: 'amount' | 'date' | 'ambiguous' }

const AMOUNTS: readonly string[] = [
  'netTotal',
  'taxTotal',
  'grossTotal',
  'amountDue',
  'prepaid',
  'rounding',
] satisfies EntryName[]
const DATES: readonly string[] = [
  'issueDate',
  'dueDate',
  'deliveryDate',
  'periodStart',
  'periodEnd',
] satisfies EntryName[]

/** Nothing is known of how the person or the page writes numbers, so what has two readings is ambiguous. */
const NO_STYLE = { decimal: '.', certainty: 0 } as const

export function isAmountField(field: string): boolean {
  return AMOUNTS.includes(field)
}

/**
 * What was typed or picked from the page, in the notation that the API takes: 1.234,56 € as 1234.56, 3.2.2026 as 2026-02-03. What could
 * be two different values is a problem, never a guess. Everything else goes as it is; the server judges.
 */
export function readTyped(field: string, typed: string): Typed {
  const text = typed.trim()
  if (text === '') return { value: '' }
  if (isAmountField(field)) return readAmount(text)
  if (DATES.includes(field)) return readDate(text)
  return { value: text }
}

/** An amount with or without signs of a currency around it. */
export function readAmount(typed: string): Typed {
  const text = typed.replace(/\p{L}+\.?|\p{Sc}|%/gu, ' ').trim()
  const negative = /^[-–−(]|[-–−]$/.test(text)
  const read = readNumber(text.replace(/^[-–−(+]\s*|\s*[-–−)]$/g, ''), NO_STYLE)
  if (!read) return { problem: 'amount' }
  if (!read.certain) return { problem: 'ambiguous' }
  return { value: negative ? `-${read.value}` : read.value }
}

/** Whether a cell holds an amount or nothing. */
export function isAmount(typed: string): boolean {
  return typed.trim() === '' || 'value' in readAmount(typed)
}

/** A row with these cells read as amounts; null while one of them is none. */
export function readAmounts<Row extends object>(row: Row, columns: readonly (keyof Row)[]): Row | null {
  const read = { ...row }
  for (const column of columns) {
    const text = row[column]
    if (typeof text !== 'string') continue
    const typed = readAmount(text)
    if (!('value' in typed)) return null
    read[column] = typed.value as Row[keyof Row]
  }
  return read
}

/** A calendar date in digits or with a month's name. */
export function readDate(typed: string): Typed {
  const digits = /^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2,4})\.?$/.exec(typed)
  if (digits) {
    const [, a = '', sign, b = '', c = ''] = digits
    if (a.length === 4) return dayOf(Number(a), Number(b), Number(c))
    // Dots are never used month first.
    if (sign === '.' || Number(a) > 12) return dayOf(yearOf(c), Number(b), Number(a))
    if (Number(b) > 12) return dayOf(yearOf(c), Number(a), Number(b))
    return a === b ? dayOf(yearOf(c), Number(a), Number(b)) : { problem: 'ambiguous' }
  }
  const month = monthIn(typed)
  const numbers = typed.match(/\d+/g) ?? []
  const [first = '', second = ''] = numbers
  if (month === null || numbers.length !== 2) return { problem: 'date' }
  return first.length === 4 ? dayOf(Number(first), month, Number(second)) : dayOf(yearOf(second), month, Number(first))
}

function yearOf(printed: string): number {
  return printed.length === 2 ? 2000 + Number(printed) : Number(printed)
}

function dayOf(year: number, month: number, day: number): Typed {
  const at = new Date(Date.UTC(year, month - 1, day))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return exists && year >= 1970 && year <= 2099 ? { value: at.toISOString().slice(0, 10) } : { problem: 'date' }
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'fi', 'cs', 'tr', 'nb']

/** The month that a text names, whole or by its first letters, in any of the languages. */
function monthIn(text: string): number | null {
  const words = fold(text).match(/\p{L}{3,}/gu) ?? []
  for (const language of LANGUAGES) {
    const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
    for (let month = 1; month <= 12; month += 1) {
      const name = fold(names.format(new Date(Date.UTC(2026, month - 1, 1))))
      if (words.some((word) => word === name || (word.length <= 4 && name.startsWith(word)))) return month
    }
  }
  return null
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
