import { SaxesParser } from 'saxes'
import { decodeXml } from './decode-xml.ts'
import { isXmlSpace, type XmlElement } from './element.ts'
import { isTrouble, type Trouble } from './trouble.ts'

export type XmlDocument = { root: XmlElement /** See DecodedXml. */; wronglyDeclaredEncoding?: string }

/** What is read at most. An invoice of 10,000 lines has about 400,000 elements; embedded documents make the bytes. */
export const XML_LIMITS = { bytes: 32_000_000, depth: 64, elements: 800_000 } as const

/** The usual prefixes, which names and XPaths use whatever the document calls them. */
const PREFIXES: Readonly<Record<string, string>> = {
  'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2': 'ubl:',
  'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2': 'cn:',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2': 'cac:',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2': 'cbc:',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2': 'ext:',
  'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100': 'rsm:',
  'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100': 'ram:',
  'urn:un:unece:uncefact:data:standard:QualifiedDataType:100': 'qdt:',
  'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100': 'udt:',
  // ZUGFeRD 1.0
  'urn:ferd:CrossIndustryDocument:invoice:1p0': 'rsm:',
  'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12': 'ram:',
  'urn:un:unece:uncefact:data:standard:QualifiedDataType:12': 'qdt:',
  'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15': 'udt:',
  // FatturaPA 1.2 and the simplified 1.0: only the root is in a namespace
  'http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2': 'p:',
  'http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2.2': 'p:',
  'http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2.3': 'p:',
  'http://www.fatturapa.gov.it/sdi/fatturapa/v1.1': 'p:',
  '': '',
}

/** Names without a usual prefix carry this one: they are in some other namespace. */
const FOREIGN = '*:'

class Refused extends Error {
  readonly trouble: Pick<Trouble, 'code' | 'message'>
  constructor(trouble: Pick<Trouble, 'code' | 'message'>) {
    super(trouble.message)
    this.trouble = trouble
  }
}

/**
 * Reads an XML document strictly (well-formed, namespaces resolved) and without a DTD: a DOCTYPE is refused, no entity but XML's own five
 * is known, nothing is ever fetched. `name` is what messages call the document.
 */
export function parseXml(bytes: Uint8Array, name: string): XmlDocument | Trouble {
  if (bytes.length > XML_LIMITS.bytes) {
    return {
      code: 'xml.too-large',
      message: `${name} is ${Math.ceil(bytes.length / 1e6)} MB of XML; ${XML_LIMITS.bytes / 1e6} MB is the most that is read. Ask the sender to attach large documents separately.`,
    }
  }
  const decoded = decodeXml(bytes, name)
  if (isTrouble(decoded)) return decoded
  if (decoded.text.length === 0) return { code: 'xml.empty', message: `${name} is empty. Ask the sender for it again.` }
  const { parser, finished } = buildTree(name)
  let closing = false
  try {
    parser.write(decoded.text)
    closing = true
    parser.close()
  } catch (error) {
    return troubleOf(error, { name, parser, closing, prolog: decoded.text.slice(0, 4096) })
  }
  const root = finished()
  if (!root) return { code: 'xml.empty', message: `${name} holds no XML element. Ask the sender for it again.` }
  return {
    root,
    ...(decoded.wronglyDeclared === undefined ? {} : { wronglyDeclaredEncoding: decoded.wronglyDeclared }),
  }
}

type Parser = Pick<SaxesParser, 'write' | 'close' | 'line' | 'column'>

function troubleOf(error: unknown, at: { name: string; parser: Parser; closing: boolean; prolog: string }): Trouble {
  const place = { line: at.parser.line, column: at.parser.column }
  if (error instanceof Refused) return { ...error.trouble, ...place }
  if (/<!DOCTYPE/i.test(at.prolog.replace(/<!--[\s\S]*?-->/g, ''))) return { ...doctype(at.name), ...place }
  if (at.closing) {
    return {
      code: 'xml.truncated',
      message: `${at.name} ends in the middle, after line ${place.line}: its XML is cut off. Ask the sender for it again.`,
      ...place,
    }
  }
  // saxes' messages start with line and column.
  const what = (error instanceof Error ? error.message : String(error)).replace(/^\d+:\d+: /, '')
  return {
    code: 'xml.malformed',
    message: `${at.name} is no well-formed XML (line ${place.line}, column ${place.column}: ${what.slice(0, 200)}). Ask the sender for a correct document.`,
    ...place,
  }
}

function doctype(name: string): Pick<Trouble, 'code' | 'message'> {
  return {
    code: 'xml.doctype',
    message: `${name} holds a DOCTYPE, which no electronic invoice may: it can hide entities that blow up or read files. Ask the sender for it without.`,
  }
}

function buildTree(name: string): { parser: Parser; finished: () => XmlElement | undefined } {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const names = new Map<string, string>()
  let root: XmlElement | undefined
  let current: XmlElement | undefined
  let depth = 0
  let elements = 0

  parser.on('doctype', () => {
    throw new Refused(doctype(name))
  })
  parser.on('opentag', (tag) => {
    depth += 1
    elements += 1
    if (depth > XML_LIMITS.depth) {
      throw new Refused({
        code: 'xml.too-deep',
        message: `${name} nests elements more than ${XML_LIMITS.depth} deep, which no invoice does. Ask the sender for a correct document.`,
      })
    }
    if (elements > XML_LIMITS.elements) {
      throw new Refused({
        code: 'xml.too-many-elements',
        message: `${name} has more than ${XML_LIMITS.elements} elements. Ask the sender to split the invoice.`,
      })
    }
    // FatturaPA has only its root in a namespace; some programs write all of it there.
    const full = canonicalName(tag, names)
    const canonical = current && full.startsWith('p:') ? full.slice(2) : full
    const element: XmlElement = {
      name: canonical,
      attributes: plainAttributes(tag.attributes),
      children: [],
      text: '',
      parent: current,
      step: undefined,
      path: undefined,
    }
    if (current) current.children.push(element)
    else root = element
    current = element
  })
  parser.on('closetag', () => {
    depth -= 1
    current = current?.parent
  })
  const addText = (text: string): void => {
    if (current && !(current.children.length > 0 && isBlank(text))) current.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  return { parser, finished: () => root }
}

function canonicalName({ uri, local }: { uri: string; local: string }, names: Map<string, string>): string {
  // One string for each name of the document instead of one for each element.
  const key = `${uri} ${local}`
  let name = names.get(key)
  if (name === undefined) {
    name = `${PREFIXES[uri] ?? FOREIGN}${local}`
    names.set(key, name)
  }
  return name
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({})

/** Attributes by name; declarations of namespaces are none. */
function plainAttributes(
  attributes: Record<string, { name: string; prefix: string; value: string }>,
): Readonly<Record<string, string>> {
  let plain: Record<string, string> | undefined
  for (const key in attributes) {
    const attribute = attributes[key]
    if (!attribute || attribute.name === 'xmlns' || attribute.prefix === 'xmlns') continue
    plain ??= Object.create(null) as Record<string, string>
    plain[attribute.name] = attribute.value
  }
  return plain ?? NO_ATTRIBUTES
}

function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isXmlSpace(text.charCodeAt(at))) return false
  return true
}
