import type { GreyImage } from '../ocr/tesseract.ts'

/** A connected patch of ink, as the box around it, in pixels. */
export type Patch = {
  left: number
  top: number
  right: number
  bottom: number
  pixels: number
  /** The lowest brightness in it. */
  darkest: number
}

export type Ink = {
  /** Typical height of a letter (between x and capitals), in pixels; undefined where there are too few to tell. */
  letterHeight: number | undefined
  /** Slope of the lines of text in radians, clockwise on the picture; 0 where it cannot be told. */
  skew: number
  /** Whether letters line up in columns: the page lies on its side. */
  isSideways: boolean
  /** Share of the letters that are pale throughout (grey or coloured ink). */
  pale: number
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
  const patches = findPatches(findInk(picture), picture)
  const letters = patches.filter((patch) => canBeLetter(patch, height))
  const letterHeight = letters.length < LEAST_LETTERS ? undefined : typicalHeight(letters)
  if (letterHeight === undefined) return { letterHeight, skew: 0, isSideways: false, pale: 0 }
  const sized = letters.filter((letter) => {
    const tall = letter.bottom - letter.top
    return tall > letterHeight * 0.6 && tall < letterHeight * 2
  })
  const pale = sized.filter(({ darkest }) => darkest > PALE).length / Math.max(1, sized.length)
  return { letterHeight, ...findSkew(sized, letterHeight), pale }
}

/** Marks ink against the light around it, so that shadows and coloured paper do not matter: 1 is ink. Mean of a window, less a tenth. */
function findInk({ data, width, height }: GreyImage): Uint8Array {
  const radius = Math.max(8, Math.round(Math.min(width, height) / 60))
  const ink = new Uint8Array(width * height)
  // sums over a column of the window, moved down row by row
  const columns = new Float64Array(width)
  const clampRow = (row: number) => Math.min(height - 1, Math.max(0, row))
  for (let row = -radius; row <= radius; row += 1) {
    const start = clampRow(row) * width
    for (let x = 0; x < width; x += 1) columns[x]! += data[start + x]!
  }
  const area = (2 * radius + 1) ** 2
  for (let y = 0; y < height; y += 1) {
    let sum = 0
    for (let x = -radius; x <= radius; x += 1) sum += columns[Math.min(width - 1, Math.max(0, x))]!
    const start = y * width
    for (let x = 0; x < width; x += 1) {
      const value = data[start + x]!
      const mean = sum / area
      if (value < mean * 0.85 && mean - value > 18) ink[start + x] = 1
      sum += columns[Math.min(width - 1, x + radius + 1)]! - columns[Math.max(0, x - radius)]!
    }
    const leaving = clampRow(y - radius) * width
    const entering = clampRow(y + radius + 1) * width
    for (let x = 0; x < width; x += 1) columns[x]! += data[entering + x]! - data[leaving + x]!
  }
  return ink
}

/** Labels connected ink by runs: each run of a row joins the runs it touches in the row above. */
function findPatches(ink: Uint8Array, { data, width, height }: GreyImage): Patch[] {
  const parents: number[] = []
  const patches: Patch[] = []
  const find = (label: number): number => {
    let root = label
    while (parents[root] !== root) root = parents[root]!
    while (parents[label] !== root) {
      const next = parents[label]!
      parents[label] = root
      label = next
    }
    return root
  }
  let above: { start: number; end: number; label: number }[] = []
  for (let y = 0; y < height; y += 1) {
    const row: typeof above = []
    let candidate = 0
    for (let x = 0; x < width; x += 1) {
      if (ink[y * width + x] === 0) continue
      const start = x
      while (x + 1 < width && ink[y * width + x + 1] === 1) x += 1
      let label = -1
      while (candidate < above.length && above[candidate]!.end < start - 1) candidate += 1
      for (let index = candidate; index < above.length && above[index]!.start <= x + 1; index += 1) {
        const other = find(above[index]!.label)
        if (label === -1) label = other
        else if (other !== label) {
          mergePatches(patches[label]!, patches[other]!)
          parents[other] = label
        }
      }
      if (label === -1) {
        label = parents.length
        parents.push(label)
        patches.push({ left: start, top: y, right: x + 1, bottom: y + 1, pixels: 0, darkest: 255 })
      }
      let darkest = 255
      for (let pixel = y * width + start; pixel <= y * width + x; pixel += 1) darkest = Math.min(darkest, data[pixel]!)
      mergePatches(patches[label]!, {
        left: start,
        top: y,
        right: x + 1,
        bottom: y + 1,
        pixels: x + 1 - start,
        darkest,
      })
      row.push({ start, end: x, label })
    }
    above = row
  }
  return patches.filter((_, label) => parents[label] === label)
}

function mergePatches(into: Patch, other: Patch): void {
  into.left = Math.min(into.left, other.left)
  into.top = Math.min(into.top, other.top)
  into.right = Math.max(into.right, other.right)
  into.bottom = Math.max(into.bottom, other.bottom)
  into.pixels += other.pixels
  into.darkest = Math.min(into.darkest, other.darkest)
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
