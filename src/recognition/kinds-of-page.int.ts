import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import PdfDocument from 'pdfkit'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wrapInPdf } from '../../fixtures/generate/degrade/image-pdf.ts'
import { laySideBySide } from '../../fixtures/generate/degrade/mishaps.ts'
import { locateText, type Picture, renderPages } from '../../fixtures/generate/degrade/render-pages.ts'
import { encodePicture, type ScanFaults, scanPage } from '../../fixtures/generate/degrade/scan.ts'
import { generateInvoice } from '../../fixtures/generate/index.ts'
import { createRandom } from '../../fixtures/generate/random.ts'
import { type DocumentReader, openDocumentReader } from './index.ts'
import { countErrors } from './testing/count-errors.ts'
import { printPages } from './testing/print-pages.ts'

/** A page as it was printed, and its words. */
type Printed = { pdf: Buffer; words: string[] }

const created = new Date('2026-03-14T15:00:00Z')
let folder: string
let reader: DocumentReader
let invoice: Printed
let other: Printed

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-kinds-'))
  reader = openDocumentReader({ processes: 2, ocrLanguages: ['eng', 'deu'] })
  invoice = await printInvoice('kinds-of-page', 'us-letter')
  other = await printInvoice('another-page', 'din-window')
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

async function printInvoice(seed: string, layout: string): Promise<Printed> {
  const { pdf, pageCount } = await generateInvoice({ seed, language: 'en', layout, wishes: { lines: 6 } })
  if (pageCount !== 1) throw new Error(`${seed} has ${pageCount} pages`)
  const [texts] = await locateText(pdf)
  return { pdf, words: texts!.flatMap(({ text }) => text.split(/\s+/)) }
}

async function scan({ pdf }: Printed, faults: ScanFaults): Promise<Picture> {
  const [page] = await renderPages(pdf, { dpi: faults.dpi })
  return scanPage(page!, { faults, random: createRandom('kinds-of-page') })
}

async function read(name: string, bytes: Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const result = await reader.recognize({ path, name })
  if (!result.ok) throw new Error(`${name}: ${result.unreadable.code}`)
  return result.transcript
}

/** The words of one page of a file. */
async function readWords(name: string, bytes: Uint8Array, page = 1): Promise<string[]> {
  return (await read(name, bytes)).pages[page - 1]!.words.map(({ text }) => text)
}

function expectWords(words: readonly string[], { printed, most }: { printed: Printed; most: number }): void {
  const errors = countErrors(words, printed.words)
  expect(errors.words, `missed ${errors.missed.join(' ')}, extra ${errors.extra.join(' ')}`).toBeLessThanOrEqual(most)
  // a stamp, an edge or dirt must not become a text of its own
  expect(errors.extra.length, errors.extra.join(' ')).toBeLessThanOrEqual(printed.words.length * (most + 0.05))
}

describe('a page is read whichever way it lies', () => {
  test.each([0, 90, 180, 270])('turned by %i degrees', async (degrees) => {
    const page = await encodePicture(await scan(invoice, { dpi: 200, colour: 'grey', noise: 3 }), { format: 'png' })
    const turned = await sharp(page).rotate(degrees).jpeg({ quality: 85 }).toBuffer()
    expectWords(await readWords('turned.jpg', turned), { printed: invoice, most: 0.03 })
  })

  test.each([-6, -1.5, 3])('skewed by %f degrees', async (skew) => {
    const page = await scan(invoice, { dpi: 200, colour: 'grey', noise: 3, skew })
    expectWords(await readWords('skewed.png', await encodePicture(page, { format: 'png' })), {
      printed: invoice,
      most: 0.05,
    })
  })
})

const FAX: ScanFaults = { dpi: 204, colour: 'bilevel', skew: 0.4, noise: 10, blur: 0.5, specks: 60 }
const OFFICE: ScanFaults = { dpi: 200, colour: 'grey', noise: 4, blur: 0.4 }

