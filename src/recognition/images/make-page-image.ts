import type { Sharp } from 'sharp'
import type { PageImage } from '../page-image.ts'
import { type Picture, type Straightening, toSharpInput } from './picture.ts'
import { loadSharp } from './sharp.ts'

/** The long side of a page image in pixels: A4 at 150 dpi. */
export const PAGE_IMAGE_SIDE = 1754
const THUMBNAIL_SIDE = 320
const IMAGE_QUALITY = 72
const THUMBNAIL_QUALITY = 60
// Of the encoder: one step more costs a quarter more time and saves two hundredths of the bytes; two, half as much again and a fifth.
const EFFORT = 0

const FIT = { width: PAGE_IMAGE_SIDE, height: PAGE_IMAGE_SIDE, fit: 'inside', withoutEnlargement: true } as const

/** What a page image needs of a picture: as much as people look at. So the picture itself can go while it is read. */
export async function shrinkForViewing(picture: Picture): Promise<Picture> {
  const sharp = await loadSharp()
  const space = picture.channels === 1 ? 'b-w' : 'srgb'
  return changePixels(
    sharp(...toSharpInput(picture))
      .resize(FIT)
      .toColourspace(space),
  )
}

/** Makes what people look at from the picture that was read, set right in the same way, so that boxes fit both. */
export async function makePageImage(
  page: number,
  picture: Picture,
  { quarterTurns, skew }: Straightening = { quarterTurns: 0, skew: 0 },
): Promise<PageImage> {
  const sharp = await loadSharp()
  let pixels = await shrink(picture)
  for (const degrees of [quarterTurns * 90, (-skew * 180) / Math.PI])
    if (degrees !== 0)
      pixels = await changePixels(sharp(...toSharpInput(pixels)).rotate(degrees, { background: '#ffffff' }))
  // a page that was turned is larger by its corners
  const { data, width, height, channels } = await shrink(pixels)
  const raw = { width, height, channels }
  const image = await sharp(data, { raw }).webp({ quality: IMAGE_QUALITY, effort: EFFORT }).toBuffer()
  const thumbnail = await sharp(data, { raw })
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside' })
    .webp({ quality: THUMBNAIL_QUALITY, effort: EFFORT })
    .toBuffer()
  return { page, image, thumbnail, width, height }
}

async function shrink(picture: Picture): Promise<Picture> {
  if (Math.max(picture.width, picture.height) <= PAGE_IMAGE_SIDE) return picture
  const sharp = await loadSharp()
  return changePixels(sharp(...toSharpInput(picture)).resize(FIT))
}

async function changePixels(pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3 }
}
