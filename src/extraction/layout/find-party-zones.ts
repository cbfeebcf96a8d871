import type { Box } from '../../../schemas/transcript.ts'
import type { LabelMeaning } from '../locales/locale.ts'
import { isSenderLine } from '../notation/company-name.ts'
import { coverBoxes, horizontalOverlap, middleOf } from './boxes.ts'
import type { Phrase } from './find-phrases.ts'
import { segmentBelow } from './find-wrapped-labels.ts'
import type { Layout, Line, Segment } from './types.ts'

export type PartyKind = 'supplier' | 'customer' | 'otherParty'

/** The block of text that a label such as "Bill to" announces. */
export type PartyZone = {
  kind: PartyKind
  page: number
  box: Box
  label: Phrase<LabelMeaning>
  /** The label stands among those of a bank account: who is paid, usually the supplier. */
  payee: boolean
  /** In reading order; the first is usually the name. */
  segments: Segment[]
}

/** An address is no longer than this. */
const MOST_LINES = 9
/** How far right of its label a party may stand in a list of pairs, in line heights. */
const PAIR_REACH = 16
/** A larger gap between lines, in line heights, ends a block. */
const BLOCK_GAP = 1.7

/** The blocks under or right of labels for the parties. */
export function findPartyZones(
  layout: Layout,
  { labelsOf }: { labelsOf: (line: Line) => readonly Phrase<LabelMeaning>[] },
): PartyZone[] {
  const zones: PartyZone[] = []
  for (const line of layout.lines) {
    for (const label of labelsOf(line)) {
      const named = kindOf(label)
      if (!named) continue
      const payee = named !== 'otherParty' && heedsAccount(label, { lines: layout.lines, labelsOf })
      const kind = payee ? 'supplier' : named
      const right = rightInPairs(label, { lines: layout.lines, labelsOf })
      const segments = right ? [right] : [...besides(label), ...beneath(label, { lines: layout.lines, labelsOf })]
      if (segments.length > 0)
        zones.push({
          kind,
          page: line.page,
          box: coverBoxes(segments.map((segment) => segment.box)),
          label,
          payee,
          segments,
        })
    }
  }
  return zones
}

/** "Empfänger" over "Bank" and "IBAN": the account's holder. */
function heedsAccount(
  label: Phrase<LabelMeaning>,
  { lines, labelsOf }: { lines: readonly Line[]; labelsOf: (line: Line) => readonly Phrase<LabelMeaning>[] },
): boolean {
  return [-2, -1, 1, 2].some((step) => {
    const line = lines[label.line.index + step]
    if (!line || line.page !== label.line.page) return false
    if (Math.abs(line.box[1] - label.line.box[1]) > 4 * label.line.height) return false
    return labelsOf(line).some(
      (other) =>
        (other.meaning === 'iban' || other.meaning === 'bank') &&
        other.leads &&
        Math.abs(other.box[0] - label.box[0]) < 1.2 * label.line.height,
    )
  })
}

function kindOf(label: Phrase<LabelMeaning>): PartyKind | null {
  if (label.meaning !== 'supplier' && label.meaning !== 'customer' && label.meaning !== 'otherParty') return null
  // Short words ("to", "from", "an", "von") label a block only where they stand alone or with a colon.
  if (!label.leads || (!label.colon && (label.key.length <= 4 ? !label.alone : label.quality < 0.6))) return null
  return label.meaning
}

/** What follows the label in its own line, up to the next wide gap after some text. */
function besides(label: Phrase<LabelMeaning>): Segment[] {
  const { line } = label
  const own = line.segments.find((segment) => segment.from <= label.from && label.to <= segment.to)
  if (own && own.to > label.to)
    return [
      {
        ...own,
        from: label.to,
        text: textOf(line, label.to, own.to),
        box: coverBoxes(line.atoms.slice(label.to, own.to).map((atom) => atom.box)),
      },
    ]
  const next = line.segments.find((segment) => segment.from >= label.to)
  if (!next || !label.colon) return []
  return (next.box[0] - label.box[2]) / line.height < 8 ? [next] : []
}

/** In a list of labels ("Agency" over "Buyer" over "Salesperson") the party stands at the right; a sender has its own place. */
function rightInPairs(
  label: Phrase<LabelMeaning>,
  { lines, labelsOf }: { lines: readonly Line[]; labelsOf: (line: Line) => readonly Phrase<LabelMeaning>[] },
): Segment | null {
  const { line } = label
  if (label.meaning === 'supplier') return null
  const own = line.segments.find((segment) => segment.from <= label.from && label.to <= segment.to)
  const next = line.segments.find((segment) => segment.from >= label.to)
  if (!own || !next || !label.alone || (next.box[0] - label.box[2]) / line.height > PAIR_REACH) return null
  const lower = segmentBelow(own, { line, lines })
  const named =
    lower && labelsOf(lines[lower.line]!).some((other) => other.from === lower.from && other.to === lower.to)
  return named ? next : null
}

function textOf(line: Line, from: number, to: number): string {
  return line.atoms
    .slice(from, to)
    .map((atom) => atom.text)
    .join(' ')
}

function beneath(
  label: Phrase<LabelMeaning>,
  { lines, labelsOf }: { lines: readonly Line[]; labelsOf: (line: Line) => readonly Phrase<LabelMeaning>[] },
): Segment[] {
  const found: Segment[] = []
  let bottom = label.box[3]
  let column: Box = label.box
  for (let at = label.line.index + 1; at < lines.length && found.length < MOST_LINES; at++) {
    const line = lines[at]!
    if (line.page !== label.line.page) break
    const gap = (line.box[1] - bottom) / label.line.height
    if (gap > (found.length === 0 ? 3 : BLOCK_GAP) + 1.5) break
    const segment = line.segments.find((candidate) => standsInColumn(candidate.box, column, label.line.height))
    if (!segment) continue
    if ((segment.box[1] - bottom) / label.line.height > (found.length === 0 ? 3 : BLOCK_GAP)) break
    // A second window, for the delivery: the line above it is the sender's.
    if (found.length > 0 && isSenderLine(segment.text)) break
    const labels = labelsOf(line).filter((other) => other.from >= segment.from && other.to <= segment.to && other.leads)
    if (labels.some((other) => kindOf(other) !== null && (other.alone || other.colon))) break
    found.push(segment)
    bottom = segment.box[3]
    column =
      found.length === 1
        ? [Math.min(label.box[0], segment.box[0]), 0, Math.max(segment.box[2], label.box[2]), 0]
        : coverBoxes([column, segment.box])
  }
  return found
}

function standsInColumn(box: Box, column: Box, unit: number): boolean {
  if (Math.abs(box[0] - column[0]) < 1.2 * unit) return true
  return horizontalOverlap(box, column) > 0 && box[0] > column[0] - 2 * unit
}

/** The zone that the middle of a box lies in; the smallest of several. */
export function zoneAt(zones: readonly PartyZone[], { page, box }: { page: number; box: Box }): PartyZone | null {
  const { x, y } = middleOf(box)
  let best: PartyZone | null = null
  for (const zone of zones) {
    if (zone.page !== page || x < zone.box[0] - 2 || x > zone.box[2] + 2 || y < zone.box[1] - 2 || y > zone.box[3] + 2)
      continue
    if (!best || area(zone.box) < area(best.box)) best = zone
  }
  return best
}

function area(box: Box): number {
  return (box[2] - box[0]) * (box[3] - box[1])
}
