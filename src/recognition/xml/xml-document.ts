import { readFile } from 'node:fs/promises'
import type { MediaType } from '../../../schemas/original.ts'
import { type ReadEInvoice, readEInvoice } from '../../e-invoices/read-e-invoice.ts'
import { layOutView } from '../../e-invoices/view/lay-out-view.ts'
import { type Measure, SHEET_HEIGHT, SHEET_WIDTH, type Sheet } from '../../e-invoices/view/sheet.ts'
import { isTrouble, type Trouble } from '../../e-invoices/xml/trouble.ts'
import { carry, type DrawnBody, explainTrouble } from '../carried.ts'
import { LIMITS } from '../limits.ts'
import { type OpenDocument, type Opened, refuse } from '../opened.ts'
import { collectGarbage } from './collect-garbage.ts'
import { drawPdf, listPlaces, listWords, openSurface, type Surface } from './draw-view.ts'
import { loadCanvasWithFaces, openMeasure } from './faces.ts'

/** What messages call the file; its own name is known to the parent alone. */
const NAME = 'The file'
const LONG_BYTES = 1_000_000

/** Opens an electronic invoice: its pages are drawn from its data, those of one invoice behind those of the other. */
export async function openXmlDocument(path: string, mediaType: MediaType): Promise<Opened> {
  const read = await readInvoice(path)
  if ('code' in read) return { ok: false, unreadable: explainTrouble(read) }
  if (read.invoices.length > LIMITS.pages) return tooManyPages(`at least ${read.invoices.length}`)
  const canvas = loadCanvasWithFaces()
  const measure = openMeasure(canvas)
  const sheets = read.invoices.map((invoice) => layOutView(invoice, measure))
  const [first] = sheets
  if (!first) throw new Error('an electronic invoice that was read has an invoice')
  const sheet: Sheet = { ...first, pages: sheets.flatMap(({ pages }) => pages) }
  if (sheets.length > 1 && sheet.pages.length > LIMITS.pages) return tooManyPages(`${sheet.pages.length}`)
  let surface: Surface | undefined

  const readPage: OpenDocument['readPage'] = async (number, { pageImages }) => {
    const page = sheet.pages[number - 1]
    if (!page) throw new RangeError(`there is no page ${number}`)
    if (pageImages) surface ??= openSurface(canvas)
    const image = pageImages ? await surface?.draw(page, number) : undefined
    return {
      page: {
        number,
        width: SHEET_WIDTH,
        height: SHEET_HEIGHT,
        source: 'text-layer',
        words: listWords(page, measure),
      },
      needs: 'nothing',
      notes: [],
      ...(image && { image }),
    }
  }
  return {
    ok: true,
    document: {
      mediaType,
      pageCount: sheet.pages.length,
      readPage,
      async readCarried({ withView }) {
        const carried = carry(read, { origin: 'file', name: '', drawn: listBodies(sheets, measure) })
        return withView ? { ...carried, view: drawPdf(sheet, canvas) } : carried
      },
      close: async () => {},
    },
  }
}

/** Where each invoice's pages begin and what stands on them, both counted through all pages. */
function listBodies(sheets: readonly Sheet[], measure: Measure): DrawnBody[] {
  let before = 0
  return sheets.map((sheet) => {
    const places = Object.entries(listPlaces(sheet, measure)).map(([path, { page, box }]) => [
      path,
      { page: before + page, box },
    ])
    const firstPage = before + 1
    before += sheet.pages.length
    return { firstPage, places: Object.fromEntries(places) }
  })
}

function tooManyPages(count: string): Opened {
  return refuse(
    'too-many-pages',
    `The invoices of this file have ${count} pages; at most ${LIMITS.pages} are read. Ask the sender for smaller files.`,
  )
}

async function readInvoice(path: string): Promise<ReadEInvoice | Trouble> {
  const bytes = await readFile(path)
  const read = readEInvoice(bytes, NAME)
  // The tree of a long invoice takes more than its pages, which come next.
  if (bytes.length > LONG_BYTES) collectGarbage()
  return isTrouble(read) ? read : { ...read, xml: new Uint8Array() }
}
