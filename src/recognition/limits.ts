import type { Unreadable } from '../../schemas/original.ts'

/** What one document may cost. The numbers are those of the hardening rules: generous for every real invoice, small for an attack. */
export const LIMITS = {
  pages: 200,
  /** Bytes of a file. */
  fileBytes: 200e6,
  /** Bytes to which the streams of a PDF may expand, to open it and again for each page. */
  expandedBytes: 200e6,
  /** Pixels of one embedded or uploaded image. */
  imagePixels: 100e6,
  /** Pixels of one side of an image. */
  imageSide: 20_000,
  /** Pixels of a page that we render; a bigger page is scaled down. */
  renderedPixels: 25e6,
  /** Resident memory of a child, in megabytes. */
  memory: 512,
  /** The same while it does OCR. */
  memoryWithOcr: 1024,
  /** To open a file, in milliseconds of its child (as all of these: waiting for a processor does not count). */
  openMs: 20_000,
  /** To read one page by its text layer. */
  pageMs: 20_000,
  /** The same for a page that needs OCR: a fax full of dirt takes 20 to 30 s of one slow core, and is an invoice like any other. */
  ocrPageMs: 60_000,
  /**
   * To recognize a document, all its tasks together; with the time to identify it before that makes two minutes. Of each page
   * that is read by OCR `perOcrPageMs` do not count, so that a long scan may take longer.
   */
  documentMs: 100_000,
  perOcrPageMs: 6_000,
} as const

/** For a file, or a page of it, that unpacks to more than a document may. */
export const EXPANSION: Unreadable = {
  code: 'expansion-limit',
  message: `The file unpacks to more than ${LIMITS.expandedBytes / 1e6} MB, as no invoice does. Do not open it elsewhere; ask the sender for another PDF.`,
}
