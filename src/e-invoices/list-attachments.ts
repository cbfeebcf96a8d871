import type { EInvoice } from '../../schemas/e-invoice.ts'

export type AttachedFile = {
  /** As the sender named it: hostile, never used as a path. */
  name: string
  /** As the sender declared it; what it is, its bytes decide. */
  mediaType: string | undefined
  bytes: Uint8Array
  /** XPath of the element that holds it. */
  path: string
}

export type AttachmentList = {
  files: AttachedFile[]
  /** In words, what was left out and why. */
  notes: string[]
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
/** Of one invoice; the document itself is capped already. */
const MAX_FILES = 100

/** Takes the embedded documents (BT-125) out of an invoice. What is no base64 or is empty is left out with a note; nothing throws. */
export function listAttachments({ attachments }: EInvoice): AttachmentList {
  const files: AttachedFile[] = []
  const notes: string[] = []
  const embedded = attachments.filter((one) => one.embedded)
  for (const [index, attachment] of embedded.slice(0, MAX_FILES).entries()) {
    const { base64 = '', mediaType, fileName, path = attachment.path } = attachment.embedded ?? {}
    const name = fileName || attachment.reference?.text || `attachment-${index + 1}`
    const text = base64.replace(/\s+/g, '')
    const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : undefined
    if (bytes && bytes.length > 0) files.push({ name, mediaType, bytes, path })
    else notes.push(`The embedded document "${name.slice(0, 100)}" is ${bytes ? 'empty' : 'damaged'} and was left out.`)
  }
  if (embedded.length > MAX_FILES) {
    notes.push(
      `${embedded.length - MAX_FILES} of ${embedded.length} embedded documents were left out: ${MAX_FILES} are the most that are read.`,
    )
  }
  return { files, notes }
}
