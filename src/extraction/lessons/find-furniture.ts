import { spanOf } from '../layout/boxes.ts'
import type { Layout, Line, Span } from '../layout/types.ts'
import { CURRENCY_CODES, CURRENCY_SIGNS } from '../notation/currency-signs.ts'
import { keyOf } from '../notation/plain-text.ts'

/** Words of the paper itself, by which places are found again: a label, a heading, a line of the letterhead. */
export type Furniture = Span & { key: string }

const SHORTEST_KEY = 2

/** Runs of words without digits, each within a segment and cut behind a colon, of the given pages. */
export function findFurniture(layout: Layout, { pages }: { pages: ReadonlySet<number> }): Furniture[] {
  return layout.lines.flatMap((line) => (pages.has(line.page) ? furnitureOf(line) : []))
}

function furnitureOf(line: Line): Furniture[] {
  const found: Furniture[] = []
  for (const segment of line.segments) {
    let from = segment.from
    for (let at = segment.from; at <= segment.to; at++) {
      const text = at < segment.to ? line.atoms[at]!.text : null
      const isWord = text !== null && /\p{L}/u.test(text) && !/\d/.test(text) && !isCurrency(text)
      const ends = isWord && /[:#=]$/.test(text)
      if (isWord && !ends) continue
      const to = ends ? at + 1 : at
      if (to > from) add(found, spanOf(line, { from, to }))
      from = at + 1
    }
  }
  return found
}

/** It belongs to an amount. */
function isCurrency(text: string): boolean {
  return CURRENCY_CODES.has(text) || text.toLowerCase() in CURRENCY_SIGNS
}

function add(found: Furniture[], span: Span): void {
  const key = keyOf(span.raw)
  if (key.length >= SHORTEST_KEY) found.push({ ...span, key })
}

/** The pages on which what a bill says of itself stands: the first and the last two. */
export function tellingPages(pageCount: number): ReadonlySet<number> {
  return new Set([1, pageCount - 1, pageCount].filter((page) => page >= 1))
}
