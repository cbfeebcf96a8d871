import type { Box } from '../../../../schemas/transcript.ts'
import { coverBoxes, horizontalOverlap } from '../../layout/boxes.ts'
import type { Line, Segment } from '../../layout/types.ts'
import { COLUMNS, lookUp } from '../../locales/index.ts'
import type { ColumnMeaning } from '../../locales/locale.ts'
import { keyOf } from '../../notation/plain-text.ts'
import type { Sight } from '../../sight.ts'

/** A name in the head of a table; `meaning` is null for one that is not known but still has a column below it. */
export type HeaderCell = { box: Box; text: string; meaning: ColumnMeaning | null }

/** The head of a table: one to three lines. */
export type Header = { page: number; first: number; last: number; cells: HeaderCell[]; bold: boolean }

/** A second line of a head stands this close, in line heights. */
const HEAD_GAP = 0.9

/** The heads of tables of lines in reading order. Heads of VAT summaries and of the boxes around a bill's data are none. */
export function findHeaders(sight: Sight): Header[] {
  const headers: Header[] = []
  const lines = sight.layout.lines
  for (let at = 0; at < lines.length; at++) {
    if (!mayHead(at, sight)) continue
    const header = growHeader(at, sight)
    if (!namesLines(header)) continue
    headers.push(header)
    at = header.last
  }
  return headers
}

function mayHead(index: number, sight: Sight): boolean {
  const line = sight.layout.lines[index]!
  if (line.segments.length < 2 && line.atoms.length > 8) return false
  if (holdsMoney(index, sight)) return false
  const cells = cellsOf(line, sight)
  const known = cells.filter((cell) => cell.meaning !== null)
  return new Set(known.map((cell) => cell.meaning)).size >= 2 && known.length * 2 >= cells.length
}

function holdsMoney(index: number, sight: Sight): boolean {
  return sight.lines[index]!.amounts.some((amount) => !amount.percent && amount.moneylike > 0.6)
}

/** A description, a count or a price beside an amount; without them it is a summary of taxes, payments or dates. */
function namesLines(header: Header): boolean {
  const meanings = new Set(header.cells.map((cell) => cell.meaning))
  const money = meanings.has('netAmount') || meanings.has('grossAmount') || meanings.has('unitPrice')
  const coded = meanings.has('itemCode') && meanings.has('unitPrice')
  return money && (meanings.has('description') || meanings.has('quantity') || coded)
}

/** Takes lines above and below that belong to the same head: "Unit" over "price". */
function growHeader(index: number, sight: Sight): Header {
  const lines = sight.layout.lines
  const seed = lines[index]!
  let cells = cellsOf(seed, sight)
  let first = index
  let last = index
  const tries = [-1, 1, -2, 2]
  for (const step of tries) {
    const line = lines[index + step]
    if (!line || line.page !== seed.page || index + step < first - 1 || index + step > last + 1) continue
    const near = step < 0 ? lines[first]! : lines[last]!
    const gap = step < 0 ? near.box[1] - line.box[3] : line.box[1] - near.box[3]
    if (gap > HEAD_GAP * seed.height || holdsMoney(line.index, sight)) continue
    const merged = mergeCells(cells, { line, above: step < 0, sight })
    if (!merged) continue
    cells = merged
    first = Math.min(first, line.index)
    last = Math.max(last, line.index)
  }
  const atoms = lines.slice(first, last + 1).flatMap((line) => line.atoms)
  return {
    page: seed.page,
    first,
    last,
    cells: cells.toSorted((a, b) => a.box[0] + a.box[2] - b.box[0] - b.box[2]),
    bold: atoms.filter((atom) => atom.bold).length * 2 > atoms.length,
  }
}

/** The cells with those of a neighbouring line; null where that line is no part of the head. */
function mergeCells(
  cells: HeaderCell[],
  { line, above, sight }: { line: Line; above: boolean; sight: Sight },
): HeaderCell[] | null {
  const merged = [...cells]
  let speaks = 0
  const others = cellsOf(line, sight)
  for (const other of others) {
    const at = merged.findIndex((cell) => horizontalOverlap(cell.box, other.box) > 0)
    const under = merged[at]
    if (!under) {
      if (other.meaning !== null) speaks++
      else if (!isAddition(other.text)) return null
      merged.push(other)
      continue
    }
    const text = above ? `${other.text} ${under.text}` : `${under.text} ${other.text}`
    const joined = meaningOf(text, sight)
    if (joined !== null || isAddition(other.text)) speaks++
    else if (other.meaning !== null && under.meaning === null) speaks++
    // A line of the table below may begin with a word that also names a column.
    else if (other.text.length > 18 || other.meaning === null) return null
    merged[at] = {
      box: coverBoxes([under.box, other.box]),
      text,
      meaning: joined ?? (isAddition(other.text) ? under.meaning : (under.meaning ?? other.meaning)),
    }
  }
  return speaks > 0 && speaks * 2 >= others.length ? merged : null
}

