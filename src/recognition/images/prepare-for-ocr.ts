import { LIMITS } from '../limits.ts'
import type { GreyImage } from '../ocr/tesseract.ts'
import { analyzeInk, type Ink } from './analyze-ink.ts'
import { evenLight, measureLight } from './even-light.ts'
import type { Patch } from './find-patches.ts'
import { invertDarkFields } from './invert-dark-fields.ts'
import type { Straightening } from './picture.ts'
import { loadSharp } from './sharp.ts'

/** A picture made ready for OCR. The page that people see is the straightened picture; `scale` leads back to its pixels. */
export type Prepared = GreyImage & {
  straightening: Straightening
  /** Pixels here for one pixel of the straightened picture. */
  scale: number
  /** What the ink of this very picture looks like. */
  ink: Ink
}

// The engine reads letters of about this height best; more costs time and, on coarse scans, errors (fax pages: 7 % fewer words wrong than at 24).
const BEST_LETTER_HEIGHT = 20
// Within this range the picture is left as it is: every resampling loses something.
const GOOD_LETTER_HEIGHT = [17, 32] as const
const MOST_ENLARGEMENT = 3
/** Of a picture that is enlarged: A4 at 330 dpi. Beyond it the engine takes a minute and sees no more. */
const MOST_ENLARGED_PIXELS = 10e6
const LEAST_SCALE_CHANGE = 0.15
// Share of the letters.
const MUCH_PALE_INK = 0.04
// Below this, turning the picture blurs more than it helps.
const LEAST_SKEW = (0.3 * Math.PI) / 180

/** A picture whose dark fields are turned to dark text on white, and its ink; both come from looking at it once. */
export type Inked = { picture: GreyImage; ink: Ink }

export function findInkOf(source: GreyImage): Inked {
  const picture = invertDarkFields(source)
  return { picture, ink: analyzeInk(picture) }
}

/** Evens the light, levels the lines of a grey picture after the given quarter turns, and brings its letters to the height that the engine reads best. */
export async function prepareForOcr(
  { picture, ink: asItLies }: Inked,
  { quarterTurns, level }: { quarterTurns: Straightening['quarterTurns']; level: boolean },
): Promise<Prepared> {
  const { picture: upright, ink } =
    quarterTurns === 0 ? { picture, ink: asItLies } : findInkOf(await turnQuarters(picture, quarterTurns))
  const { width, height } = upright
  const light = measureLight(upright)
  // not for every page: on coarse scans it strengthens the noise too
  const darken = ink.pale > MUCH_PALE_INK
  const turned = darken || light.isUneven ? evenLight(upright, { light, darken }) : upright
  const scale = chooseScale(ink, width * height)
  const skew = level && !ink.isSideways && Math.abs(ink.skew) >= LEAST_SKEW ? ink.skew : 0
  const straightening = { quarterTurns, skew }
  if (scale === 1 && skew === 0) return { ...turned, straightening, scale, ink }

  const scaled = scale === 1 ? turned : await resize(turned, scale)
  const ready = skew === 0 ? scaled : await turnBack(scaled, skew)
  return { ...ready, straightening, scale, ink: carryOver(ink, { from: turned, to: ready, scale, skew }) }
}

type Change = { from: GreyImage; to: GreyImage; scale: number; skew: number }

/** Where the patches of ink are after the scaling and turning: cheaper than to look for them again. */
function carryOver(ink: Ink, { from, to, scale, skew }: Change): Ink {
  const [cosine, sine] = [Math.cos(-skew), Math.sin(-skew)]
  const slope = Math.abs(sine)
  const patches = ink.patches.map((patch): Patch => {
    const wide = (patch.right - patch.left) * scale
    const tall = (patch.bottom - patch.top) * scale
    const x = ((patch.left + patch.right - from.width) / 2) * scale
    const y = ((patch.top + patch.bottom - from.height) / 2) * scale
    const middle = [x * cosine - y * sine + to.width / 2, x * sine + y * cosine + to.height / 2] as const
    // the box of a sloping thing is larger than the thing
    const flat = cosine ** 2 - slope ** 2
    const halfWidth = Math.max(scale, (wide * cosine - tall * slope) / flat) / 2
    const halfHeight = Math.max(scale, (tall * cosine - wide * slope) / flat) / 2
    return {
      left: Math.max(0, Math.floor(middle[0] - halfWidth)),
      right: Math.min(to.width, Math.ceil(middle[0] + halfWidth)),
      top: Math.max(0, Math.floor(middle[1] - halfHeight)),
      bottom: Math.min(to.height, Math.ceil(middle[1] + halfHeight)),
      pixels: patch.pixels * scale ** 2,
      darkest: patch.darkest,
    }
  })
  const letterHeight = ink.letterHeight === undefined ? undefined : ink.letterHeight * scale
  return { ...ink, letterHeight, skew: 0, patches }
}

function chooseScale({ letterHeight }: Ink, pixels: number): number {
  const most = Math.sqrt(LIMITS.renderedPixels / pixels)
  if (letterHeight === undefined) return Math.min(1, most)
  const [low, high] = GOOD_LETTER_HEIGHT
  if (letterHeight >= low && letterHeight <= high) return Math.min(1, most)
  const roomy = Math.max(1, Math.sqrt(MOST_ENLARGED_PIXELS / pixels))
  const wanted = Math.min(BEST_LETTER_HEIGHT / letterHeight, MOST_ENLARGEMENT, roomy, most)
  return Math.abs(wanted - 1) < LEAST_SCALE_CHANGE ? Math.min(1, most) : wanted
}

type Step = (picture: import('sharp').Sharp) => import('sharp').Sharp

async function change({ data, width, height }: GreyImage, how: Step): Promise<GreyImage> {
  const sharp = await loadSharp()
  const picture = how(sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false }))
  const changed = await picture.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return { data: changed.data, width: changed.info.width, height: changed.info.height }
}

function turnQuarters(source: GreyImage, turns: number): Promise<GreyImage> {
  return change(source, (picture) => picture.rotate(turns * 90))
}

function turnBack(source: GreyImage, skew: number): Promise<GreyImage> {
  return change(source, (picture) => picture.rotate((-skew * 180) / Math.PI, { background: '#ffffff' }))
}

function resize(source: GreyImage, scale: number): Promise<GreyImage> {
  const [width, height] = [Math.round(source.width * scale), Math.round(source.height * scale)]
  return change(source, (picture) => picture.resize(width, height, { fit: 'fill', kernel: 'cubic' }))
}