describe('a page is read in spite of what was done to it', () => {
  const mishaps: Record<string, { faults: ScanFaults; most: number }> = {
    'the black edges of an open copier': { faults: { ...OFFICE, edges: 0.05, skew: 0.6 }, most: 0.03 },
    'black edges in black and white': { faults: { ...FAX, edges: 0.05 }, most: 0.06 },
    'a lamp that lights one corner': { faults: { ...OFFICE, shade: 0.6 }, most: 0.03 },
    'the shadow of a fold': { faults: { ...OFFICE, fold: 0.6 }, most: 0.03 },
    'a stamp across its text': {
      faults: {
        ...OFFICE,
        colour: 'colour',
        stamp: { text: 'RECEIVED 16 MAR 2026', colour: '#b01020', x: 0.55, y: 0.5, turn: 12, size: 22 },
      },
      most: 0.12,
    },
    'a blue stamp, scanned in grey': {
      faults: { ...OFFICE, stamp: { text: 'PAID', colour: '#2030c0', x: 0.3, y: 0.35, turn: 15, size: 30 } },
      most: 0.12,
    },
    'yellow paper': { faults: { ...OFFICE, colour: 'colour', paper: [250, 226, 110] }, most: 0.03 },
    'pink paper': { faults: { ...OFFICE, colour: 'colour', paper: [244, 170, 190] }, most: 0.03 },
    'dark blue paper in grey': { faults: { ...OFFICE, paper: [130, 160, 205] }, most: 0.03 },
    'a resolution of 100 dpi': { faults: { dpi: 100, colour: 'grey', noise: 2 }, most: 0.08 },
    'a resolution of 600 dpi': { faults: { dpi: 600, colour: 'grey', noise: 4, blur: 0.6 }, most: 0.02 },
    'faded ink and noise': { faults: { dpi: 200, colour: 'grey', noise: 14, fade: 0.45, blur: 0.5 }, most: 0.06 },
  }
  test.each(Object.entries(mishaps))('%s', async (_, { faults, most }) => {
    const page = await scan(invoice, faults)
    const bytes = await encodePicture(page, { format: 'png', dpi: faults.dpi, bilevel: faults.colour === 'bilevel' })
    expectWords(await readWords('mishap.png', bytes), { printed: invoice, most })
  })
})

describe('a fax is read', () => {
  test('at 204 x 196 dpi', async () => {
    const page = await scan(invoice, FAX)
    const tiff = await encodePicture(page, { format: 'tiff', dpi: 204, rowsPerInch: 196, bilevel: true })
    expectWords(await readWords('fine.tiff', tiff), { printed: invoice, most: 0.06 })
  })

  const standard = () => scan(invoice, { ...FAX, rowsPerInch: 98 })

  test('at 204 x 98 dpi, whose pixels are twice as high as wide', async () => {
    const tiff = await encodePicture(await standard(), { format: 'tiff', dpi: 204, rowsPerInch: 98, bilevel: true })
    const transcript = await read('standard.tiff', tiff)
    const [page] = transcript.pages
    expect(page!.height / page!.width).toBeCloseTo(11 / 8.5, 1)
    expectWords(
      page!.words.map(({ text }) => text),
      { printed: invoice, most: 0.15 },
    )
  })

  test('at 204 x 98 dpi in a PDF, as well as in a TIFF', async () => {
    const image = await encodePicture(await standard(), { format: 'png', dpi: 204, bilevel: true })
    const pdf = await wrapInPdf([{ image, width: 612, height: 792 }], { created })
    const transcript = await read('standard.pdf', pdf)
    const [page] = transcript.pages
    // a skewed page that is turned straight needs a little more room
    expect(Math.abs(page!.width - 612)).toBeLessThan(9)
    expect(Math.abs(page!.height - 792)).toBeLessThan(9)
    expectWords(
      page!.words.map(({ text }) => text),
      { printed: invoice, most: 0.15 },
    )
  })
})

describe('a picture is read whatever its format', () => {
  test.each(['jpeg', 'png', 'webp', 'tiff'] as const)('%s', async (format) => {
    const page = await encodePicture(await scan(invoice, OFFICE), { format, dpi: 200, quality: 70 })
    expectWords(await readWords(`format.${format}`, page), { printed: invoice, most: 0.03 })
  })

  test('AVIF, which calls itself a HEIF picture', async () => {
    const page = await encodePicture(await scan(invoice, OFFICE), { format: 'png', dpi: 200 })
    const avif = await sharp(page).avif({ quality: 70, effort: 0 }).toBuffer()
    expectWords(await readWords('format.heic', avif), { printed: invoice, most: 0.03 })
  })

  test('each page of a TIFF, in its order', async () => {
    const [first, second] = [await scan(invoice, OFFICE), await scan(other, OFFICE)]
    const [width, height] = [Math.max(first.width, second.width), Math.max(first.height, second.height)]
    const pages = await Promise.all(
      [first, second].map(async ({ data, ...raw }) =>
        sharp(data, { raw })
          .extend({
            right: width - raw.width,
            bottom: height - raw.height,
            background: '#ffffff',
          })
          .png()
          .toBuffer(),
      ),
    )
    const stack = await sharp(pages, { join: { across: 1 } })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const tiff = await sharp(stack.data, { raw: { width, height: 2 * height, channels: 1, pageHeight: height } })
      .tiff({ compression: 'lzw' })
      .toBuffer()
    const { pages: read1 } = await read('pages.tiff', tiff)
    expect(read1.map(({ number }) => number)).toEqual([1, 2])
    for (const [index, printed] of [invoice, other].entries())
      expectWords(
        read1[index]!.words.map(({ text }) => text),
        { printed, most: 0.03 },
      )
  })
})

