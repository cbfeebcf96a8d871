import { lookUp, type PhraseBook } from '../locales/index.ts'
import { keyOf } from '../notation/plain-text.ts'
import { horizontalOverlap, middleOf, spanOf } from './boxes.ts'
import type { LanguageWeights, Phrase } from './find-phrases.ts'
import type { Line, Segment } from './types.ts'

/** More words than this are a sentence. */
const MOST_WORDS = 4
/** In line heights. */
const GAP = 0.75
/** Boxes of recognized words end with their letters, those of a text layer with the type. */
const GAP_OF_RECOGNIZED = 1.1
const EDGE = 0.7
/** How far right of a label, in line heights, something may stand and still be its value. */
const VALUE_REACH = 30
const QUALITY = 0.94

type Book<Meaning extends string> = { book: PhraseBook<Meaning>; languages: LanguageWeights }

/**
 * Labels that run over two lines ("Sidste rettidige" over "betaling:"). Each half becomes a phrase of the whole label's meaning, since the
 * value may stand beside either of them, and takes the place of what the half alone would mean. `labelsOf` is changed in place.
 */
export function joinWrappedLabels<Meaning extends string>(
  lines: readonly Line[],
  { labelsOf, book, languages }: Book<Meaning> & { labelsOf: (line: Line) => Phrase<Meaning>[] },
): void {
  for (const line of lines) {
    const next = lines[line.index + 1]
    if (!next || next.page !== line.page || next.box[1] - line.box[3] > 3 * line.height) continue
    for (const upper of line.segments) {
      if (upper.to - upper.from > MOST_WORDS || /[\d:]/.test(upper.text)) continue
      const lower = segmentBelow(upper, { line, lines })
      if (!lower) continue
      const whole = wholeLabel(upper, { lower, lines, book, languages })
      if (!whole) continue
      const under = lines[lower.line]!
      if (hasOwnValue(lower, { line: under, labels: labelsOf(under), to: whole.to }) && hasNeighbour(upper, line))
        continue
      replace(labelsOf(line), phraseOf(line, { from: upper.from, to: upper.to, whole, last: false }))
      replace(labelsOf(under), phraseOf(under, { from: lower.from, to: whole.to, whole, last: true }))
    }
  }
}

/** The segment in the next lines that stands right under another one, with a common edge or middle. */
export function segmentBelow(upper: Segment, { line, lines }: { line: Line; lines: readonly Line[] }): Segment | null {
  // A line of another column may lie between the two.
  for (let at = line.index + 1; at <= line.index + 2; at++) {
    const next = lines[at]
    if (!next || next.page !== line.page) return null
    const lower = next.segments.find((segment) => horizontalOverlap(segment.box, upper.box) > 0)
    if (!lower) continue
    const isOcr = line.atoms[upper.from]?.source === 'ocr'
    if ((lower.box[1] - upper.box[3]) / line.height > (isOcr ? GAP_OF_RECOGNIZED : GAP)) return null
    const edges = [
      lower.box[0] - upper.box[0],
      lower.box[2] - upper.box[2],
      middleOf(lower.box).x - middleOf(upper.box).x,
    ]
    return edges.some((edge) => Math.abs(edge) < EDGE * line.height) ? lower : null
  }
  return null
}

type Whole<Meaning extends string> = { meaning: Meaning; key: string; to: number }

function wholeLabel<Meaning extends string>(
  upper: Segment,
  { lower, lines, book, languages }: Book<Meaning> & { lower: Segment; lines: readonly Line[] },
): Whole<Meaning> | null {
  const atoms = lines[lower.line]!.atoms
  const start = keyOf(upper.text)
  let key = start
  let best: Whole<Meaning> | null = null
  for (let to = lower.from + 1; to <= Math.min(lower.to, lower.from + MOST_WORDS); to++) {
    key += keyOf(atoms[to - 1]!.text)
    const entries = lookUp(book, { key, misreadAllowed: false })?.entries ?? []
    const entry = entries.toSorted((a, b) => (languages.get(b.locale) ?? 0) - (languages.get(a.locale) ?? 0))[0]
    if (entry && key !== start && (languages.get(entry.locale) ?? 0) >= 0.2) best = { meaning: entry.meaning, key, to }
    if (/:$/.test(atoms[to - 1]!.text)) break
  }
  // The label goes on ("Total" over "VAT number"): half of a second line is no end of a label, but for a colon.
  if (best && best.to < lower.to && !/[:#]$/.test(atoms[best.to - 1]!.text)) return null
  return best
}

/** Both lines are labels of their own where each has something beside it: "Total 100.00" over "VAT 20.00". */
function hasOwnValue<Meaning extends string>(
  lower: Segment,
  { line, labels, to }: { line: Line; labels: readonly Phrase<Meaning>[]; to: number },
): boolean {
  const named = labels.some((label) => label.from === lower.from)
  return named && (to < lower.to || hasNeighbour(lower, line))
}

function hasNeighbour(segment: Segment, line: Line): boolean {
  return line.segments.some(
    (other) =>
      other.from >= segment.to && /\d/.test(other.text) && other.box[0] - segment.box[2] < VALUE_REACH * line.height,
  )
}

function phraseOf<Meaning extends string>(
  line: Line,
  { from, to, whole, last }: { from: number; to: number; whole: Whole<Meaning>; last: boolean },
): Phrase<Meaning> {
  return {
    ...spanOf(line, { from, to }),
    page: line.page,
    meaning: whole.meaning,
    key: whole.key,
    quality: QUALITY,
    colon: last && /[:#]$/.test(line.atoms[to - 1]!.text),
    leads: true,
    alone: true,
  }
}

function replace<Meaning extends string>(labels: Phrase<Meaning>[], phrase: Phrase<Meaning>): void {
  const kept = labels.filter((label) => label.to <= phrase.from || label.from >= phrase.to)
  labels.splice(0, labels.length, ...[...kept, phrase].toSorted((a, b) => a.from - b.from))
}
