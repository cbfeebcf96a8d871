import type { PDFDocumentProxy } from 'pdfjs-dist'

export type EmbeddedFile = {
  /** As the PDF names it, without folders: hostile. */
  name: string
  bytes: Uint8Array
}

export type EmbeddedLimits = {
  /** Which names are wanted; the bytes of others are never unpacked. */
  isWanted: (name: string) => boolean
  /** Of wanted files at most. */
  files: number
  /** Larger files are left out. */
  bytes: number
}

/**
 * Reads files that are embedded in a PDF (its name tree EmbeddedFiles), whatever their AFRelationship says. A file whose bytes can't be
 * unpacked is left out: the PDF is read all the same.
 */
export async function readEmbeddedFiles(pdf: PDFDocumentProxy, limits: EmbeddedLimits): Promise<EmbeddedFile[]> {
  const listed = [...((await pdf.getAttachments()) ?? [])].filter(([, { filename }]) => limits.isWanted(filename))
  const files: EmbeddedFile[] = []
  for (const [id, { filename }] of listed.slice(0, limits.files)) {
    const bytes: unknown = await pdf.getAttachmentContent(id).catch(() => undefined)
    if (bytes instanceof Uint8Array && bytes.length <= limits.bytes) files.push({ name: filename, bytes })
  }
  return files
}
