import type { PageImage } from '../page-image.ts'
import { type Picture, type Straightening, toSharpInput } from './picture.ts'
import { loadSharp } from './sharp.ts'

/** The long side of a page image in pixels: A4 at 150 dpi. */
export const PAGE_IMAGE_SIDE = 1754
const THUMBNAIL_SIDE = 320

const FIT = { width: PAGE_IMAGE_SIDE, height: PAGE_IMAGE_SIDE, fit: 'inside', withoutEnlargement: true } as const

/** What a page image needs of a picture: as much as people look at. So the picture itself can go while it is read. */
export async function shrinkForViewing(picture: Picture): Promise<Picture> {
  const sharp = await loadSharp()
  const { data, info } = await sharp(...toSharpInput(picture))
    .resize(FIT)
    .toColourspace(picture.channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: picture.channels }
}

/** Makes what people look at from the picture that was read, set right in the same way, so that boxes fit both. */
export async function makePageImage(
  page: number,
  picture: Picture,
  { quarterTurns, skew }: Straightening = { quarterTurns: 0, skew: 0 },
): Promise<PageImage> {
  const sharp = await loadSharp()
  let small = await sharp(...toSharpInput(picture))
    .resize(FIT)
    .raw()
    .toBuffer({ resolveWithObject: true })
  for (const degrees of [quarterTurns * 90, (-skew * 180) / Math.PI]) {
    if (degrees === 0) continue
    const { width, height, channels } = small.info
    small = await sharp(small.data, { raw: { width, height, channels } })
      .rotate(degrees, { background: '#ffffff' })
      .raw()
      .toBuffer({ resolveWithObject: true })
  }
  const { width, height, channels } = small.info
  const raw = { width, height, channels }
  const image = await sharp(small.data, { raw })
    .resize(FIT)
    .webp({ quality: 72, effort: 2 })
    .toBuffer({ resolveWithObject: true })
  const thumbnail = await sharp(small.data, { raw })
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside' })
    .webp({ quality: 60, effort: 2 })
    .toBuffer()
  return { page, image: image.data, thumbnail, width: image.info.width, height: image.info.height }
}
