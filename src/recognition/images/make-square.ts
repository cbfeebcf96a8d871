import { LIMITS } from '../limits.ts'
import { type Picture, toSharpInput } from './picture.ts'
import type { Densities } from './read-densities.ts'
import { loadSharp } from './sharp.ts'

// How many times denser one direction is than the other: below it is rounding, above it is a mistake in the file.
const LEAST_STRETCHED = 1.1
const MOST_STRETCHED = 4

/** The size at which pixels of these densities become square, by enlarging the coarser direction; undefined where they are. */
export function chooseSquareSize(
  { width, height }: { width: number; height: number },
  { x, y }: Densities,
): { width: number; height: number } | undefined {
  const ratio = x / y
  if (ratio < 1 / MOST_STRETCHED || ratio > MOST_STRETCHED || (ratio < LEAST_STRETCHED && ratio > 1 / LEAST_STRETCHED))
    return undefined
  const size = ratio > 1 ? { width, height: Math.round(height * ratio) } : { width: Math.round(width / ratio), height }
  return size.width * size.height <= LIMITS.imagePixels ? size : undefined
}

/** The same picture with square pixels, given how dense they are now: those of a fax are twice as high as wide. */
export async function makeSquare(picture: Picture, densities: Densities): Promise<Picture> {
  const size = chooseSquareSize(picture, densities)
  if (size === undefined) return picture
  const sharp = await loadSharp()
  const { data, info } = await sharp(...toSharpInput(picture))
    .resize({ ...size, fit: 'fill' })
    .toColourspace(picture.channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: picture.channels }
}