/** What only explains a name: "(EUR)", "%", "excl. VAT", "netto". */
function isAddition(text: string): boolean {
  return /^[([].*[)\]]$|^%$|^(?:in |en )?(?:€|\$|£|[A-Z]{3}|euro)$|^(?:excl|inkl|incl|exkl|zzgl|ohne|hors|iva|w\/o|no\.?|nr\.?|net+o?|brut+o?|h\.?t\.?|unit|price|amount)\b/i.test(
    text.trim(),
  )
}

function cellsOf(line: Line, sight: Sight): HeaderCell[] {
  const phrases = sight.lines[line.index]!.columns
  const cells: HeaderCell[] = []
  for (const segment of line.segments.flatMap((whole) => splitNames(whole, { line, sight }))) {
    const whole = meaningOf(segment.text, sight)
    const own = phrases.filter((phrase) => phrase.from >= segment.from && phrase.to <= segment.to)
    if (whole !== null || own.length === 0) {
      cells.push({ box: segment.box, text: segment.text, meaning: whole })
      continue
    }
    // Words between two names belong to the one before them ("Total EUR"), at the start to the first one ("Our price").
    for (const [at, phrase] of own.entries()) {
      const from = at === 0 ? segment.from : phrase.from
      const to = own[at + 1]?.from ?? segment.to
      const atoms = line.atoms.slice(from, to)
      const stray = atoms.length - (phrase.to - phrase.from)
      cells.push({
        box: coverBoxes(atoms.map((atom) => atom.box)),
        text: atoms.map((atom) => atom.text).join(' '),
        // A sentence that holds a column's word is no name of a column.
        meaning: stray > 2 ? null : phrase.meaning,
      })
    }
  }
  return cells
}

/** In blanks: two names stand further apart than the words of one. */
const NAMES_APART = 2

/** "Importo  IVA": the names of two narrow columns, which close together would be one ("VAT amount"). */
function splitNames(segment: Segment, { line, sight }: { line: Line; sight: Sight }): Segment[] {
  for (let at = segment.from + 1; at < segment.to; at++) {
    const gap = line.atoms[at]!.box[0] - line.atoms[at - 1]!.box[2]
    if (gap < NAMES_APART * line.blank * line.height) continue
    const [left, right] = [partOf(segment, { line, to: at }), partOf(segment, { line, from: at })]
    const meaning = meaningOf(left.text, sight)
    if (meaning === null) continue
    const others = splitNames(right, { line, sight })
    if (others.every((other) => ![null, meaning].includes(meaningOf(other.text, sight)))) return [left, ...others]
  }
  return [segment]
}

function partOf(
  segment: Segment,
  { line, from = segment.from, to = segment.to }: { line: Line; from?: number; to?: number },
): Segment {
  const atoms = line.atoms.slice(from, to)
  return {
    ...segment,
    from,
    to,
    text: atoms.map(({ text }) => text).join(' '),
    box: coverBoxes(atoms.map(({ box }) => box)),
  }
}

/** The meaning of a whole name, additions in brackets and currencies left out. */
function meaningOf(text: string, sight: Sight): ColumnMeaning | null {
  const bare = text.replace(/[([].*?[)\]]/g, ' ').replace(/\b(?:in|en)?\s?(?:EUR|€|USD|GBP|CHF)(?![\p{L}])/gu, ' ')
  for (const candidate of [text, bare]) {
    const key = keyOf(candidate)
    if (key === '') continue
    const hit = lookUp(COLUMNS, { key, misreadAllowed: false })
    const entries = (hit?.entries ?? []).toSorted(
      (a, b) => (sight.languages.get(b.locale) ?? 0) - (sight.languages.get(a.locale) ?? 0),
    )
    const best = entries[0]
    if (best && (key.length >= 6 || (sight.languages.get(best.locale) ?? 0) >= 0.2)) return best.meaning
  }
  return null
}