test('of two pages side by side the left one is read first, then the right one', async () => {
  const two = laySideBySide(await scan(invoice, OFFICE), await scan(other, OFFICE))
  const words = await readWords('two-up.png', await encodePicture(two, { format: 'png', dpi: 200 }))
  const half = countErrors(words.slice(0, invoice.words.length), invoice.words)
  expect(half.words, half.missed.join(' ')).toBeLessThanOrEqual(0.08)
  const rest = countErrors(words.slice(-other.words.length), other.words)
  expect(rest.words, rest.missed.join(' ')).toBeLessThanOrEqual(0.08)
})

test('of a page that is text and a scanned picture, the words of both are read, and none twice', async () => {
  const inPicture = ['Delivery note|DN-88213', 'Pallets received|14', 'Signed by|M. Okafor', 'Gate number|27-B']
  const [sheet] = await renderPages(await printPages([inPicture], { size: 13 }), { dpi: 200 })
  const { width, height, channels, data } = sheet!
  // the part of the sheet that has words on it, as someone cuts a slip out of a scan
  const slip = await sharp(data, { raw: { width, height, channels } })
    .extract({ left: 100, top: 120, width: 1400, height: 900 })
    .jpeg({ quality: 80 })
    .toBuffer()
  const text = ['Invoice number RE-2026-4711', 'Consulting services 1,250.00', 'Total amount due 1,751.20']
  const pdf = new PdfDocument({ size: 'A4', margin: 0 })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  for (const [index, line] of text.entries()) pdf.fontSize(12).text(line, 60, 60 + index * 30, { lineBreak: false })
  pdf.image(slip, 45, 300, { width: 504 })
  pdf.end()
  await done
  const [page] = (await read('mixed.pdf', Buffer.concat(chunks))).pages
  expect(page!.source).toBe('mixed')
  const printed = [...text, ...inPicture].join(' ').replaceAll('|', ' ').split(' ')
  const errors = countErrors(
    page!.words.map((word) => word.text),
    printed,
  )
  expect(errors).toEqual({ words: 0, numbers: 0, missed: [], extra: [] })
  const sources = new Map(page!.words.map((word) => [word.text, word.source]))
  expect([sources.get('1,751.20'), sources.get('DN-88213')]).toEqual(['text-layer', 'ocr'])
})

describe('a HEIC photo, as telephones take them,', () => {
  const encode = async (name: string, page: Picture) => {
    const [png, heic] = [join(folder, `${name}.png`), join(folder, `${name}.heic`)]
    await writeFile(png, await encodePicture(page, { format: 'png', dpi: 200 }))
    await promisify(execFile)('/usr/bin/heif-enc', ['-q', '60', '-p', 'preset=ultrafast', png, '-o', heic])
    return readFile(heic)
  }

  test('is read like any other picture', async () => {
    const photo = await encode('photo', await scan(invoice, OFFICE))
    const path = join(folder, 'photo.heic')
    expect(await reader.identify({ path, name: 'photo.heic' })).toEqual({
      ok: true,
      identification: { mediaType: 'image/heic', pageCount: 1 },
    })
    expectWords(await readWords('photo.heic', photo), { printed: invoice, most: 0.03 })
  })

  test('that is cut off is called damaged, with what helps', async () => {
    const photo = await encode('whole', await scan(invoice, OFFICE))
    const path = join(folder, 'cut.heic')
    await writeFile(path, photo.subarray(0, photo.length / 2))
    const result = await reader.recognize({ path, name: 'cut.heic' })
    expect(result).toMatchObject({ ok: false, unreadable: { code: 'corrupt' } })
    expect(result.ok ? '' : result.unreadable.message).toMatch(/HEIC.*JPEG or a PDF/)
  })

  test('leaves nothing behind', async () => {
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('billhook-heic-'))).toEqual([])
  })
})
