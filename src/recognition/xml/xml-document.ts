import { readFile } from 'node:fs/promises'
import type { MediaType } from '../../../schemas/original.ts'
import { type ReadEInvoice, readEInvoice } from '../../e-invoices/read-e-invoice.ts'
import { layOutView } from '../../e-invoices/view/lay-out-view.ts'
import { SHEET_HEIGHT, SHEET_WIDTH } from '../../e-invoices/view/sheet.ts'
import { isTrouble, type Trouble } from '../../e-invoices/xml/trouble.ts'
import { carry, explainTrouble } from '../carried.ts'
import type { OpenDocument, Opened } from '../opened.ts'
import { collectGarbage } from './collect-garbage.ts'
import { drawPdf, listPlaces, listWords, openSurface, type Surface } from './draw-view.ts'
import { loadCanvasWithFaces, openMeasure } from './faces.ts'

/** What messages call the file; its own name is known to the parent alone. */
const NAME = 'The file'
const LONG_BYTES = 1_000_000

/** Opens an electronic invoice: its pages are drawn from its data. */
export async function openXmlDocument(path: string, mediaType: MediaType): Promise<Opened> {
  const read = await readInvoice(path)
  if ('code' in read) return { ok: false, unreadable: explainTrouble(read) }
  const [invoice] = read.invoices
  if (!invoice) throw new Error('an electronic invoice that was read has an invoice')
  const canvas = loadCanvasWithFaces()
  const measure = openMeasure(canvas)
  const sheet = layOutView(invoice, measure)
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
        const carried = carry(read, { origin: 'file', name: '', places: listPlaces(sheet, measure) })
        return withView ? { ...carried, view: drawPdf(sheet, canvas) } : carried
      },
      close: async () => {},
    },
  }
}

async function readInvoice(path: string): Promise<ReadEInvoice | Trouble> {
  const bytes = await readFile(path)
  const read = readEInvoice(bytes, NAME)
  // The tree of a long invoice takes more than its pages, which come next.
  if (bytes.length > LONG_BYTES) collectGarbage()
  return isTrouble(read) ? read : { ...read, xml: new Uint8Array() }
}
