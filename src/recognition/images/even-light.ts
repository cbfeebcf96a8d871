import type { GreyImage } from '../ocr/tesseract.ts'

// Side of the squares in which paper is looked for, in pixels; a few letters wide.
const SQUARE = 32
// Of a square's pixels this share is at most as bright as its paper: text covers less than the rest.
const PAPER_RANK = 0.8
// Darker than this it is no paper in a shadow but the black edge of a copy, or a picture.
const DARKEST_PAPER = 60
// The engine separates ink from paper by one threshold for the page; this makes pale ink (grey, orange) count as ink.
const DARKENING = 2
// Of the squares of a page, the dark and the bright ones that are compared, as ranks; below the ratio a shadow lies on the page.
const RANKS = [0.04, 0.9] as const
const EVEN = 0.8

/** How bright the paper is, square by square. */
export type Light = { paper: Float32Array; columns: number; rows: number; isUneven: boolean }

/** Looks at the light on a page: shadows of a fold, a lamp at one side, coloured fields. */
export function measureLight(picture: GreyImage): Light {
  const columns = Math.ceil(picture.width / SQUARE)
  const rows = Math.ceil(picture.height / SQUARE)
  const paper = smooth(findPaper(picture, columns, rows), columns, rows)
  const sorted = Float32Array.from(paper).sort()
  const at = (rank: number) => sorted[Math.floor(rank * (sorted.length - 1))] ?? 255
  return { paper, columns, rows, isUneven: at(RANKS[0]) < at(RANKS[1]) * EVEN }
}

/** Evens out the light: divides by the paper's own brightness, and darkens pale ink where that is asked for. */
export function evenLight(
  { data, width, height }: GreyImage,
  { light: { paper, columns, rows }, darken }: { light: Light; darken: boolean },
): GreyImage {
  const darkening = darken ? DARKENING : 1
  const curve = Uint8Array.from({ length: 256 }, (_, level) => Math.round(255 * (level / 255) ** darkening))
  const even = new Uint8Array(width * height)
  const lights = new Float32Array(width)
  const across = placeBetween(width, columns)
  const down = placeBetween(height, rows)
  for (let y = 0; y < height; y += 1) {
    const [upper, lower, share] = [down.first[y]! * columns, down.second[y]! * columns, down.share[y]!]
    for (let column = 0; column < columns; column += 1) {
      const [above, below] = [paper[upper + column]!, paper[lower + column]!]
      lights[column] = 255 / (above + (below - above) * share)
    }
    const start = y * width
    for (let x = 0; x < width; x += 1) {
      const left = lights[across.first[x]!]!
      const light = left + (lights[across.second[x]!]! - left) * across.share[x]!
      // a half is rounded up, as by Math.round, which costs several times as much
      even[start + x] = curve[Math.min(255, (data[start + x]! * light + 0.5) | 0)]!
    }
  }
  return { data: even, width, height }
}

/** For each pixel of a direction the squares whose middles it lies between, and how far it is on the way to the second. */
function placeBetween(pixels: number, squares: number) {
  const [first, second, share] = [new Int32Array(pixels), new Int32Array(pixels), new Float64Array(pixels)]
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = Math.min(squares - 1, Math.max(0, (pixel + 0.5) / SQUARE - 0.5))
    first[pixel] = Math.floor(at)
    second[pixel] = Math.min(squares - 1, first[pixel]! + 1)
    share[pixel] = at - first[pixel]!
  }
  return { first, second, share }
}

function findPaper({ data, width, height }: GreyImage, columns: number, rows: number): Float32Array {
  const paper = new Float32Array(columns * rows)
  const levels = new Uint32Array(256)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      levels.fill(0)
      let count = 0
      const bottom = Math.min(height, (row + 1) * SQUARE)
      const right = Math.min(width, (column + 1) * SQUARE)
      for (let y = row * SQUARE; y < bottom; y += 1)
        for (let x = column * SQUARE; x < right; x += 1) {
          levels[data[y * width + x]!]! += 1
          count += 1
        }
      let seen = 0
      let level = 0
      while (level < 255 && seen + levels[level]! < count * PAPER_RANK) seen += levels[level++]!
      paper[row * columns + column] = Math.max(DARKEST_PAPER, level)
    }
  return paper
}

/** Mean of each square and its neighbours, so that no edge shows where the paper changes from square to square. */
function smooth(paper: Float32Array, columns: number, rows: number): Float32Array {
  const smoothed = new Float32Array(paper.length)
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      let sum = 0
      let count = 0
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          sum += paper[y * columns + x]!
          count += 1
        }
      smoothed[row * columns + column] = sum / count
    }
  return smoothed
}
