import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { Bookmark } from '../../../schemas/transcript.ts'

/** A file of more documents than this is no stack that a person put together. */
const MOST = 500
const LONGEST_TITLE = 200

/** The top level of a PDF's table of contents, as programs that bind files write it: one entry a file. What leads nowhere is left out. */
export async function readBookmarks(pdf: PDFDocumentProxy): Promise<Bookmark[]> {
  if (pdf.numPages < 2) return []
  const outline = (await pdf.getOutline().catch(() => null)) ?? []
  const found: Bookmark[] = []
  for (const { title, dest } of outline.slice(0, MOST)) {
    const page = await pageOf(pdf, dest).catch(() => null)
    if (page !== null) found.push({ page, title: title.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE) })
  }
  return found
}

/** Counted from 1; null where the destination is none of this file. */
async function pageOf(pdf: PDFDocumentProxy, dest: unknown): Promise<number | null> {
  const explicit: unknown = typeof dest === 'string' ? await pdf.getDestination(dest) : dest
  const target: unknown = Array.isArray(explicit) ? explicit[0] : null
  const index =
    typeof target === 'number'
      ? target
      : typeof target === 'object' && target !== null
        ? await pdf.getPageIndex(target as Parameters<PDFDocumentProxy['getPageIndex']>[0])
        : Number.NaN
  return Number.isInteger(index) && index >= 0 && index < pdf.numPages ? index + 1 : null
}
