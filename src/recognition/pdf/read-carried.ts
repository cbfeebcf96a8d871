import { readFile } from 'node:fs/promises'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { Concern } from '../../../schemas/transcript.ts'
import type { Carried } from '../carried.ts'
import type { EmbeddedFile } from './read-embedded-files.ts'

// More than any real file has.
const FILES = 20
const FILE_BYTES = 32e6

const NOTHING: Carried = { concerns: [], files: [], notes: [] }

/** Whether a file inside a PDF is looked at: any XML may be the invoice. */
function mayBeInvoice(name: string): boolean {
  return /\.(xml|xml\.p7m)$/i.test(name)
}

/** Reads the invoice that a PDF carries as data. What is called one and can't be read is a concern: the pages are read all the same. */
export async function readCarried(pdf: PDFDocumentProxy, path: string): Promise<Carried> {
  // A PDF without any is the rule: the readers of invoices are loaded for the others.
  const attachments = await pdf.getAttachments().catch(() => null)
  if (![...(attachments ?? [])].some(([, { filename }]) => mayBeInvoice(filename))) return NOTHING
  const { readEmbeddedFiles } = await import('./read-embedded-files.ts')
  const files = await readEmbeddedFiles(pdf, { isWanted: mayBeInvoice, files: FILES, bytes: FILE_BYTES })
  return await pick(files, { pdf, path })
}

async function pick(
  files: readonly EmbeddedFile[],
  { pdf, path }: { pdf: PDFDocumentProxy; path: string },
): Promise<Carried> {
  const [{ pickEmbedded }, { isTrouble }, { carry }, { readHybridMarks }] = await Promise.all([
    import('../../e-invoices/pick-embedded.ts'),
    import('../../e-invoices/xml/trouble.ts'),
    import('../carried.ts'),
    import('./read-hybrid-marks.ts'),
  ])
  const picked = pickEmbedded(files, 'the PDF')
  if (picked === undefined) {
    const names = files.map(({ name }) => name.slice(0, 100))
    const concerns: Concern[] = names.length > 0 ? [{ code: 'embedded-xml-is-no-invoice', names }] : []
    return { ...NOTHING, concerns }
  }
  const { name, read } = picked
  if (isTrouble(read)) {
    return { ...NOTHING, concerns: [{ code: 'embedded-invoice-unreadable', why: read.code, message: read.message }] }
  }
  const marks = await readHybridMarks(pdf, { bytes: await readFile(path), fileName: name })
  return carry(read, { origin: 'embedded', name, marks })
}
