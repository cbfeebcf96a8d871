import type { PDFPageProxy } from 'pdfjs-dist'
import { makeSquare } from '../images/make-square.ts'
import type { Picture } from '../images/picture.ts'
import { loadSharp, openImage } from '../images/sharp.ts'
import { LIMITS } from '../limits.ts'
import { type DeferredPicture, deferPictures } from './defer-decoding.ts'
import { areaOf } from './geometry.ts'
import { loadCanvas } from './open-pdf.ts'
import type { PageContent, Painted } from './walk-content.ts'

export type PagePicture = { picture: Picture; pointsPerPixel: number }

// A page that is one picture covers at least this much of itself with it.
const WHOLE_PAGE = 0.92
// For text drawn as shapes, and the bounds for what a page's pictures suggest.
const OCR_DPI = 300
const DPI_BOUNDS = [150, 400] as const
// What pdf.js calls the layouts of its decoded pictures.
const GREY_1BPP = 1
const RGB_24BPP = 2
const RGBA_32BPP = 3

type Source = { page: PDFPageProxy; content: PageContent; getDrawablePage: () => Promise<PDFPageProxy> }

/** The picture of a page for OCR: the embedded one where the page is just that, upright and whole; rendered otherwise. */
export async function takePicture({ page, content, getDrawablePage }: Source): Promise<PagePicture> {
  const pictures = content.painted.filter(({ kind }) => kind === 'image' || kind === 'mask')
  const only = content.painted.length === 1 ? pictures[0] : undefined
  if (only !== undefined && fillsPage(only, content)) {
    const picture = await extractPicture(page, only)
    if (picture !== undefined) {
      const densities = { x: picture.width / content.width, y: picture.height / content.height }
      const square = await makeSquare(picture, densities)
      return { picture: square, pointsPerPixel: content.width / square.width }
    }
  }
  return renderPage(await getDrawablePage(), chooseDpi(pictures))
}

/** Renders a page on white, at the given resolution or the highest that stays within the limit of pixels. */
export async function renderPage(page: PDFPageProxy, dpi: number): Promise<PagePicture> {
  const { createCanvas } = loadCanvas()
  const natural = page.getViewport({ scale: 1 })
  const most = Math.sqrt(LIMITS.renderedPixels / (natural.width * natural.height))
  const side = LIMITS.imageSide / Math.max(natural.width, natural.height)
  const viewport = page.getViewport({ scale: Math.min(dpi / 72, most, side) })
  const width = Math.max(1, Math.ceil(viewport.width))
  const height = Math.max(1, Math.ceil(viewport.height))
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  // pdf.js's types know the browser's canvas only
  const target = { canvas: canvas as never, canvasContext: context as never }
  deferPictures(false)
  try {
    await page.render({ ...target, viewport, intent: 'display' }).promise
  } finally {
    deferPictures(true)
    page.cleanup()
  }
  const rgba = canvas.data()
  const sharp = await loadSharp()
  const { data, info } = await sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    picture: { data, width: info.width, height: info.height, channels: 3 },
    pointsPerPixel: natural.width / width,
  }
}

function fillsPage({ box, image }: Painted, { width, height }: PageContent): boolean {
  if (image === undefined || areaOf(box) < WHOLE_PAGE * width * height) return false
  const [a, b, c, d, e, f] = image.matrix
  // upright: to the right along x, upwards against y; and nothing of it cut off
  const upright = a > 0 && d < 0 && Math.abs(b) < a * 1e-3 && Math.abs(c) < -d * 1e-3
  const placed = Math.abs(e) < width * 0.02 && Math.abs(f - height) < height * 0.02
  return upright && placed && Math.abs(a - width) < width * 0.02 && Math.abs(-d - height) < height * 0.02
}

type DecodedImage = { width: number; height: number; kind: number; data?: Uint8Array | Uint8ClampedArray }

async function extractPicture(page: PDFPageProxy, { image, kind }: Painted): Promise<Picture | undefined> {
  const id = image?.id
  if (id === undefined || kind === 'mask') return undefined
  const store = id.startsWith('g_') ? page.commonObjs : page.objs
  const decoded = await new Promise<DecodedImage | DeferredPicture | null>((resolve) => store.get(id, resolve))
  if (decoded === null || decoded.width * decoded.height > LIMITS.imagePixels) return undefined
  if ('bitmap' in decoded && decoded.bitmap !== undefined) return decodeJpeg(decoded.bitmap)
  if (!('data' in decoded) || !decoded.data) return undefined
  const { width, height } = decoded
  const bytes = decoded.data
  const data = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
  switch (decoded.kind) {
    case GREY_1BPP:
      return { data: unpackBits(data, width, height), width, height, channels: 1 }
    case RGB_24BPP:
      // the library keeps it with the page, which may be read again
      return { data, width, height, channels: 3, isBorrowed: true }
    case RGBA_32BPP: {
      const sharp = await loadSharp()
      const flat = await sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false })
        .flatten({ background: '#ffffff' })
        .raw()
        .toBuffer()
      return { data: flat, width, height, channels: 3 }
    }
    default:
      return undefined
  }
}

// A JPEG that is a little damaged is better read than not; pdf.js is as tolerant.
async function decodeJpeg(bytes: ArrayBuffer): Promise<Picture | undefined> {
  const image = await openImage(Buffer.from(bytes), { failOn: 'none' })
  const { space } = await image.metadata()
  const { data, info } = await image
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3 }
}

function unpackBits(packed: Uint8Array, width: number, height: number): Uint8Array {
  const stride = Math.ceil(width / 8)
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      data[y * width + x] = ((packed[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? 255 : 0
  return data
}

/** The finest resolution among the pictures that matter, within bounds; drawn shapes have none of their own. */
function chooseDpi(pictures: readonly Painted[]): number {
  const whole = pictures.reduce((sum, { box }) => sum + areaOf(box), 0)
  const densities = pictures
    .filter(({ box }) => areaOf(box) > whole / 4)
    .map(({ image }) =>
      image === undefined ? OCR_DPI : (image.width * 72) / Math.hypot(image.matrix[0], image.matrix[1]),
    )
  if (densities.length === 0) return OCR_DPI
  return Math.min(DPI_BOUNDS[1], Math.max(DPI_BOUNDS[0], ...densities))
}
