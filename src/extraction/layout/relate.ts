import { horizontalOverlap, middleOf } from './boxes.ts'
import type { Line, Span } from './types.ts'

/** A value that may belong to a label, and how near it stands. */
export type Related<T extends Span> = { target: T /** 0 to 1 */; nearness: number; direction: 'right of' | 'below' }

/** Values right of a label in its line, nearest first; the first other label ends the search. */
export function findRight<T extends Span>(
  label: Span,
  { targets, blockers }: { targets: readonly T[]; blockers: readonly Span[] },
): Related<T>[] {
  const { line } = label
  const blocked = Math.min(
    line.atoms.length,
    ...blockers.filter((other) => other.from >= label.to).map((other) => other.from),
  )
  const related: Related<T>[] = []
  for (const target of targets) {
    if (target.from < label.to || target.from >= blocked) continue
    const gap = Math.max(0, target.box[0] - label.box[2]) / line.height
    const between = line.segments.filter((segment) => segment.from >= label.to && segment.to <= target.from).length
    const words = target.from - label.to
    // "Nørregade 51" in the next column: what stands amid other words there is no value of this label.
    const amid = line.segments.some(
      (segment) => segment.from >= label.to && segment.from < target.from && target.from < segment.to,
    )
    const nearness = Math.max(0.15, 1 - gap / 70) * 0.75 ** between * 0.96 ** Math.min(8, words) * (amid ? 0.45 : 1)
    related.push({ target, nearness, direction: 'right of' })
  }
  return related.toSorted((a, b) => a.target.from - b.target.from)
}

/** How far below its label a value may start, in line heights. */
const REACH_BELOW = 3.4
/** In the very next line below a row of at least three names: tall boxes of a form. */
const REACH_IN_BOXES = 5.5
const LINES_BELOW = 6

/**
 * Values that stand under a label, in its column. `lines` are all lines of the document; `claimed` says that a value already stands right
 * of another label of its own.
 */
export function findBelow<T extends Span>(
  label: Span,
  {
    lines,
    targetsOf,
    claimed,
  }: { lines: readonly Line[]; targetsOf: (line: Line) => readonly T[]; claimed: (target: T) => boolean },
): Related<T>[] {
  const related: Related<T>[] = []
  let covered = 0
  for (let at = label.line.index + 1; at <= label.line.index + LINES_BELOW; at++) {
    const line = lines[at]
    if (!line || line.page !== label.line.page) break
    const drop = (line.box[1] - label.box[3]) / label.line.height
    const boxed = at === label.line.index + 1 && label.line.segments.length >= 3
    if (drop > (boxed ? REACH_IN_BOXES : REACH_BELOW)) break
    const beneath = line.segments.filter((segment) => horizontalOverlap(segment.box, label.box) > 0)
    for (const target of targetsOf(line)) {
      const fit = columnFit(label, target)
      if (fit === 0 || claimed(target)) continue
      const nearness = fit * Math.max(0.3, 1 - Math.max(0, drop) / 8) * 0.55 ** covered
      related.push({ target, nearness, direction: 'below' })
    }
    if (beneath.length > 0) covered++
    if (covered > 2) break
  }
  return related.toSorted((a, b) => b.nearness - a.nearness)
}

/** 1 for a common left edge, right edge or middle; less for mere overlap; 0 where they stand in different columns. */
export function columnFit(label: Span, target: Span): number {
  const unit = label.line.height
  const left = Math.abs(label.box[0] - target.box[0]) / unit
  const right = Math.abs(label.box[2] - target.box[2]) / unit
  const middle = Math.abs(middleOf(label.box).x - middleOf(target.box).x) / unit
  const aligned = Math.min(left, right, middle)
  if (aligned < 0.6) return 1
  if (horizontalOverlap(label.box, target.box) > 0) return aligned < 3 ? 0.9 : 0.75
  return left < 2 || right < 2 ? 0.6 : 0
}
