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

// Ink is darker than the mean around it by this factor, and by so many levels of 255.
const DARKER = 0.85
const LEAST_CONTRAST = 18

/** Marks ink against the light around it, so that shadows and coloured paper do not matter: 1 is ink. Mean of a window, less a tenth. */
export function findInk({ data, width, height }: GreyImage): Uint8Array {
  const radius = Math.max(8, Math.round(Math.min(width, height) / 60))
  const ink = new Uint8Array(width * height)
  // sums over a column of the window, moved down row by row; beyond both ends stand those of the edge
  const columns = new Int32Array(width + 2 * radius + 1)
  const clampRow = (row: number) => Math.min(height - 1, Math.max(0, row))
  for (let row = -radius; row <= radius; row += 1) {
    const start = clampRow(row) * width
    for (let x = 0; x < width; x += 1) columns[x + radius]! += data[start + x]!
  }
  const area = (2 * radius + 1) ** 2
  const least = LEAST_CONTRAST * area
  for (let y = 0; y < height; y += 1) {
    columns.fill(columns[radius]!, 0, radius)
    columns.fill(columns[width + radius - 1]!, width + radius)
    let sum = 0
    for (let x = 0; x <= 2 * radius; x += 1) sum += columns[x]!
    const start = y * width
    const leaving = clampRow(y - radius) * width
    const entering = clampRow(y + radius + 1) * width
    for (let x = 0; x < width; x += 1) {
      const value = data[start + x]! * area
      if (value < sum * DARKER && sum - value > least) ink[start + x] = 1
      sum += columns[x + 2 * radius + 1]! - columns[x]!
    }
    for (let x = 0; x < width; x += 1) columns[x + radius]! += data[entering + x]! - data[leaving + x]!
  }
  return ink
}

/** Labels connected ink (a mask as `findInk` makes it) by runs: each run of a row joins the runs it touches in the row above. */
export function findPatches(ink: Uint8Array, { data, width, height }: GreyImage): Patch[] {
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
