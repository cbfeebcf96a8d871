import type { Box, Transcript, TranscriptPage, Word } from '../../../schemas/transcript.ts'
import { LABELS } from '../locales/index.ts'
import { keyOf } from '../notation/plain-text.ts'
import { coverBoxes, middleOf } from './boxes.ts'
import { joinAtoms } from './join-atoms.ts'
import type { Atom, Layout, Line, PageLayout, Segment } from './types.ts'

/** A gap wider than this many line heights starts another segment: word spaces are 0.2 to 0.5 of the height, columns stand wider apart. */
const SEGMENT_GAP = 1.05
/** In type of even width blanks are as wide as letters; a column's gap is wider than this many of them. */
const BLANKS_OF_A_GAP = 1.5
/** How many open lines above a word are asked whether it belongs to them; overlapping columns need a few. */
const OPEN_LINES = 12

/** Arranges the words of a transcript in lines and segments; cost grows with the number of words. */
export function layOut(transcript: Transcript): Layout {
  const lines: Line[] = []
  const pages: PageLayout[] = []
  for (const page of transcript.pages) {
    const own = linesOfPage(page, lines.length)
    lines.push(...own)
    pages.push({ number: page.number, width: page.width, height: page.height, lines: own })
  }
  return { pages, lines }
}

function linesOfPage(page: TranscriptPage, firstIndex: number): Line[] {
  const words = page.words.filter((word) => cleanText(word.text) !== '')
  const rows: Word[][] = []
  for (const word of words.toSorted((a, b) => middleOf(a.box).y - middleOf(b.box).y || a.box[0] - b.box[0])) {
    const row = rows.slice(-OPEN_LINES).findLast((candidate) => standsInRow(word, candidate))
    if (row) row.push(word)
    else rows.push([word])
  }
  const ordered = rows
    .map((row) => row.toSorted((a, b) => a.box[0] - b.box[0]))
    .toSorted((a, b) => rowMiddle(a) - rowMiddle(b))
  const blank = usualBlank(ordered)
  return ordered.map((row, offset) => lineOf(row, { page: page.number, index: firstIndex + offset, blank }))
}

/** Wider gaps stand between columns. */
const WIDEST_BLANK = 2
const USUAL_BLANK = 0.4
/** Fewer gaps tell nothing. */
const LEAST_GAPS = 12

/** The median gap between neighbouring words of letters, in heights of the lower of the two. */
function usualBlank(rows: readonly Word[][]): number {
  const gaps: number[] = []
  for (const row of rows) {
    for (let at = 1; at < row.length; at++) {
      const [before, after] = [row[at - 1]!, row[at]!]
      if (!/\p{L}{2}/u.test(before.text) || !/\p{L}{2}/u.test(after.text)) continue
      const height = Math.min(before.box[3] - before.box[1], after.box[3] - after.box[1])
      const gap = (after.box[0] - before.box[2]) / Math.max(1, height)
      if (gap > 0 && gap < WIDEST_BLANK) gaps.push(gap)
    }
  }
  return gaps.length < LEAST_GAPS ? USUAL_BLANK : gaps.toSorted((a, b) => a - b)[gaps.length >> 1]!
}

function rowMiddle(row: Word[]): number {
  return row.reduce((sum, word) => sum + middleOf(word.box).y, 0) / row.length
}

/** Judged against the nearest word of the row, so that a slightly skewed scan still makes straight lines. */
function standsInRow(word: Word, row: Word[]): boolean {
  let nearest = row[0]!
  let distance = Number.POSITIVE_INFINITY
  for (const other of row) {
    const gap = Math.max(word.box[0] - other.box[2], other.box[0] - word.box[2])
    if (gap < distance) {
      distance = gap
      nearest = other
    }
  }
  const [, top, , bottom] = word.box
  const overlap = Math.min(bottom, nearest.box[3]) - Math.max(top, nearest.box[1])
  const smaller = Math.min(bottom - top, nearest.box[3] - nearest.box[1])
  // Two words over one another at the same place are two lines, however close.
  const over = distance < -0.5 * Math.min(word.box[2] - word.box[0], nearest.box[2] - nearest.box[0])
  return overlap >= (over ? 0.8 : 0.5) * smaller
}

