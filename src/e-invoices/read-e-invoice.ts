import type { EInvoice } from '../../schemas/e-invoice.ts'
import { isCii, readCii } from './cii/read-cii.ts'
import { isFatturaPa, readFatturaPa } from './fattura-pa/read-fattura-pa.ts'
import { isP7m, unwrapP7m } from './p7m/unwrap-p7m.ts'
import { isUbl, readUbl } from './ubl/read-ubl.ts'
import type { XmlElement } from './xml/element.ts'
import { parseXml, XML_LIMITS } from './xml/parse-xml.ts'
import { isTrouble, type Trouble } from './xml/trouble.ts'

export type ReadEInvoice = {
  /** One, or in FatturaPA as many as the file has bodies. */
  invoices: EInvoice[]
  /** The XML itself, out of its signature. */
  xml: Uint8Array
  signed: boolean
  /** The encoding that the document wrongly claims; it was read as what it is. */
  wronglyDeclaredEncoding?: string
}

type SyntaxReader = { knows: (root: XmlElement) => boolean; read: (root: XmlElement) => EInvoice[] }

/** Every syntax by its room. */
const SYNTAXES = {
  ubl: { knows: isUbl, read: (root) => [readUbl(root)] },
  cii: { knows: isCii, read: (root) => [readCii(root)] },
  'fattura-pa': { knows: isFatturaPa, read: readFatturaPa },
} as const satisfies Record<string, SyntaxReader>

/** A signature adds a little, base64 a third. */
const ENVELOPE_FACTOR = 1.5

/**
 * Reads an electronic invoice: UBL 2.1, CII D16B, ZUGFeRD 1.0 or FatturaPA 1.2, as XML or in a CMS envelope (.p7m). `name` is what messages
 * call the file. Pure; bytes, depth and elements are capped. @returns the invoices as the document states them, or what is wrong with it.
 */
export function readEInvoice(bytes: Uint8Array, name: string): ReadEInvoice | Trouble {
  if (bytes.length > XML_LIMITS.bytes * ENVELOPE_FACTOR) return parseXmlTooLarge(bytes, name)
  const signed = isP7m(bytes)
  const xml = signed ? unwrapP7m(bytes, name) : bytes
  if (isTrouble(xml)) return xml
  const document = parseXml(xml, name)
  if (isTrouble(document)) return document
  const { root, wronglyDeclaredEncoding } = document
  const syntax: SyntaxReader | undefined = Object.values(SYNTAXES).find(({ knows }) => knows(root))
  const invoices = syntax?.read(root) ?? []
  if (invoices.length === 0) return unknownKind(root, name)
  return { invoices, xml, signed, ...(wronglyDeclaredEncoding === undefined ? {} : { wronglyDeclaredEncoding }) }
}

/** parseXml says it in its own words. */
function parseXmlTooLarge(bytes: Uint8Array, name: string): Trouble {
  const trouble = parseXml(bytes, name)
  if (!isTrouble(trouble)) throw new RangeError('bytes above the limit must be a trouble')
  return trouble
}

function unknownKind(root: XmlElement, name: string): Trouble {
  return {
    code: 'e-invoice.unknown-kind',
    message: `${name} is XML, but no invoice that can be read: its root is ${root.name.replace('*:', '').slice(0, 60)} in a namespace of no known invoice. Known are UBL 2.1 Invoice and CreditNote, CII D16B, ZUGFeRD 1.0 and FatturaPA 1.2. Ask the sender for one of these, or for a PDF.`,
  }
}
