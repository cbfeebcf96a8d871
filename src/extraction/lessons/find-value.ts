import { Decimal } from 'decimal.js'
import type { FieldName } from '../../../schemas/draft.ts'
import type { DateForm } from '../../../schemas/lesson.ts'
import { spanOfText } from '../layout/boxes.ts'
import type { Line, Span } from '../layout/types.ts'
import { readAmounts } from '../notation/amounts.ts'
import type { NumberStyle } from '../notation/number.ts'
import { foldLetters } from '../notation/plain-text.ts'
import { formsOf, readParts } from './date-form.ts'

/** Where a value that is known stands, and how it is written there. */
export type Occurrence = {
  span: Span
  /** What is glued to it in its first and last word. */
  before: string
  after: string
  /** Forms in which it is a date, likeliest first. */
  forms?: DateForm[]
  decimal?: '.' | ','
}

/** Numbers that are grouped and dotted as people like. */
const CODES: ReadonlySet<FieldName> = new Set(['supplierVatId', 'iban', 'supplierTaxNumber'])

/** Every place of a field's text, whatever its case and blanks. Within a longer number or word it does not stand. */
export function findText(lines: readonly Line[], { field, value }: { field: FieldName; value: string }): Occurrence[] {
  const drop = CODES.has(field) ? /[^\p{L}\p{N}]/u : /\s/u
  const wanted = [...foldLetters(value)].filter((letter) => !drop.test(letter)).join('')
  return wanted === '' ? [] : lines.flatMap((line) => findInLine(line, { wanted, drop }))
}

function findInLine(line: Line, { wanted, drop }: { wanted: string; drop: RegExp }): Occurrence[] {
  const { letters, places } = squeeze(line.text, drop)
  const found: Occurrence[] = []
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
    const start = places[at]!
    const end = places[at + wanted.length - 1]! + 1
    const before = /\S*$/.exec(line.text.slice(0, start))![0]
    const after = /^\S*/.exec(line.text.slice(end))![0]
    if (continues(before.at(-1), line.text[start]) || continues(line.text[end - 1], after[0])) continue
    found.push({ span: spanOfText(line, { start, end }), before, after })
  }
  return found
}

/** The letters that count, folded one by one, with the place of each in the text. */
function squeeze(text: string, drop: RegExp): { letters: string; places: number[] } {
  let letters = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (drop.test(text[at]!)) continue
    for (const letter of foldLetters(text[at]!)) {
      letters += letter
      places.push(at)
    }
  }
  return { letters, places }
}

/** Digits that go on, or letters: then it is a part of something else. */
function continues(one: string | undefined, next: string | undefined): boolean {
  if (one === undefined || next === undefined) return false
  return (/\d/.test(one) && /\d/.test(next)) || (/\p{L}/u.test(one) && /\p{L}/u.test(next))
}

/** Every place of a day, in whatever form that can be one. */
export function findDate(lines: readonly Line[], iso: string): Occurrence[] {
  return lines.flatMap((line) =>
    readParts(line).flatMap(({ span, ...printed }) => {
      const forms = formsOf(printed, iso)
      return forms.length === 0 ? [] : [{ span, before: '', after: '', forms }]
    }),
  )
}

/** Every place of an amount, its sign aside; `decimal` is the sign before its decimals, where it has one. */
export function findAmount(lines: readonly Line[], value: string): Occurrence[] {
  const wanted = new Decimal(value).abs()
  return lines.flatMap((line) =>
    STYLES.flatMap((style, rank) => {
      const same = readAmounts(line, style).filter((one) => !one.percent && new Decimal(one.value).abs().eq(wanted))
      return same
        .filter((one) => rank === 0 || !readsAlike(line, { from: one.from, wanted }))
        .map((span) => ({
          span,
          before: '',
          after: '',
          ...(span.decimals > 0 ? { decimal: style.decimal } : {}),
        }))
    }),
  )
}

const STYLES: readonly NumberStyle[] = [
  { decimal: ',', certainty: 1 },
  { decimal: '.', certainty: 1 },
]

/** Read the same way already by the first style. */
function readsAlike(line: Line, { from, wanted }: { from: number; wanted: Decimal }): boolean {
  return readAmounts(line, STYLES[0]!).some((one) => one.from === from && new Decimal(one.value).abs().eq(wanted))
}
