import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { LIMITS } from './limits.ts'
import { type Opened, refuse } from './opened.ts'
import { SNIFF_BYTES, sniffMediaType } from './sniff-media-type.ts'
import type { FileInput } from './tasks.ts'

let current: { key: string; opened: Opened } | undefined

/** Opens a file, or gives the one that is open already: one at a time, the last one asked for. */
export async function openDocument({ path, passwords, decodedFrom }: FileInput): Promise<Opened> {
  const { size, mtimeMs, ino } = statSync(path)
  const key = JSON.stringify([path, size, mtimeMs, ino, passwords])
  if (current?.key === key) return current.opened
  const previous = current
  current = undefined
  if (previous?.opened.ok) await previous.opened.document.close()
  const opened =
    size === 0
      ? refuse('empty', 'The file is empty (0 bytes). Ask the sender to send it again.')
      : size > LIMITS.fileBytes
        ? refuse('too-large', `The file is larger than ${LIMITS.fileBytes / 1e6} MB. Ask the sender for a smaller one.`)
        : await openByType({ path, passwords, decodedFrom })
  current = { key, opened }
  return opened
}

type OpenFile = Omit<FileInput, 'decodedFrom'> & { decodedFrom: FileInput['decodedFrom'] | undefined }

async function openByType({ path, passwords, decodedFrom }: OpenFile): Promise<Opened> {
  const mediaType = sniffMediaType(readHead(path))
  switch (mediaType) {
    case 'application/pdf':
      return (await import('./pdf/pdf-document.ts')).openPdfDocument(path, passwords)
    case 'image/png':
    case 'image/jpeg':
    case 'image/tiff':
    case 'image/webp':
    case 'image/gif':
    case 'image/heic':
      return (await import('./images/image-document.ts')).openImageDocument({ path, mediaType, decodedFrom })
    case 'application/xml':
    case 'application/pkcs7-mime':
      return (await import('./xml/xml-document.ts')).openXmlDocument(path, mediaType)
    case 'message/rfc822':
      return refuse(
        'unsupported-type',
        'This is a mail, not a document. Send its attachments, or send it to the ingest address.',
      )
    default:
      return refuse(
        'unsupported-type',
        'This kind of file cannot be read as an invoice. Ask the sender for a PDF or an image.',
      )
  }
}

// Nothing else is done in this process meanwhile: files are read quicker at once.
function readHead(path: string): Uint8Array {
  const head = new Uint8Array(SNIFF_BYTES)
  const file = openSync(path, 'r')
  try {
    return head.subarray(0, readSync(file, head, 0, SNIFF_BYTES, 0))
  } finally {
    closeSync(file)
  }
}
