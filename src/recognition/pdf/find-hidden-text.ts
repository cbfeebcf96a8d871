import type { Box } from '../../../schemas/transcript.ts'
import type { Glyph, PageContent, Painted } from './walk-content.ts'

// Relative luminance from which a colour counts as paper.
const PAPER_LUMINANCE = 0.93
// Beyond this much work (glyphs times painted areas) the page is not worth the search; the text then counts as visible.
const MOST_COMPARISONS = 40e6

/**
 * Marks what paint hides: white text where nothing dark or pictured was painted under it, and text that was painted over later.
 * Changes `hidden` of the content's glyphs.
 */
export function markHiddenText(content: PageContent): void {
  const { glyphs, painted } = content
  const covers = painted.filter(({ opaque }) => opaque)
  if (glyphs.length * Math.max(1, painted.length) > MOST_COMPARISONS) return
  // walking down from the end, the covers that were painted after the glyph are a growing prefix
  let next = covers.length - 1
  const later: Painted[] = []
  for (const glyph of glyphs.toReversed()) {
    while (next >= 0 && (covers[next] as Painted).order > glyph.order) later.push(covers[next--] as Painted)
    if (glyph.hidden !== undefined || glyph.isSpace) continue
    const [x, y] = middleOf(glyph)
    if (later.some(({ box }) => contains(box, x, y))) glyph.hidden = 'covered'
    else if (glyph.fill !== undefined && isPaper(glyph.fill) && !hasGround(glyph, painted)) glyph.hidden = 'white'
  }
}

function middleOf(glyph: Glyph): [number, number] {
  const length = Math.hypot(glyph.endX - glyph.x, glyph.endY - glyph.y)
  const [ux, uy] = length > 0 ? [(glyph.endX - glyph.x) / length, (glyph.endY - glyph.y) / length] : [1, 0]
  return [(glyph.x + glyph.endX) / 2 + uy * glyph.size * 0.3, (glyph.y + glyph.endY) / 2 - ux * glyph.size * 0.3]
}

/** Whether the last thing painted under the glyph lets white be seen; what we cannot tell (images, patterns) counts as yes. */
function hasGround(glyph: Glyph, painted: readonly Painted[]): boolean {
  const [x, y] = middleOf(glyph)
  const under = painted.findLast(
    ({ order, box, kind }) => order < glyph.order && kind !== 'stroke' && contains(box, x, y),
  )
  if (under === undefined) return false
  return under.kind !== 'fill' || under.color === undefined || !isPaper(under.color)
}

function contains([left, top, right, bottom]: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}

function isPaper(color: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > PAPER_LUMINANCE
}
