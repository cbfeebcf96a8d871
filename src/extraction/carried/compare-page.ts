import { Decimal } from 'decimal.js'
import {
  AMOUNT_FIELDS,
  DATE_FIELDS,
  type Disagreement,
  type Draft,
  type DraftField,
  type FieldName,
  type Place,
} from '../../../schemas/draft.ts'
import { coverBoxes } from '../layout/boxes.ts'
import type { Line } from '../layout/types.ts'
import { nameKey } from '../notation/company-name.ts'
import { foldLetters } from '../notation/plain-text.ts'
import type { Sight } from '../sight.ts'

/** What page and data say of one field. */
export type Comparison = {
  /** Where the data's value stands on the page. */
  place?: Place
  disagreement?: Disagreement
}

/** What a payment depends on, and what tells one bill from another. */
export const COMPARED: ReadonlySet<FieldName> = new Set<FieldName>([
  'invoiceNumber',
  'issueDate',
  'dueDate',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'amountDue',
  'iban',
  'supplierName',
])

/** Where the page says something else for sure, that the data's value is somewhere on it as well is no excuse. */
const MONEY: readonly FieldName[] = ['grossTotal', 'amountDue', 'iban']
const SURE = 0.95
const NEVER = 2
/** Below this what the page was read as is no contradiction. */
const LIKELY = 0.5
/** Every bill shows these somewhere: a page on which they can't be found is another bill's. */
const ALWAYS_SHOWN: readonly FieldName[] = ['invoiceNumber', 'amountDue']
/** A page with fewer words is a cover or a picture. */
const FEWEST_WORDS = 30

/**
 * Compares what a page shows with the data that travels with it. A value that stands anywhere on the page is agreed on; a page that is read
 * to say another one, or that was read character by character and shows nothing like it, disagrees.
 */
export function comparePage({ page, data }: { page: Draft; data: Draft }, sight: Sight): Map<FieldName, Comparison> {
  const comparisons = new Map<FieldName, Comparison>()
  for (const field of COMPARED) {
    const value = data.fields[field]?.value
    if (value === undefined) continue
    comparisons.set(field, compareField({ field, value, page }, sight))
  }
  return comparisons
}

function compareField(
  { field, value, page }: { field: FieldName; value: string; page: Draft },
  sight: Sight,
): Comparison {
  const printed = page.fields[field]
  if (printed && agree(field, [value, printed.value])) return printed.place ? { place: printed.place } : {}
  const seen = find(field, value, sight)
  const contradicted = printed !== undefined && printed.confidence >= leastOf(field, seen !== undefined)
  if (seen !== undefined && !contradicted) return seen.box ? { place: seen as Place } : {}
  if (contradicted) {
    const { place } = printed
    return { disagreement: { field, embedded: value, visible: printed.value, ...(place && { place }) } }
  }
  return ALWAYS_SHOWN.includes(field) && isReadWell(sight) && !isPaid(field, value)
    ? { disagreement: { field, embedded: value } }
    : {}
}

/** How sure the reading of a page must be to speak against the data. Names are printed in more than one way. */
function leastOf(field: FieldName, isSeen: boolean): number {
  if (isSeen) return MONEY.includes(field) ? SURE : NEVER
  return field === 'supplierName' ? SURE : LIKELY
}

/** What is paid already is often not printed as "0.00 due". */
function isPaid(field: FieldName, value: string): boolean {
  return field === 'amountDue' && new Decimal(value).isZero()
}

/** Whether what was read from a page is sure enough to speak against data. */
export function contradicts({ confidence, source }: DraftField): boolean {
  return source === 'person' || confidence >= SURE
}

function isReadWell({ layout }: Sight): boolean {
  const atoms = layout.lines.flatMap((line) => line.atoms)
  return atoms.length >= FEWEST_WORDS && atoms.every(({ source }) => source === 'text-layer')
}

const isAmount = (field: FieldName): boolean => (AMOUNT_FIELDS as readonly FieldName[]).includes(field)
const isDate = (field: FieldName): boolean => (DATE_FIELDS as readonly FieldName[]).includes(field)

/** Whether two values of a field are the same, each in its own spelling. */
export function agree(field: FieldName, [one, other]: readonly [string, string]): boolean {
  if (isAmount(field)) return new Decimal(one).abs().equals(new Decimal(other).abs())
  if (field === 'supplierName') return sameName(one, other)
  return field === 'invoiceNumber' ? compact(one) === compact(other) : one === other
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** "Acme" prints as its name what its register calls "Acme Trading GmbH", and the other way round. */
function sameName(one: string, other: string): boolean {
  const [a, b] = [nameKey(one), nameKey(other)]
  if (a === '' || b === '') return true
  if (a.includes(b) || b.includes(a)) return true
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const common = words.filter((word) => others.includes(word))
  return common.length * 2 >= Math.min(words.length, others.length)
}

function wordsOf(name: string): string[] {
  return [
    ...new Set(
      name
        .split(/[^\p{L}\p{N}]+/u)
        .map(nameKey)
        .filter((word) => word.length > 2),
    ),
  ]
}

/** Where a value stands on the pages, however it is written there; without a box where it runs over lines. */
function find(field: FieldName, value: string, sight: Sight): Partial<Place> | undefined {
  const { lines } = sight.layout
  if (isAmount(field)) {
    const wanted = new Decimal(value).abs()
    const spans = sight.lines.flatMap((line) =>
      line.amounts.filter((amount) => wanted.equals(new Decimal(amount.value).abs())),
    )
    const span = spans[0]
    return span && { page: span.page, box: span.box }
  }
  if (isDate(field)) {
    const span = sight.lines
      .flatMap((line) => line.dates)
      .find(({ readings }) => readings.some(({ iso }) => iso === value))
    return span && { page: span.page, box: span.box }
  }
  if (field === 'supplierName') {
    const text = foldLetters(lines.map((line) => line.text).join(' ')).replace(/[^\p{L}\p{N}]/gu, '')
    const words = wordsOf(value)
    return words.length > 0 && words.some((word) => text.includes(word)) ? {} : undefined
  }
  const wanted = compact(value)
  const line = lines.find((one) => compact(one.text).includes(wanted))
  if (line) return { page: line.page, box: boxOf(line, wanted) }
  return compact(lines.map((one) => one.text).join('')).includes(wanted) ? {} : undefined
}

/** The words of a line that make up the value; all of it where they don't. */
function boxOf(line: Line, wanted: string): Place['box'] {
  for (let from = 0; from < line.atoms.length; from += 1) {
    for (let to = from + 1; to <= line.atoms.length; to += 1) {
      const atoms = line.atoms.slice(from, to)
      const text = compact(atoms.map((atom) => atom.text).join(''))
      if (text.length > wanted.length + 12) break
      if (text.includes(wanted)) return coverBoxes(atoms.map(({ box }) => box))
    }
  }
  return line.box
}
