import type { MaskReason } from '../../../schemas/transcript.ts'
import type { MaskedPage } from '../judge-masked.ts'
import { buildWords } from './build-words.ts'
import type { Glyph } from './walk-content.ts'

// What is judged and kept of a page's masked text; the count goes on.
const MOST_CHARACTERS = 20_000

/** Gathers what is in the file but not on the page. Undefined: nothing is. The rest of a cell that is cut off at its edge is no secret. */
export function collectMasked(number: number, glyphs: readonly Glyph[]): MaskedPage | undefined {
  const masked = withoutRestsOfCells(glyphs).filter((glyph) => glyph.hidden !== undefined && !glyph.isSpace)
  if (masked.length === 0) return undefined
  const reasons = [...new Set(masked.map((glyph) => glyph.hidden as MaskReason))]
  const seen = masked.slice(0, MOST_CHARACTERS).map((glyph) => ({ ...glyph, hidden: undefined }))
  const text = buildWords(seen)
    .map((word) => word.text)
    .join(' ')
  return { page: number, characters: masked.length, reasons, text }
}

/** Leaves out runs beyond an edge that go on from text in sight, or into it: the text was too long for its place. */
function withoutRestsOfCells(glyphs: readonly Glyph[]): Glyph[] {
  const kept: Glyph[] = []
  for (let start = 0; start < glyphs.length; ) {
    let end = start + 1
    while (isOutside(glyphs[start]) && isOutside(glyphs[end]) && follows(glyphs[end - 1], glyphs[end])) end += 1
    const run = glyphs.slice(start, end)
    const isRest =
      isOutside(run[0]) &&
      (isInSight(glyphs[start - 1], () => follows(glyphs[start - 1], run[0])) ||
        isInSight(glyphs[end], () => follows(run.at(-1), glyphs[end])))
    if (!isRest) for (const glyph of run) kept.push(glyph)
    start = end
  }
  return kept
}

function isOutside(glyph: Glyph | undefined): boolean {
  return glyph?.hidden === 'outside'
}

function isInSight(glyph: Glyph | undefined, isNeighbour: () => boolean): boolean {
  return glyph !== undefined && glyph.hidden === undefined && isNeighbour()
}

/** Whether the pen went on from one glyph to the next, a blank or so apart. */
function follows(one: Glyph | undefined, next: Glyph | undefined): boolean {
  if (one === undefined || next === undefined) return false
  return Math.hypot(next.x - one.penX, next.y - one.penY) < Math.min(one.size, next.size)
}
