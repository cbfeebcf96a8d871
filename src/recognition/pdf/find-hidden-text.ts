import type { Box } from '../../../schemas/transcript.ts'
import type { Glyph, PageContent, Painted } from './walk-content.ts'

// Relative luminance from which a colour counts as paper.
const PAPER_LUMINANCE = 0.93
// Of 255, in the channel that differs most: less cannot be told apart.
const SAME_COLOR = 12
// Points of a letter: [share of its width, share of the type size above the baseline]. What shows or hides the letter lies at all of them; a
// line that strikes it through, or a rule that it touches, does not.
const MIDDLE = [0.5, 0.3] as const
const POINTS = [MIDDLE, [0.5, 0.08], [0.5, 0.52], [0.2, 0.3], [0.8, 0.3]] as const
// White letters may reach a little over the edge of what shows them.
const MOST_POINTS = 4
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
    // one patch may cover a letter, or many small ones together
    const isCovered = POINTS.every((place) => isCoveredAt(pointOf(glyph, place), { areas, order: glyph.order }))
    glyph.hidden = isCovered ? 'covered' : judgeColor(glyph, areas)
  }
}

function isCoveredAt([x, y]: readonly [number, number], { areas, order }: { areas: Areas; order: number }): boolean {
  return areas
    .at([x, y])
    .some((list) => list.some((area) => area.opaque && area.order > order && contains(area.box, x, y)))
}

type Areas = ReturnType<typeof indexAreas>

function judgeColor(glyph: Glyph, areas: Areas): 'white' | 'camouflaged' | undefined {
  const { fill } = glyph
  if (fill === undefined) return undefined
  if (isPaper(fill)) {
    const shown = POINTS.filter((place) => showsWhite(groundAt(pointOf(glyph, place), { areas, order: glyph.order })))
    return shown.length < MOST_POINTS ? 'white' : undefined
  }
  const ground = groundAt(pointOf(glyph, MIDDLE), { areas, order: glyph.order })
  if (ground?.kind !== 'fill' || ground.color === undefined) return undefined
  return ground.opaque && isBehind(glyph, ground) && isSameColor(fill, ground.color) ? 'camouflaged' : undefined
}

/** What was painted last at a point before the glyph; undefined: the paper. */
function groundAt(
  [x, y]: readonly [number, number],
  { areas, order }: { areas: Areas; order: number },
): Painted | undefined {
  const lies = (area: Painted) => area.order < order && contains(area.box, x, y)
  return areas
    .at([x, y])
    .map((list) => list.findLast(lies))
    .reduce((one, other) => ((other?.order ?? -1) > (one?.order ?? -1) ? other : one))
}

/** Of an image or a pattern we cannot tell; it counts as yes. */
function showsWhite(ground: Painted | undefined): boolean {
  if (ground === undefined) return false
  return ground.kind !== 'fill' || ground.color === undefined || !isPaper(ground.color)
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

/** Whether an area lies behind the glyph, all of it. */
function isBehind(glyph: Glyph, { box }: Painted): boolean {
  return POINTS.every((place) => contains(box, ...pointOf(glyph, place)))
}

function pointOf({ x, y, endX, endY, size }: Glyph, [along, above]: readonly [number, number]): [number, number] {
  const length = Math.hypot(endX - x, endY - y)
  const [ux, uy] = length > 0 ? [(endX - x) / length, (endY - y) / length] : [1, 0]
  return [x + (endX - x) * along + uy * size * above, y + (endY - y) * along - ux * size * above]
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
