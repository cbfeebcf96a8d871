import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PdfDocument from 'pdfkit'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Transcript, type TranscriptPage } from '../../schemas/transcript.ts'
import { type DocumentReader, openDocumentReader } from './index.ts'

const SLOW = { timeout: 120_000 }
const A4 = [595.28, 841.89] as const
let folder: string
let reader: DocumentReader

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-recognition-'))
  reader = openDocumentReader({ processes: 2, ocrLanguages: ['eng', 'deu'] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

type Pdf = PDFKit.PDFDocument

async function makePdf(draw: (pdf: Pdf) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const pdf = new PdfDocument({ size: 'A4', ...options })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  draw(pdf)
  pdf.end()
  await done
  return Buffer.concat(chunks)
}

async function save(name: string, bytes: Uint8Array): Promise<{ path: string; name: string }> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return { path, name }
}

async function read(name: string, bytes: Uint8Array, options: { pageImages?: boolean } = {}) {
  const result = await reader.recognize(await save(name, bytes), options)
  if (!result.ok) throw new Error(`${name}: ${result.unreadable.code}`)
  expect(Transcript.parse(result.transcript)).toEqual(result.transcript)
  return result
}

async function refuse(name: string, bytes: Uint8Array) {
  const file = await save(name, bytes)
  const [identified, recognized] = [await reader.identify(file), await reader.recognize(file)]
  if (identified.ok || recognized.ok) throw new Error(`${name} was read`)
  expect(recognized.unreadable).toEqual(identified.unreadable)
  return identified.unreadable
}

const textOf = (page: TranscriptPage | undefined) => page?.words.map(({ text }) => text).join(' ')
const find = (page: TranscriptPage | undefined, text: string) => page?.words.find((word) => word.text === text)

function drawInvoice(pdf: Pdf): void {
  pdf.font('Helvetica-Bold').fontSize(20).text('INVOICE', 60, 60)
  pdf.font('Helvetica').fontSize(11)
  const lines = [
    ['Invoice number', 'RE-2026-4711'],
    ['Date', '14 March 2026'],
    ['Due date', '13 April 2026'],
    ['Consulting services', '1,250.00'],
    ['Travel expenses', '221.60'],
    ['Net amount', '1,471.60'],
    ['Value added tax', '279.60'],
    ['Total amount due', '1,751.20'],
  ] as const
  for (const [index, [label, value]] of lines.entries())
    pdf.text(label, 60, 120 + index * 40, { lineBreak: false }).text(value, 380, 120 + index * 40, { lineBreak: false })
}

/** A scan of the invoice as a picture: what a person would see of the PDF, at about 150 dpi. */
async function scanInvoice(): Promise<Buffer> {
  const { images } = await read('to-scan.pdf', await makePdf(drawInvoice), { pageImages: true })
  return sharp(images[0]!.image).jpeg({ quality: 80 }).toBuffer()
}

test('a text PDF gives its words with their boxes in points, size and weight', async () => {
  const { transcript } = await read('plain.pdf', await makePdf(drawInvoice))
  const [page] = transcript.pages
  expect(page).toMatchObject({ number: 1, source: 'text-layer', width: A4[0], height: A4[1] })
  expect(transcript.ocrLanguages).toEqual([])
  expect(find(page, 'INVOICE')).toMatchObject({ fontSize: 20, bold: true, source: 'text-layer', confidence: 1 })
  const total = find(page, '1,751.20')!
  expect(total.fontSize).toBe(11)
  expect(total.box[0]).toBeCloseTo(380, 0)
  expect(total.box[1]).toBeGreaterThan(395)
  expect(total.box[3]).toBeLessThan(415)
})

test('boxes on a rotated page are where a person sees the words', async () => {
  const upright = await makePdf((pdf) => pdf.fontSize(12).text('corner', 20, 20))
  const turned = Buffer.from(upright.toString('latin1').replace('/MediaBox [', '/Rotate 90 /MediaBox ['), 'latin1')
  const { transcript } = await read('turned.pdf', turned)
  const [page] = transcript.pages
  expect([page?.width, page?.height]).toEqual([A4[1], A4[0]])
  const { box } = find(page, 'corner')!
  // the top left corner is the top right one after a turn to the right
  expect(box[2]).toBeGreaterThan(A4[1] - 35)
  expect(box[1]).toBeCloseTo(20, 0)
})

test('what a person cannot see does not become words, and is told', async () => {
  const { transcript } = await read(
    'masked.pdf',
    await makePdf((pdf) => {
      drawInvoice(pdf)
      pdf.fillColor('white').text('white words upon white paper', 60, 600)
      pdf.fillColor('black').text('words under a patch of paint', 60, 650)
      pdf.rect(50, 640, 400, 40).fill('#eeeeee')
      pdf.fillColor('black').text('words beyond the edge', 60, 5000, { lineBreak: false })
      pdf.fillOpacity(0).text('words of clear glass', 60, 700)
      pdf.fillOpacity(1)
      pdf.rect(50, 740, 400, 40).fill('#003366')
      pdf.fillColor('white').text('white upon blue', 60, 750)
    }),
  )
  const [page] = transcript.pages
  expect(textOf(page)).not.toMatch(/words/)
  expect(textOf(page)).toMatch(/white upon blue/)
  expect(transcript.notes.join()).toMatch(/page 1 holds \d+ characters that cannot be seen/)
})

test('a scanned page is read by OCR, with boxes on the words', SLOW, async () => {
  const scan = await scanInvoice()
  const pdf = await makePdf((made) => made.image(scan, 0, 0, { width: A4[0], height: A4[1] }), { margin: 0 })
  const { transcript } = await read('scan.pdf', pdf)
  const [page] = transcript.pages
  expect(page?.source).toBe('ocr')
  expect(transcript.ocrLanguages).toEqual(['eng'])
  const total = find(page, '1,751.20')!
  expect(total.source).toBe('ocr')
  expect(total.confidence).toBeGreaterThan(0.6)
  expect(total.box[0]).toBeCloseTo(380, -1)
  expect((total.box[1] + total.box[3]) / 2).toBeCloseTo(405, -1)
})

test('a scan with a hidden text layer is read from the picture, not from the layer', SLOW, async () => {
  const scan = await scanInvoice()
  const pdf = await makePdf(
    (made) => {
      drawInvoice(made)
      made.fontSize(11).text('Invoice number LIE-0000', 60, 500)
      made.image(scan, 0, 0, { width: A4[0], height: A4[1] })
    },
    { margin: 0 },
  )
  const [page] = (await read('hidden-layer.pdf', pdf)).transcript.pages
  expect(page?.source).toBe('ocr')
  expect(textOf(page)).toMatch(/RE-2026-4711/)
  expect(textOf(page)).not.toMatch(/LIE/)
})

test('a photo that lies on its side is turned, and its page image with it', SLOW, async () => {
  const scan = await sharp(await scanInvoice())
    .rotate(90)
    .jpeg()
    .toBuffer()
  const { transcript, images } = await read('sideways.jpg', scan, { pageImages: true })
  const [page] = transcript.pages
  expect(page!.height).toBeGreaterThan(page!.width)
  expect(images[0]!.height).toBeGreaterThan(images[0]!.width)
  expect(textOf(page)).toMatch(/Total amount due 1,751.20/)
})

test('every page of a TIFF is read, in order', SLOW, async () => {
  const page = await sharp(await scanInvoice())
    .resize({ width: 900 })
    .grayscale()
    .png()
    .toBuffer()
  const tall = await sharp([page, page], { join: { across: 1 } })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = tall.info
  const tiff = await sharp(tall.data, { raw: { width, height, channels, pageHeight: height / 2 } })
    .tiff()
    .toBuffer()
  const file = await save('two.tiff', tiff)
  expect(await reader.identify(file)).toMatchObject({ identification: { mediaType: 'image/tiff', pageCount: 2 } })
  const { transcript } = await read('two.tiff', tiff)
  expect(transcript.pages.map(({ number }) => number)).toEqual([1, 2])
  for (const read of transcript.pages) expect(textOf(read)).toMatch(/1,751.20/)
})

test('page images are made only when they are asked for', async () => {
  const pdf = await makePdf(drawInvoice)
  expect((await read('no-image.pdf', pdf)).images).toEqual([])
  const { images } = await read('image.pdf', pdf, { pageImages: true })
  expect(images).toMatchObject([{ page: 1, height: 1754 }])
  expect(images[0]!.width / images[0]!.height).toBeCloseTo(A4[0] / A4[1], 2)
  expect(await sharp(images[0]!.image).metadata()).toMatchObject({ format: 'webp', height: 1754 })
  expect((await sharp(images[0]!.thumbnail).metadata()).height).toBe(320)
})

test('a huge page is drawn at a size that fits', async () => {
  const pdf = await makePdf((made) => made.fontSize(400).text('poster', 200, 200), { size: [14_000, 14_000] })
  const { images, transcript } = await read('huge.pdf', pdf, { pageImages: true })
  expect(textOf(transcript.pages[0])).toBe('poster')
  expect(images[0]!.width).toBeLessThanOrEqual(1754)
})

test('a short document does not wait for a long one', SLOW, async () => {
  const long = await makePdf((pdf) => {
    for (let page = 0; page < 150; page += 1) {
      if (page > 0) pdf.addPage()
      drawInvoice(pdf)
    }
  })
  const [longFile, shortFile] = [await save('long.pdf', long), await save('short.pdf', await makePdf(drawInvoice))]
  const order: string[] = []
  const reading = reader.recognize(longFile).then((result) => order.push(`long ${result.ok}`))
  await reader.recognize(shortFile).then((result) => order.push(`short ${result.ok}`))
  await reading
  expect(order).toEqual(['short true', 'long true'])
})

test('identify tells type by content, and the number of pages', async () => {
  const pdf = await makePdf((made) => made.addPage().text('two'))
  const result = await reader.identify(await save('invoice.jpg', pdf))
  expect(result).toEqual({ ok: true, identification: { mediaType: 'application/pdf', pageCount: 2 } })
})

test('a PDF with a password is refused, one with an empty password is read', async () => {
  const locked = await makePdf(drawInvoice, { userPassword: 'secret' })
  expect(await refuse('locked.pdf', locked)).toMatchObject({ code: 'encrypted' })
  const open = await makePdf(drawInvoice, { userPassword: '', ownerPassword: 'owner' })
  expect(textOf((await read('open.pdf', open)).transcript.pages[0])).toMatch(/RE-2026-4711/)
})

test('what cannot be read is refused with the reason', async () => {
  expect(await refuse('empty.pdf', Buffer.alloc(0))).toMatchObject({ code: 'empty' })
  expect(await refuse('broken.pdf', Buffer.from('%PDF-1.7 and nothing else'))).toMatchObject({ code: 'corrupt' })
  expect(await refuse('broken.png', Buffer.from('\x89PNG\r\n\x1a\nnonsense', 'latin1'))).toMatchObject({
    code: 'corrupt',
  })
  expect(await refuse('invoice.docx', Buffer.from('PK\x03\x04'))).toMatchObject({ code: 'unsupported-type' })
  const pages = await makePdf((pdf) => {
    for (let page = 1; page <= 200; page += 1) pdf.addPage()
  })
  expect(await refuse('book.pdf', pages)).toMatchObject({ code: 'too-many-pages' })
  const strip = await sharp({ create: { width: 20_001, height: 2, channels: 3, background: 'white' } })
    .png()
    .toBuffer()
  expect(await refuse('strip.png', strip)).toMatchObject({ code: 'too-large' })
})

test('XML that is no known invoice is refused', async () => {
  const file = await save('invoice.xml', Buffer.from('<?xml version="1.0"?><Invoice/>'))
  expect(await reader.identify(file)).toMatchObject({ unreadable: { code: 'unsupported-type' } })
  expect(await reader.recognize(file)).toMatchObject({ unreadable: { code: 'unsupported-type' } })
})

test('a file that is not there is our fault, not the sender’s', async () => {
  const missing = { path: join(folder, 'missing.pdf'), name: 'missing.pdf' }
  await expect(reader.identify(missing)).rejects.toMatchObject({ code: 'recognition.unavailable', retry: true })
  await expect(reader.recognize(missing)).rejects.toMatchObject({ code: 'recognition.unavailable' })
})
