import type { Metadata } from 'sharp'
import type { MediaType } from '../../../schemas/original.ts'
import { LIMITS } from '../limits.ts'
import { readPicturePage } from '../ocr/read-picture-page.ts'
import { type OpenDocument, type Opened, refuse } from '../opened.ts'
import { chooseSquareSize } from './make-square.ts'
import type { Picture } from './picture.ts'
import { type Densities, readDensities } from './read-densities.ts'
import { openImage } from './sharp.ts'

// 72 and 96 are what programs write that do not know.
const BELIEVABLE_DPI = [100, 1200] as const
const BELIEVABLE_WIDTH = [100, 2000] as const

const DAMAGED = 'The picture is damaged and cannot be opened. Ask the sender to send it again, best as a PDF.'

/** Opens a picture (several pages where the format has them) for reading page by page. */
export async function openImageDocument({
  path,
  mediaType,
  decodedFrom,
}: {
  path: string
  mediaType: MediaType
  decodedFrom: MediaType | undefined
}): Promise<Opened> {
  let metadata: Metadata
  try {
    metadata = await (await openImage(path)).metadata()
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/pixel limit/i.test(message)) return tooLarge()
    return refuse('corrupt', DAMAGED)
  }
  const { width, height } = metadata
  if (width > LIMITS.imageSide || height > LIMITS.imageSide || width * height > LIMITS.imagePixels) return tooLarge()
  const pageCount = mediaType === 'image/tiff' ? (metadata.pages ?? 1) : 1
  if (pageCount > LIMITS.pages)
    return refuse('too-many-pages', `The picture has ${pageCount} pages; at most ${LIMITS.pages} are read.`)

  const readPage: OpenDocument['readPage'] = async (number, { pageImages, languages }) => {
    if (languages === undefined)
      return { page: { number, width, height, source: 'none', words: [] }, needs: 'ocr', notes: [] }
    const { picture, widened } = await decodePage(path, {
      number,
      densities: await readDensities(path, number),
      isUpright: decodedFrom !== undefined,
    })
    const density = metadata.density === undefined ? undefined : metadata.density * widened
    const pointsPerPixel = choosePointsPerPixel(density, picture)
    return readPicturePage({ number, picture, pointsPerPixel }, { languages, pageImages })
  }
  return { ok: true, document: { mediaType: decodedFrom ?? mediaType, pageCount, readPage, close: async () => {} } }
}

async function decodePage(
  path: string,
  { number, densities, isUpright }: { number: number; densities: Densities | undefined; isUpright: boolean },
): Promise<{ picture: Picture; widened: number }> {
  const image = await openImage(path, { page: number - 1, pages: 1 })
  const { width, height, space } = await image.metadata()
  const size = densities === undefined ? undefined : chooseSquareSize({ width, height }, densities)
  // autoOrient obeys the EXIF orientation; what is transparent is paper
  const oriented = isUpright ? image : image.autoOrient()
  const { data, info } = await (size === undefined ? oriented : image.resize({ ...size, fit: 'fill' }))
    .flatten({ background: '#ffffff' })
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const picture = { data, width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3 } as const
  return { picture, widened: size === undefined ? 1 : size.width / width }
}

function choosePointsPerPixel(density: number | undefined, { width }: Picture): number | undefined {
  if (density === undefined || density < BELIEVABLE_DPI[0] || density > BELIEVABLE_DPI[1]) return undefined
  const points = (width / density) * 72
  return points >= BELIEVABLE_WIDTH[0] && points <= BELIEVABLE_WIDTH[1] ? 72 / density : undefined
}

function tooLarge() {
  const message = `The picture is too large: at most ${LIMITS.imagePixels / 1e6} megapixels and ${LIMITS.imageSide} pixels a side are read. Ask the sender for a smaller one.`
  return refuse('too-large', message)
}
