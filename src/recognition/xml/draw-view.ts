import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Box, CarriedInvoice, Word } from '../../../schemas/transcript.ts'
import { type Measure, SHEET_HEIGHT, SHEET_WIDTH, type Sheet, type SheetPage } from '../../e-invoices/view/sheet.ts'
import { makePageImage, PAGE_IMAGE_SIDE } from '../images/make-page-image.ts'
import { loadSharp } from '../images/sharp.ts'
import type { PageImage } from '../page-image.ts'
import { type Canvas, fontOf } from './faces.ts'

const INK = { loud: '#000000', plain: '#1a1a1a', quiet: '#555555' } as const
const RULE = '#888888'
// How far the letters of the face reach above and below the baseline, in sizes.
const ABOVE = 0.74
const BELOW = 0.22

function paint(context: SKRSContext2D, { texts, rules }: SheetPage): void {
  for (const text of texts) {
    context.font = fontOf(text)
    context.fillStyle = INK[text.tone]
    context.fillText(text.text, text.x, text.y)
  }
  context.fillStyle = RULE
  for (const { x, y, width } of rules) context.fillRect(x, y, width, 0.6)
}

/** What pages are drawn on as pictures, one after the other: its memory is taken once. */
export type Surface = { draw(page: SheetPage, number: number): Promise<PageImage> }

/** A surface of the size of all page images. */
export function openSurface({ createCanvas }: Canvas): Surface {
  const scale = PAGE_IMAGE_SIDE / SHEET_HEIGHT
  const [width, height] = [Math.round(SHEET_WIDTH * scale), PAGE_IMAGE_SIDE]
  const surface = createCanvas(width, height)
  const context = surface.getContext('2d')
  context.scale(scale, scale)
  return {
    async draw(page, number) {
      context.fillStyle = '#ffffff'
      context.fillRect(0, 0, SHEET_WIDTH, SHEET_HEIGHT)
      paint(context, page)
      const sharp = await loadSharp()
      const data = await sharp(surface.data(), { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .toColourspace('b-w')
        .raw()
        .toBuffer()
      return makePageImage(number, { data, width, height, channels: 1 })
    },
  }
}

/** The whole as a PDF with its faces embedded. */
export function drawPdf({ pages, title }: Sheet, { PDFDocument }: Canvas): Buffer {
  const pdf = new PDFDocument({ title, creator: 'Billhook', compressionLevel: 6 })
  for (const page of pages) {
    paint(pdf.beginPage(SHEET_WIDTH, SHEET_HEIGHT) as SKRSContext2D, page)
    pdf.endPage()
  }
  return pdf.close()
}

/** What stands on a page as words of a transcript. */
export function listWords({ texts }: SheetPage, measure: Measure): Word[] {
  return texts.flatMap(({ text, x, y, size, bold }) => {
    const words: Word[] = []
    for (const match of text.matchAll(/\S+/g)) {
      const left = x + measure(text.slice(0, match.index), { size, bold })
      const right = left + measure(match[0], { size, bold })
      const box = roundBox([left, y - ABOVE * size, right, y + BELOW * size])
      words.push({ text: match[0], box, source: 'text-layer', confidence: 1, fontSize: size, ...(bold && { bold }) })
    }
    return words
  })
}

/** Where the value of each XPath stands: the box around all of its lines on the first page that has it. */
export function listPlaces({ pages }: Sheet, measure: Measure): CarriedInvoice['places'] {
  const places: CarriedInvoice['places'] = {}
  for (const [index, { texts }] of pages.entries()) {
    for (const { text, x, y, size, bold, path } of texts) {
      if (path === undefined) continue
      const box: Box = [x, y - ABOVE * size, x + measure(text, { size, bold }), y + BELOW * size]
      const known = places[path]
      if (known === undefined) places[path] = { page: index + 1, box: roundBox(box) }
      else if (known.page === index + 1) known.box = roundBox(join(known.box, box))
    }
  }
  return places
}

function join(one: Box, other: Box): Box {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ]
}

function roundBox(box: Box): Box {
  return box.map((side) => Math.round(side * 100) / 100) as Box
}
