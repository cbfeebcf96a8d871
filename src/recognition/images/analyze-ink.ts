import type { GreyImage } from '../ocr/tesseract.ts'
import { findInk, findPatches, type Patch } from './find-patches.ts'
import { releasePicture } from './release-picture.ts'

export type Ink = {
  /** Typical height of a letter (between x and capitals), in pixels; undefined where there are too few to tell. */
  letterHeight: number | undefined
  /** Slope of the lines of text in radians, clockwise on the picture; 0 where it cannot be told. */
  skew: number
  /** Whether letters line up in columns: the page lies on its side. */
  isSideways: boolean
  /** Share of the letters that are pale throughout (grey or coloured ink). */
  pale: number
  /** Every connected patch of ink: letters, marks, rulings, dirt. */
  patches: Patch[]
}

// Patches that can be letters: not specks, not rulings, not pictures. In pixels and proportions.
const LEAST_LETTER_HEIGHT = 5
const LEAST_LETTERS = 30
// Slopes that a scanner or a hand makes; more than that is a different matter.
const MOST_SKEW = (8 * Math.PI) / 180
// A letter without a pixel darker than this is lost where one threshold parts the page into ink and paper.
const PALE = 120
const SKEW_STEP = (0.1 * Math.PI) / 180

/** Looks at a picture's ink: how big the letters are and how the lines lie. */
export function analyzeInk(picture: GreyImage): Ink {
  const { height } = picture
  const mask = findInk(picture)
  const patches = findPatches(mask, picture)
  releasePicture({ data: mask })
  const letters = patches.filter((patch) => canBeLetter(patch, height))
  const letterHeight = letters.length < LEAST_LETTERS ? undefined : typicalHeight(letters)
  if (letterHeight === undefined) return { letterHeight, skew: 0, isSideways: false, pale: 0, patches }
  const sized = letters.filter((letter) => {
    const tall = letter.bottom - letter.top
    return tall > letterHeight * 0.6 && tall < letterHeight * 2
  })
  const pale = sized.filter(({ darkest }) => darkest > PALE).length / Math.max(1, sized.length)
  return { letterHeight, ...findSkew(sized, letterHeight), pale, patches }
}

function canBeLetter({ left, top, right, bottom, pixels }: Patch, pageHeight: number): boolean {
  const wide = right - left
  const tall = bottom - top
  if (tall < LEAST_LETTER_HEIGHT || tall > pageHeight / 12 || wide < 2) return false
  const shape = wide / tall
  return shape > 0.15 && shape < 4 && pixels / (wide * tall) > 0.12
}

/** The middle of the fullest stretch of heights, weighted by height, so that specks do not outvote letters. */
function typicalHeight(letters: readonly Patch[]): number {
  const heights = letters.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b)
  let best = { weight: 0, height: heights[0]! }
  for (let first = 0, last = 0; first < heights.length; first += 1) {
    const low = heights[first]!
    while (last < heights.length && heights[last]! <= low * 1.35 + 1) last += 1
    const weight = (last - first) * Math.sqrt(low)
    if (weight > best.weight) best = { weight, height: heights[Math.floor((first + last - 1) / 2)]! }
  }
  return best.height
}

/** Tries slopes and takes the one that packs the feet of the letters into the fewest rows. */
function findSkew(letters: readonly Patch[], letterHeight: number): { skew: number; isSideways: boolean } {
  const sample =
    letters.length > 1500 ? letters.filter((_, index) => index % Math.ceil(letters.length / 1500) === 0) : letters
  const cell = Math.max(2, letterHeight / 4)
  const rows = sample.map(({ left, right, bottom }) => [(left + right) / 2, bottom] as const)
  const columns = sample.map(({ right, top, bottom }) => [(top + bottom) / 2, right] as const)
  const level = bestSlope(rows, cell)
  const upright = bestSlope(columns, cell)
  const isSideways = upright.score > level.score * 1.3
  const skew = isSideways ? -upright.slope : level.slope
  return { skew, isSideways }
}

function bestSlope(points: readonly (readonly [number, number])[], cell: number): { slope: number; score: number } {
  const scoreOf = (slope: number) => {
    const tangent = Math.tan(slope)
    const bins = new Map<number, number>()
    for (const [along, across] of points) {
      const bin = Math.round((across - along * tangent) / cell)
      bins.set(bin, (bins.get(bin) ?? 0) + 1)
    }
    let score = 0
    for (const count of bins.values()) score += count * count
    return score
  }
  let best = { slope: 0, score: scoreOf(0) }
  for (let slope = -MOST_SKEW; slope <= MOST_SKEW; slope += SKEW_STEP) {
    const score = scoreOf(slope)
    // a straight page must not be turned for a handful of letters
    if (score > best.score * (best.slope === 0 ? 1.05 : 1)) best = { slope, score }
  }
  return best
}
