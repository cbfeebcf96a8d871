import type { PDFPageProxy } from 'pdfjs-dist'
import type { MaskReason } from '../../../schemas/transcript.ts'
import type { GreyImage } from '../ocr/tesseract.ts'
import type { Glyph, PageContent, Painted } from './walk-content.ts'

/** Enough for the contrast of small print. */
const LOOK_DPI = 100
/** Of 255: a letter that differs by less from what is around it is not seen. */
const LEAST_CONTRAST = 10
/** Of the type size: how far letters go above and below the baseline. */
const [ABOVE, BELOW] = [0.8, 0.2]
/** Of more than this each letter before the last is looked at, without asking what lies over it. */
const MOST_VEILS = 500

/**
 * Looks at the page itself where what it says of itself does not tell whether a letter is seen: behind a mask, filled with a pattern, of a font
 * whose letters are drawings, or beneath something that is neither clear nor a plain patch. Changes `hidden` of the content's glyphs.
 */
export async function markUnseenText(content: PageContent, getPage: () => Promise<PDFPageProxy>): Promise<void> {
  const veils = findVeils(content)
  const doubtful = content.glyphs.filter(
    (glyph) => !glyph.isSpace && glyph.hidden === undefined && isDoubtful(glyph, veils),
  )
  if (doubtful.length === 0) return
  // what only pictures need is not loaded for text
  const [{ renderPage }, { toGrey }] = await Promise.all([import('./take-picture.ts'), import('../images/picture.ts')])
  const { picture, pointsPerPixel } = await renderPage(await getPage(), LOOK_DPI)
  const grey = await toGrey(picture)
  for (const glyph of doubtful) if (!isSeen(glyph, { grey, pointsPerPixel })) glyph.hidden = reasonOf(glyph, veils)
}

function findVeils({ painted, width, height }: PageContent): Painted[] {
  const veils = painted.filter(({ kind, opaque }) => kind !== 'stroke' && !opaque)
  const last = veils.at(-1)
  return last === undefined || veils.length <= MOST_VEILS ? veils : [{ ...last, box: [0, 0, width, height] }]
}

function isDoubtful(glyph: Glyph, veils: readonly Painted[]): boolean {
  return glyph.isUncertain === true || veils.some((veil) => liesOver(veil, glyph))
}

function reasonOf(glyph: Glyph, veils: readonly Painted[]): MaskReason {
  return veils.some((veil) => liesOver(veil, glyph)) ? 'covered' : 'transparent'
}

function liesOver({ order, box: [left, top, right, bottom] }: Painted, glyph: Glyph): boolean {
  const [x, y] = [(glyph.x + glyph.endX) / 2, (glyph.y + glyph.endY) / 2]
  return order > glyph.order && x >= left && x <= right && y >= top && y <= bottom
}

/** Upright or not: anything that differs around the letter's baseline is taken for it. */
function isSeen(
  { x, y, endX, endY, size }: Glyph,
  { grey, pointsPerPixel }: { grey: GreyImage; pointsPerPixel: number },
): boolean {
  const isUpright = Math.abs(endY - y) < Math.abs(endX - x) && endX > x
  const [above, below] = isUpright ? [ABOVE, BELOW] : [1, 1]
  const left = pixel(Math.min(x, endX) - (isUpright ? 0 : size), grey.width)
  const right = pixel(Math.max(x, endX) + (isUpright ? 0 : size), grey.width)
  const top = pixel(Math.min(y, endY) - above * size, grey.height)
  const bottom = pixel(Math.max(y, endY) + below * size, grey.height)
  let [darkest, lightest] = [255, 0]
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) {
      const value = grey.data[row * grey.width + column] ?? 255
      if (value < darkest) darkest = value
      if (value > lightest) lightest = value
    }
  return lightest - darkest >= LEAST_CONTRAST

  function pixel(points: number, most: number): number {
    return Math.min(most - 1, Math.max(0, Math.round(points / pointsPerPixel)))
  }
}
