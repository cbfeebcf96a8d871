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
  const inkOf = rememberInks()
  for (const glyph of content.glyphs) {
    if (glyph.hidden !== undefined || glyph.isSpace) continue
    // one patch may cover a letter, or many small ones together
    const isCovered = areas.lastOpaque > glyph.order && POINTS.every((place) => isCoveredAt(glyph, { place, areas }))
    glyph.hidden = isCovered ? 'covered' : judgeColor(glyph, { areas, inkOf })
  }
}

type Place = (typeof POINTS)[number]

function isCoveredAt(glyph: Glyph, { place, areas }: { place: Place; areas: Areas }): boolean {
  const [x, y] = pointOf(glyph, place)
  const covers = (area: Painted) => area.order > glyph.order && area.opaque && contains(area.box, x, y)
  return areas.large.some(covers) || areas.smallAt(x, y).some(covers)
}

type Areas = {
  /** Both in painting order; strokes are left out. */
  large: readonly Painted[]
  /** The small ones that may have been painted at a point. */
  smallAt: (x: number, y: number) => readonly Painted[]
  /** The `order` of the last one that is opaque; -1: none is. */
  lastOpaque: number
}

/** A colour, and whether it cannot be told from paper. */
type Ink = { channels: readonly [number, number, number]; isPaper: boolean }
type InkOf = (color: string) => Ink

function judgeColor(
  glyph: Glyph,
  { areas, inkOf }: { areas: Areas; inkOf: InkOf },
): 'white' | 'camouflaged' | undefined {
  const { fill } = glyph
  if (fill === undefined) return undefined
  const ink = inkOf(fill)
  if (ink.isPaper) {
    const shown = POINTS.filter((place) => showsWhite(groundAt(glyph, { place, areas }), inkOf))
    return shown.length < MOST_POINTS ? 'white' : undefined
  }
  const ground = groundAt(glyph, { place: MIDDLE, areas })
  if (ground?.kind !== 'fill' || ground.color === undefined || !ground.opaque) return undefined
  return isSameColor(ink, inkOf(ground.color)) && isBehind(glyph, ground) ? 'camouflaged' : undefined
}

/** What was painted last at a point before the glyph; undefined: the paper. */
function groundAt(glyph: Glyph, { place, areas }: { place: Place; areas: Areas }): Painted | undefined {
  const [x, y] = pointOf(glyph, place)
  const lies = (area: Painted) => area.order < glyph.order && contains(area.box, x, y)
  const large = areas.large.findLast(lies)
  const small = areas.smallAt(x, y).findLast(lies)
  return (small?.order ?? -1) > (large?.order ?? -1) ? small : large
}

/** Of an image or a pattern we cannot tell; it counts as yes. */
function showsWhite(ground: Painted | undefined, inkOf: InkOf): boolean {
  if (ground === undefined) return false
  return ground.kind !== 'fill' || ground.color === undefined || !inkOf(ground.color).isPaper
}

/** Arranges what was painted so that it is found by a point. */
function indexAreas({ width, height, painted }: PageContent): Areas {
  const column = (x: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((x / width) * CELLS))) || 0
  const row = (y: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((y / height) * CELLS))) || 0
  const cells = new Map<number, Painted[]>()
  const large: Painted[] = []
  let lastOpaque = -1
  for (const area of painted) {
    if (area.kind === 'stroke') continue
    if (area.opaque) lastOpaque = area.order
    const [left, top, right, bottom] = [column(area.box[0]), row(area.box[1]), column(area.box[2]), row(area.box[3])]
    if ((right - left + 1) * (bottom - top + 1) > MOST_CELLS) {
      large.push(area)
      continue
    }
    for (let y = top; y <= bottom; y += 1)
      for (let x = left; x <= right; x += 1) {
        const cell = cells.get(y * CELLS + x)
        if (cell === undefined) cells.set(y * CELLS + x, [area])
        else cell.push(area)
      }
  }
  return { large, smallAt: (x, y) => cells.get(row(y) * CELLS + column(x)) ?? NOTHING, lastOpaque }
}

const NOTHING: readonly Painted[] = []

/** Whether an area lies behind the glyph, all of it. */
function isBehind(glyph: Glyph, { box }: Painted): boolean {
  return POINTS.every((place) => contains(box, ...pointOf(glyph, place)))
}

function pointOf({ x, y, endX, endY, size }: Glyph, [along, above]: Place): [number, number] {
  const length = Math.hypot(endX - x, endY - y)
  const ux = length > 0 ? (endX - x) / length : 1
  const uy = length > 0 ? (endY - y) / length : 0
  return [x + (endX - x) * along + uy * size * above, y + (endY - y) * along - ux * size * above]
}

function contains([left, top, right, bottom]: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}

function isSameColor({ channels: one }: Ink, { channels: other }: Ink): boolean {
  return one.every((value, index) => Math.abs(value - (other[index] ?? 0)) < SAME_COLOR)
}

/** A page has thousands of letters and a few colours. */
function rememberInks(): InkOf {
  const known = new Map<string, Ink>()
  return (color) => {
    const ink = known.get(color) ?? inkFrom(color)
    known.set(color, ink)
    return ink
  }
}

/** @param color `#rrggbb` */
function inkFrom(color: string): Ink {
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  const [red, green, blue] = [channel(1), channel(3), channel(5)]
  return {
    channels: [red, green, blue],
    isPaper: (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 > PAPER_LUMINANCE,
  }
}
