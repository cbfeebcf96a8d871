import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Box } from '../../../schemas/transcript.ts'
import { loadSharp } from '../images/sharp.ts'
import type { GreyImage } from '../ocr/tesseract.ts'

type Reader = typeof import('zxing-wasm/reader')
/** The browser's ImageData, which Node does not have. */
type Picture = Parameters<Reader['readBarcodes']>[0]
/** A code and its place, in pixels of the picture that was given. */
export type FoundCode = { text: string; box: Box }

/** A4 at 105 dpi: a Swiss code then has three pixels a module, which is enough for most. */
const QUICK_SIDE = 1240
/** A4 at 150 dpi. */
const FIRST_SIDE = 1754
/** For small codes on finely scanned pages; more than this costs as much as OCR. */
const SECOND_SIDE = 3508

/** The codes that banks' programs scan: the Swiss QR-bill and the EPC's (Girocode). Addresses of websites are nobody's business here. */
const PAYMENT = /^(SPC\r?\n0[12]\d\d|BCD\r?\n00[12])/

let loaded: Promise<Reader> | undefined

/** The library fetches its program from a network unless it is given: from the package on disk. */
function loadReader(): Promise<Reader> {
  loaded ??= (async () => {
    const reader = await import('zxing-wasm/reader')
    const program = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
    const bytes = new Uint8Array(program)
    reader.prepareZXingModule({ overrides: { wasmBinary: bytes.buffer as ArrayBuffer } })
    return reader
  })()
  return loaded
}

/**
 * Finds payment codes on a picture, upright or turned. `thorough`: for pages that say that they have one; looks harder, and once more at a
 * finer size. Otherwise one quick look, which every page can have.
 */
export async function readCodes(picture: GreyImage, { thorough }: { thorough: boolean }): Promise<FoundCode[]> {
  const found = await readAt(picture, { side: thorough ? FIRST_SIDE : QUICK_SIDE, thorough })
  const finer = Math.max(picture.width, picture.height) > FIRST_SIDE * 1.2
  return found.length === 0 && thorough && finer ? readAt(picture, { side: SECOND_SIDE, thorough }) : found
}

async function readAt(
  picture: GreyImage,
  { side, thorough }: { side: number; thorough: boolean },
): Promise<FoundCode[]> {
  const [{ readBarcodes }, small] = await Promise.all([loadReader(), shrink(picture, side)])
  const results = await readBarcodes(toImageData(small), {
    formats: ['QRCode'],
    tryHarder: thorough,
    // Codes in a plane are found at any angle; these are for bars and for white on black.
    tryRotate: thorough,
    tryInvert: false,
    tryDownscale: thorough,
    maxNumberOfSymbols: 4,
    textMode: 'Plain',
  })
  const scale = picture.width / small.width
  return results
    .filter(({ isValid, text }) => isValid && PAYMENT.test(text))
    .map(({ text, position }) => {
      const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft]
      const xs = corners.map(({ x }) => x * scale)
      const ys = corners.map(({ y }) => y * scale)
      return { text, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] }
    })
}

async function shrink({ data, width, height }: GreyImage, side: number): Promise<GreyImage> {
  if (Math.max(width, height) <= side) return { data, width, height }
  const sharp = await loadSharp()
  const { data: small, info } = await sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .resize({ width: side, height: side, fit: 'inside' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: small, width: info.width, height: info.height }
}

/** What the library takes: four bytes a pixel. */
function toImageData({ data, width, height }: GreyImage): Picture {
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff00_0000 | ((data[at] ?? 0) * 0x01_0101)
  return { data: new Uint8ClampedArray(pixels.buffer), width, height, colorSpace: 'srgb' } as Picture
}
