import type { GreyImage } from '../ocr/tesseract.ts'
import { loadSharp } from './sharp.ts'

/** A decoded picture of a page on white ground: rows without padding, 1 (grey) or 3 (RGB) bytes a pixel. */
export type Picture = {
  data: Uint8Array
  width: number
  height: number
  channels: 1 | 3
  /** Somebody else's memory, which must not be given back. */
  isBorrowed?: true
}

/** How a picture was set right: first quarter turns clockwise, then back by the slope of its lines (radians). */
export type Straightening = { quarterTurns: 0 | 1 | 2 | 3; skew: number }

export function toSharpInput({ data, width, height, channels }: Picture) {
  return [data, { raw: { width, height, channels }, limitInputPixels: false }] as const
}

export async function toGrey(picture: Picture): Promise<GreyImage> {
  if (picture.channels === 1) return picture
  const sharp = await loadSharp()
  const { data, info } = await sharp(...toSharpInput(picture))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
