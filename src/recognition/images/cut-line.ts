import type { GreyImage } from '../ocr/tesseract.ts'
import type { Patch } from './find-patches.ts'
import type { TextLine } from './lay-out-lines.ts'
import { loadSharp } from './sharp.ts'

/** A line of text cut out of a page: x on the page is `left + x / scale`, y likewise. */
export type LineCut = GreyImage & { left: number; top: number; scale: number }

// White around a cut, in pixels: the engine wants letters free of the edge.
const MARGIN = 8
// Between the lines of a stack.
const GAP = 12

type Page = { picture: GreyImage; patches: readonly Patch[] }

/** Cuts a line out of its page without what else reaches into its box, at the scale asked for. */
export async function cutLine({ picture, patches }: Page, line: TextLine, scale: number): Promise<LineCut> {
  const reach = Math.round(line.letterHeight * 0.4) + 2
  const left = Math.max(0, line.left - reach)
  const top = Math.max(0, line.top - reach)
  const right = Math.min(picture.width, line.right + reach)
  const bottom = Math.min(picture.height, line.bottom + reach)
  const width = right - left + 2 * MARGIN
  const height = bottom - top + 2 * MARGIN
  const data = new Uint8Array(width * height).fill(255)
  for (let y = top; y < bottom; y += 1) {
    const start = y * picture.width
    data.set(picture.data.subarray(start + left, start + right), (y - top + MARGIN) * width + MARGIN)
  }
  const own = new Set(line.patches)
  for (const patch of patches) {
    if (own.has(patch) || !overlap(patch, { left, top, right, bottom })) continue
    // a frame around everything is not in the way, what touches our letters has to stay
    if (patch.bottom - patch.top > 4 * line.letterHeight) continue
    if (line.patches.some((mine) => overlap(patch, mine))) continue
    for (let y = Math.max(top, patch.top - 1); y < Math.min(bottom, patch.bottom + 1); y += 1) {
      const start = (y - top + MARGIN) * width + MARGIN - left
      data.fill(255, start + Math.max(left, patch.left - 1), start + Math.min(right, patch.right + 1))
    }
  }
  const cut = { data, width, height }
  const scaled = scale === 1 ? cut : await resize(cut, scale)
  return { ...scaled, left: left - MARGIN, top: top - MARGIN, scale }
}

/** Puts lines one below the other, for one call of the engine. */
export function stackLines(cuts: readonly GreyImage[]): GreyImage {
  const width = Math.max(1, ...cuts.map((cut) => cut.width))
  const height = cuts.reduce((sum, cut) => sum + cut.height + GAP, GAP)
  const data = new Uint8Array(width * height).fill(255)
  let top = GAP
  for (const cut of cuts) {
    for (let y = 0; y < cut.height; y += 1)
      data.set(cut.data.subarray(y * cut.width, (y + 1) * cut.width), (top + y) * width)
    top += cut.height + GAP
  }
  return { data, width, height }
}

async function resize({ data, width, height }: GreyImage, scale: number): Promise<GreyImage> {
  const sharp = await loadSharp()
  const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const
  const resized = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(...size, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: resized.data, width: resized.info.width, height: resized.info.height }
}

type Edges = { left: number; top: number; right: number; bottom: number }

function overlap(a: Edges, b: Edges): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}
