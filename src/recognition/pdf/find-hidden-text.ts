import type { Box } from '../../../schemas/transcript.ts'
import type { Glyph, PageContent, Painted } from './walk-content.ts'

// Relative luminance from which a colour counts as paper.
const PAPER_LUMINANCE = 0.93
// Of 255, in the channel that differs most: less cannot be told apart.
const SAME_COLOR = 12
// Of the type size, above the baseline: what is painted there shows or hides a letter; a line that strikes it through does not.
const FOOT = 0.08
const HEAD = 0.52
const MIDDLE = 0.3
// The page is cut into so many columns and rows, in which painted areas are looked up.
const CELLS = 32
// An area in more cells than this is kept once for all of them.
const MOST_CELLS = 64

/**
 * Marks what paint hides: text in the colour of what it stands on (white where nothing was painted), and text that was painted over later.
 * Changes `hidden` of the content's glyphs.
 */
export function markHiddenText(content: PageContent): void {
  const areas = indexAreas(content)
  for (const glyph of content.glyphs) {
    if (glyph.hidden !== undefined || glyph.isSpace) continue
    const lists = areas.at(pointOf(glyph, MIDDLE))
    // one patch may cover a letter, or many small ones together
    const isCovered = [MIDDLE, FOOT, HEAD].every((above) =>
      isCoveredAt(pointOf(glyph, above), { areas, order: glyph.order }),
    )
    glyph.hidden = isCovered ? 'covered' : judgeColor(glyph, lists)
  }
}

function isCoveredAt([x, y]: readonly [number, number], { areas, order }: { areas: Areas; order: number }): boolean {
  return areas
    .at([x, y])
    .some((list) => list.some((area) => area.opaque && area.order > order && contains(area.box, x, y)))
}

type Areas = ReturnType<typeof indexAreas>

function judgeColor(glyph: Glyph, lists: readonly Painted[][]): 'white' | 'camouflaged' | undefined {
  if (glyph.fill === undefined) return undefined
  const [x, y] = pointOf(glyph, MIDDLE)
  const lies = ({ order, box }: Painted) => order < glyph.order && contains(box, x, y)
  const ground = lists
    .map((list) => list.findLast(lies))
    .reduce((one, other) => ((other?.order ?? -1) > (one?.order ?? -1) ? other : one))
  if (ground === undefined) return isPaper(glyph.fill) ? 'white' : undefined
  // an image or a pattern: what it shows there we cannot tell
  if (ground.kind !== 'fill' || ground.color === undefined) return undefined
  if (isPaper(ground.color)) return isPaper(glyph.fill) ? 'white' : undefined
  const hides = ground.opaque && isBehind(glyph, ground) && isSameColor(glyph.fill, ground.color)
  return hides ? 'camouflaged' : undefined
}

/** Looks up what may have been painted at a point: lists in painting order, of large areas and of small ones; strokes are left out. */
function indexAreas({ width, height, painted }: PageContent): {
  at: (point: readonly [number, number]) => Painted[][]
} {
  const column = (x: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((x / width) * CELLS))) || 0
  const row = (y: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((y / height) * CELLS))) || 0
  const cells: Painted[][] = Array.from({ length: CELLS * CELLS }, () => [])
  const large: Painted[] = []
  for (const area of painted) {
    if (area.kind === 'stroke') continue
    const [left, top, right, bottom] = [column(area.box[0]), row(area.box[1]), column(area.box[2]), row(area.box[3])]
    if ((right - left + 1) * (bottom - top + 1) > MOST_CELLS) large.push(area)
    else for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) cells[y * CELLS + x]?.push(area)
  }
  return { at: ([x, y]) => [large, cells[row(y) * CELLS + column(x)] ?? []] }
}

/** Whether an area lies behind (or upon) the glyph from foot to head. */
function isBehind(glyph: Glyph, { box }: Painted): boolean {
  return contains(box, ...pointOf(glyph, FOOT)) && contains(box, ...pointOf(glyph, HEAD))
}

/** The point in the middle of the glyph's width, so much of its size above the baseline. */
function pointOf(glyph: Glyph, above: number): [number, number] {
  const length = Math.hypot(glyph.endX - glyph.x, glyph.endY - glyph.y)
  const [ux, uy] = length > 0 ? [(glyph.endX - glyph.x) / length, (glyph.endY - glyph.y) / length] : [1, 0]
  return [(glyph.x + glyph.endX) / 2 + uy * glyph.size * above, (glyph.y + glyph.endY) / 2 - ux * glyph.size * above]
}

function contains([left, top, right, bottom]: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}

function isSameColor(one: string, other: string): boolean {
  const [a, b] = [channelsOf(one), channelsOf(other)]
  return a.every((value, index) => Math.abs(value - (b[index] ?? 0)) < SAME_COLOR)
}

function isPaper(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = channelsOf(color)
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 > PAPER_LUMINANCE
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}
