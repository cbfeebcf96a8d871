import { hasPostcode, isSenderLine } from '../notation/company-name.ts'
import { coverBoxes } from './boxes.ts'
import type { Layout, Line, Segment } from './types.ts'

/** A stack of text that ends in a town with its postcode: name, person, street, town, and what is printed below. */
export type Address = {
  page: number
  /** From the topmost line to the town. */
  segments: Segment[]
  /** Under the town, as far as it goes on at the same edge: telephone, mail, VAT id. */
  below: Segment[]
}

const MOST_ABOVE = 5
const MOST_BELOW = 6
/** Addresses in the window of an envelope are set wide; a larger gap, in line heights, ends one. */
const GAP_ABOVE = 2.8
const GAP_BELOW = 2.2
/** How far edges may differ, in line heights. */
const EDGE = 0.9

/**
 * The addresses of the first pages, in reading order. `isBorder`: a segment that begins something else, as "Seller" does. Cost: lines times
 * a fixed reach.
 */
export function findAddresses(
  layout: Layout,
  { pages, isBorder }: { pages: number; isBorder: (segment: Segment) => boolean },
): Address[] {
  const addresses: Address[] = []
  for (const line of layout.lines) {
    if (line.page > pages) break
    for (const town of line.segments) {
      if (!hasPostcode(town.text) || town.text.length > 70) continue
      const above = walk(town, { layout, isBorder, step: -1, most: MOST_ABOVE, gap: GAP_ABOVE })
      if (above.length === 0) continue
      const below = walk(town, { layout, isBorder, step: 1, most: MOST_BELOW, gap: GAP_BELOW })
      // The town of another address above: two addresses under one another.
      const cut = above.findIndex((segment) => hasPostcode(segment.text))
      const own = (cut < 0 ? above : above.slice(0, cut)).toReversed()
      if (own.length > 0) addresses.push({ page: line.page, segments: [...own, town], below })
    }
  }
  return addresses
}

/** The segments above or below at the same edge or around the same middle, nearest first. */
function walk(
  from: Segment,
  {
    layout,
    isBorder,
    step,
    most,
    gap,
  }: { layout: Layout; isBorder: (segment: Segment) => boolean; step: 1 | -1; most: number; gap: number },
): Segment[] {
  const found: Segment[] = []
  let last = from
  const height = from.box[3] - from.box[1]
  for (let at = from.line + step; found.length < most; at += step) {
    const line = layout.lines[at]
    if (!line || line.page !== from.page) break
    const distance = step < 0 ? last.box[1] - line.box[3] : line.box[1] - last.box[3]
    if (distance > gap * height) break
    const next = line.segments.find((segment) => isStacked(segment, { on: from, height }))
    if (!next) continue
    if (isBorder(next)) break
    // A title below an address is no part of it.
    if (step > 0 && next.box[3] - next.box[1] > 1.4 * height) break
    if (step < 0 && (isSmallPrint(next, { line, height }) || isPartOfSenderLine(next, line))) break
    const own = step < 0 ? last.box[1] - next.box[3] : next.box[1] - last.box[3]
    if (own > gap * height) break
    found.push(next)
    last = next
  }
  return found
}

/** The line of the sender above the window of an envelope is set smaller than the address in it. */
function isSmallPrint(segment: Segment, { line, height }: { line: Line; height: number }): boolean {
  const isOcr = line.atoms[segment.from]?.source === 'ocr'
  return segment.box[3] - segment.box[1] < (isOcr ? 0.65 : 0.85) * height
}

/** "Acme GmbH ● Hafentor 11 ● 20459 Hamburg", its parts perhaps set wide apart. */
function isPartOfSenderLine(segment: Segment, line: Line): boolean {
  const from = line.segments.findIndex((candidate) => candidate.from === segment.from)
  return line.segments.some((_, start) => {
    if (start > from) return false
    const end = line.segments.findIndex((candidate, at) => at >= from && hasPostcode(candidate.text))
    const run = line.segments.slice(start, end < 0 ? line.segments.length : end + 1)
    return isSenderLine(run.map((part) => part.text).join(' '))
  })
}

function isStacked(segment: Segment, { on, height }: { on: Segment; height: number }): boolean {
  const [left, , right] = segment.box
  const [onLeft, , onRight] = on.box
  if (Math.abs(left - onLeft) < EDGE * height || Math.abs(right - onRight) < EDGE * height) return true
  return Math.abs(left + right - onLeft - onRight) / 2 < EDGE * height
}

/** The box around an address. */
export function boxOfAddress({ segments }: Address): [number, number, number, number] {
  return coverBoxes(segments.map((segment) => segment.box))
}
