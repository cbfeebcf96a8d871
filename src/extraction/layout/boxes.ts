import type { Box } from '../../../schemas/transcript.ts'
import type { Line, Span } from './types.ts'

/** The smallest box around all of them; an empty list is a caller's mistake and gives an empty box. */
export function coverBoxes(boxes: Box[]): Box {
  if (boxes.length === 0) return [0, 0, 0, 0]
  const cover: Box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const box of boxes) {
    cover[0] = Math.min(cover[0], box[0])
    cover[1] = Math.min(cover[1], box[1])
    cover[2] = Math.max(cover[2], box[2])
    cover[3] = Math.max(cover[3], box[3])
  }
  return cover
}

export function middleOf(box: Box): { x: number; y: number } {
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }
}

/** Shared width of two boxes in points; negative: the gap between them. */
export function horizontalOverlap(a: Box, b: Box): number {
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0])
}

/** The atoms [from, to) of a line as a span. */
export function spanOf(line: Line, range: { from: number; to: number }): Span {
  const atoms = line.atoms.slice(range.from, range.to)
  return {
    line,
    from: range.from,
    to: range.to,
    box: coverBoxes(atoms.map((atom) => atom.box)),
    raw: atoms.map((atom) => atom.text).join(' '),
  }
}

/** The atoms that hold the characters [start, end) of the line's text. */
export function spanOfText(line: Line, range: { start: number; end: number }): Span {
  let from = 0
  let to = line.atoms.length
  for (let at = 0; at < line.atoms.length; at++) {
    const offset = line.offsets[at]!
    if (offset + line.atoms[at]!.text.length <= range.start) from = at + 1
    if (offset < range.end) to = at + 1
  }
  return { ...spanOf(line, { from, to }), raw: line.text.slice(range.start, range.end) }
}

/** The widest gap between neighbouring atoms of the span, in line heights. */
export function widestGap(span: Span): number {
  let widest = 0
  for (let at = span.from + 1; at < span.to; at++) {
    widest = Math.max(widest, span.line.atoms[at]!.box[0] - span.line.atoms[at - 1]!.box[2])
  }
  return widest / span.line.height
}
