import type { EInvoice, HybridMarks } from '../../schemas/e-invoice.ts'
import type { Unreadable } from '../../schemas/original.ts'
import type { CarriedInvoice, Concern } from '../../schemas/transcript.ts'
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
  concerns: Concern[]
  files: CarriedFile[]
  /** What was left out, in words. */
  notes: string[]
  /** Of an invoice without pages: what was drawn of it, as a PDF. */
  view?: Buffer
}

/** Makes what goes into a transcript of what was read: the first invoice, its documents beside it. */
export function carry(
  { invoices, signed, wronglyDeclaredEncoding }: ReadEInvoice,
  about: { origin: CarriedInvoice['origin']; name: string; marks?: HybridMarks; places?: CarriedInvoice['places'] },
): Carried {
  const [invoice] = invoices as [EInvoice]
  const { files, notes } = listAttachments(invoice)
  const concerns: Concern[] = []
  if (invoices.length > 1) {
    const numbers = invoices.slice(0, 20).map(({ number }) => number?.text ?? '')
    concerns.push({ code: 'several-invoices', count: invoices.length, numbers })
  }
  if (wronglyDeclaredEncoding !== undefined) {
    concerns.push({ code: 'wrongly-declared-encoding', declared: wronglyDeclaredEncoding.slice(0, 60) })
  }
  const { origin, name, marks, places = {} } = about
  return {
    invoice: { origin, name, signed, invoice: withoutBytes(invoice), places, ...(marks && { marks }) },
    concerns,
    files: files.map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes })),
    notes,
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