function lineOf(row: Word[], { page, index, blank }: { page: number; index: number; blank: number }): Line {
  const atoms = mergeSpacedLetters(row.flatMap(atomsOfWord))
  const heights = atoms.map((atom) => atom.box[3] - atom.box[1]).toSorted((a, b) => a - b)
  const height = heights[heights.length >> 1] ?? 10
  const line: Line = {
    index,
    page,
    atoms,
    segments: [],
    ...joinAtoms(atoms),
    box: coverBoxes(atoms.map((a) => a.box)),
    height,
    blank,
  }
  line.segments = segmentsOf(line)
  return line
}

function segmentsOf(line: Line): Segment[] {
  const segments: Segment[] = []
  let from = 0
  for (let at = 1; at <= line.atoms.length; at++) {
    const next = line.atoms[at]
    const previous = line.atoms[at - 1]!
    if (next) {
      const unit = Math.max(Math.min(heightOf(previous), heightOf(next)), 0.6 * line.height)
      if (next.box[0] - previous.box[2] <= Math.max(SEGMENT_GAP, BLANKS_OF_A_GAP * line.blank) * unit) continue
    }
    const atoms = line.atoms.slice(from, at)
    segments.push({
      page: line.page,
      line: line.index,
      from,
      to: at,
      text: atoms.map((atom) => atom.text).join(' '),
      box: coverBoxes(atoms.map((atom) => atom.box)),
    })
    from = at
  }
  return segments
}

function heightOf(atom: Atom): number {
  return atom.box[3] - atom.box[1]
}

/** Zero-width characters come from web pages printed to PDF; they would hide labels. */
function cleanText(text: string): string {
  return text.replace(/\p{Cf}|\p{Cc}/gu, '').normalize('NFC')
}

/** "Factuurnummer2025108866": recognition sees no blank where the columns stand close. */
const GLUED = /^(\p{L}{5,}[.:]?)(\d[\d\p{L}/.-]{2,})$/u

/** A label glued to its value, with or without ":", "#" or "=" between them, is cut from it; times, ratios and URLs are left whole. */
function atomsOfWord(word: Word): Atom[] {
  const text = cleanText(word.text)
  const [, label, value] = GLUED.exec(text) ?? []
  const pieces =
    label !== undefined && value !== undefined && LABELS.entries.has(keyOf(label))
      ? [label, value]
      : text
          .split(/(?<=[\p{L}.)°º*][:#=])(?=[^\s:/\\])|(?<=[:])(?=[€$£]\d)|(?<=^[\p{L}]{2,}\.?)(?=#\d)/u)
          .filter((piece) => piece !== '')
  if (pieces.length === 1) return [atomOf(word, text, word.box)]
  const [left, top, right, bottom] = word.box
  const atoms: Atom[] = []
  let done = 0
  for (const piece of pieces) {
    const start = left + ((right - left) * done) / text.length
    done += piece.length
    const box: Box = [start, top, left + ((right - left) * done) / text.length, bottom]
    atoms.push(atomOf(word, piece, box))
  }
  return atoms
}

function atomOf(word: Word, text: string, box: Box): Atom {
  return {
    text,
    box,
    source: word.source,
    confidence: word.confidence,
    fontSize: word.fontSize ?? box[3] - box[1],
    bold: word.bold ?? false,
    ...(word.alternatives ? { alternatives: word.alternatives } : {}),
  }
}

/** "R E C H N U N G" set wide is one word: four or more single letters at even distance. */
function mergeSpacedLetters(atoms: Atom[]): Atom[] {
  const merged: Atom[] = []
  for (let at = 0; at < atoms.length; ) {
    let end = at
    while (end < atoms.length && /^\p{L}$/u.test(atoms[end]!.text) && (end === at || isSpacedPair(atoms, end))) end++
    if (end - at >= 4) {
      const run = atoms.slice(at, end)
      merged.push({ ...run[0]!, text: run.map((a) => a.text).join(''), box: coverBoxes(run.map((a) => a.box)) })
      at = end
    } else {
      merged.push(atoms[at]!)
      at++
    }
  }
  return merged
}

function isSpacedPair(atoms: Atom[], at: number): boolean {
  return atoms[at]!.box[0] - atoms[at - 1]!.box[2] < 1.2 * heightOf(atoms[at]!)
}
