import type { EInvoice, HybridMarks } from '../../schemas/e-invoice.ts'
import type { Unreadable } from '../../schemas/original.ts'
import type { CarriedInvoice, Concern, Transcript } from '../../schemas/transcript.ts'
import { listAttachments } from '../e-invoices/list-attachments.ts'
import type { ReadEInvoice } from '../e-invoices/read-e-invoice.ts'
import type { Trouble } from '../e-invoices/xml/trouble.ts'

/** A document that an electronic invoice brings along. */
export type CarriedFile = {
  /** Hostile: never a path. */
  name: string
  mediaType: string | undefined
  bytes: Uint8Array
}

/** What a file says of itself as data. */
export type Carried = {
  invoice?: CarriedInvoice
  /** Those after the first, where the file is data with several. */
  bodies?: NonNullable<Transcript['bodies']>
  concerns: Concern[]
  files: CarriedFile[]
  /** What was left out, in words. */
  notes: string[]
  /** Of an invoice without pages: what was drawn of it, as a PDF. */
  view?: Buffer
}

/** The pages that were drawn of an invoice: where they begin among all, and what stands where on them, counted through. */
export type DrawnBody = { firstPage: number; places: CarriedInvoice['places'] }

/**
 * Makes what goes into a transcript of what was read: the invoices, their documents beside them. `drawn`: of a file that is data, each
 * invoice's pages; the pages of one that is embedded are one document's, so it may hold one invoice.
 */
export function carry(
  { invoices, signed, wronglyDeclaredEncoding }: ReadEInvoice,
  about: { origin: CarriedInvoice['origin']; name: string; marks?: HybridMarks; drawn?: readonly DrawnBody[] },
): Carried {
  const { origin, name, marks, drawn = [] } = about
  if (origin === 'embedded' && invoices.length > 1) {
    const message = `It holds ${invoices.length} invoices, and the pages are those of one document.`
    return {
      concerns: [{ code: 'embedded-invoice-unreadable', why: 'several-invoices', message }],
      files: [],
      notes: [],
    }
  }
  const attachments = invoices.map(listAttachments)
  const concerns: Concern[] = []
  if (wronglyDeclaredEncoding !== undefined) {
    concerns.push({ code: 'wrongly-declared-encoding', declared: wronglyDeclaredEncoding.slice(0, 60) })
  }
  const [first, ...others] = invoices.map((invoice, at): CarriedInvoice => {
    const places = drawn[at]?.places ?? {}
    return { origin, name, signed, invoice: withoutBytes(invoice), places, ...(marks && { marks }) }
  })
  const bodies = others.map((eInvoice, at) => ({ firstPage: drawn[at + 1]?.firstPage ?? 1, eInvoice }))
  return {
    ...(first && { invoice: first }),
    ...(bodies.length > 0 && { bodies }),
    concerns,
    files: attachments.flatMap(({ files }) => files).map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes })),
    notes: attachments.flatMap(({ notes }) => notes),
  }
}

/** Documents travel beside the invoice, not in it. */
function withoutBytes(invoice: EInvoice): EInvoice {
  const attachments = invoice.attachments.map((one) =>
    one.embedded ? { ...one, embedded: { ...one.embedded, base64: '' } } : one,
  )
  return { ...invoice, attachments }
}

const CODES: Readonly<Record<Trouble['code'], Unreadable['code']>> = {
  'xml.too-large': 'too-large',
  'xml.encoding': 'corrupt',
  'xml.doctype': 'unsafe-xml',
  'xml.too-deep': 'unsafe-xml',
  'xml.too-many': 'unsafe-xml',
  'xml.truncated': 'corrupt',
  'xml.malformed': 'corrupt',
  'xml.empty': 'empty',
  'p7m.unreadable': 'corrupt',
  'e-invoice.unknown-kind': 'unsupported-type',
}

/** The named state of a file that is no readable invoice. */
export function explainTrouble({ code, message }: Trouble): Unreadable {
  return { code: CODES[code], message }
}
