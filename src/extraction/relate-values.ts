import type { Phrase } from './layout/find-phrases.ts'
import { segmentBelow } from './layout/find-wrapped-labels.ts'
import { findBelow, findRight, type Related } from './layout/relate.ts'
import type { Span } from './layout/types.ts'
import type { DateSighting } from './notation/dates.ts'
import type { IdentifierSighting } from './notation/identifiers.ts'
import type { LineSight, Sight } from './sight.ts'

/** In line heights; pairs of label and value seldom stand wider apart. */
const FAR_RIGHT = 8

/** "à", "to": words of a text rather than the name of something. */
const SHORTEST_BLOCKER = 2
/** Labels whose value may be another label's: they do not end the search for one further right. */
const WEAK: ReadonlySet<string> = new Set(['date', 'number'])

/** The values that belong to a label, likeliest first: right of it, or below where nothing stands right of it. At most three. */
export function relateValues<T extends DateSighting | IdentifierSighting>(
  label: Phrase<string>,
  { sight, lineSight, pick }: { sight: Sight; lineSight: LineSight; pick: (one: LineSight) => readonly T[] },
): Related<T>[] {
  // "Forfalder til betaling den 12-11-2025": the small word behind the label is a part of it.
  const blockers = lineSight.labels.filter(
    (other) =>
      (other.from !== label.to || !WEAK.has(other.meaning)) && (other.key.length > SHORTEST_BLOCKER || other.colon),
  )
  const right = findRight(label, { targets: pick(lineSight), blockers })
  const below = findBelow(label, {
    lines: sight.layout.lines,
    targetsOf: (line) => pick(sight.lines[line.index]!),
    claimed: (target) => isClaimed(target, sight.lines[target.line.index]!),
  })
  // A word in capitals ("REQUISITIONER") is the name of the next column rather than a value.
  const weightOf = ({ nearness, target }: Related<T>): number =>
    nearness * ('shapely' in target ? Math.min(1, target.shapely / 0.6) : 1)
  const first = right[0] ? weightOf(right[0]) : 0
  // Right under the label and at its edge, while what stands right of it is another column's.
  const stacked =
    right[0] !== undefined &&
    (right[0].target.box[0] - label.box[2]) / label.line.height > FAR_RIGHT &&
    below.some(({ target, nearness }) => nearness > 0.85 && Math.abs(target.box[0] - label.box[0]) < label.line.height)
  const discount = stacked ? 1 : first > 0.85 ? 0.3 : first > 0.6 ? 0.6 : label.colon ? 0.86 : 0.93
  const wrapped = right.length === 0 ? runOn(label, { sight, pick }) : []
  return [...right, ...wrapped, ...below.map((one) => ({ ...one, nearness: one.nearness * discount }))]
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .slice(0, 3)
}

/** "... Tytuł przelewu:" at the end of a line of text: what begins the line below is the value. */
function runOn<T extends DateSighting | IdentifierSighting>(
  label: Phrase<string>,
  { sight, pick }: { sight: Sight; pick: (one: LineSight) => readonly T[] },
): Related<T>[] {
  const { line } = label
  const segment = line.segments.find((candidate) => candidate.from < label.from && label.to === candidate.to)
  const lower = segment && segmentBelow(segment, { line, lines: sight.layout.lines })
  if (!lower) return []
  const nearness = label.colon ? 0.85 : 0.7
  return pick(sight.lines[lower.line]!)
    .filter((target) => target.from === lower.from)
    .map((target) => ({ target, nearness, direction: 'below' }))
}

/** Whether the value stands right of a label of its own; a word amid others ("Fleur van den") is none. */
function isClaimed(target: Span, lineSight: LineSight): boolean {
  const before = lineSight.labels.findLast((label) => label.to <= target.from && (label.leads || label.colon))
  if (!before) return false
  const gap = (target.box[0] - before.box[2]) / target.line.height
  const between = target.line.segments.filter(
    (segment) => segment.from >= before.to && segment.to <= target.from,
  ).length
  return gap < (before.colon ? 20 : 6) && between === 0
}
