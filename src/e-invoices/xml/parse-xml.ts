import { SaxesParser } from 'saxes'
import { decodeXml } from './decode-xml.ts'
import { isXmlSpace, type XmlElement } from './element.ts'
import { isTrouble, type Trouble } from './trouble.ts'

export type XmlDocument = { root: XmlElement /** See DecodedXml. */; wronglyDeclaredEncoding?: string }

/**
 * What is read at most. An invoice of 10,000 lines has about 400,000 elements; embedded documents make the bytes. The others bound the
 * time: a reference costs a microsecond, a declaration of a namespace twenty.
 */
export const XML_LIMITS = {
  bytes: 25_000_000,
  depth: 64,
  elements: 500_000,
  /** Different names of elements; UBL has about two thousand. */
  names: 4_000,
  /** Of one element. */
  attributes: 64,
  /** Declarations of namespaces in the whole document. */
  namespaces: 40_000,
  /** References to characters and entities in the whole document. */
  references: 400_000,
  /** Comments, processing instructions and CDATA sections in the whole document. */
  asides: 400_000,
  /** Characters of all comments. */
  comments: 1_000_000,
} as const

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
  // ZUGFeRD 1.0's release candidate of 2014: what is below its groups is in no namespace
  'urn:un:unece:uncefact:data:standard:CBFBUY:5': 'rsm:',
  // FatturaPA 1.2: only the root is in a namespace
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
  if (PROLOG_WITH_DOCTYPE.test(decoded.text.slice(0, PROLOG_CHARACTERS))) return doctype(name)
  if (countUpTo(decoded.text, { of: '&', limit: XML_LIMITS.references }) > XML_LIMITS.references) {
    return tooMany(name, `${XML_LIMITS.references} references to characters`)
  }
  // Each element ends once; looking ahead is cheaper than building half of a tree.
  const ends = ['</', '/>'].map((of) => countUpTo(decoded.text, { of, limit: XML_LIMITS.elements }))
  if (ends.some((count) => count > XML_LIMITS.elements)) return tooMany(name, `${XML_LIMITS.elements} elements`)
  const asides = ['<!', '<?'].map((of) => countUpTo(decoded.text, { of, limit: XML_LIMITS.asides }))
  if (asides.some((count) => count > XML_LIMITS.asides)) {
    return tooMany(name, `${XML_LIMITS.asides} comments or instructions`)
  }
  if (measureComments(decoded.text) > XML_LIMITS.comments) {
    return tooMany(name, `${XML_LIMITS.comments} characters of comments`)
  }
  const { parser, finished } = buildTree(name)
  let closing = false
  try {
    parser.write(withoutDeclaration(decoded.text))
    closing = true
    parser.close()
  } catch (error) {
    return troubleOf(error, { name, parser, closing })
  }
  const root = finished()
  if (!root) return { code: 'xml.empty', message: `${name} holds no XML element. Ask the sender for it again.` }
  return {
    root,
    ...(decoded.wronglyDeclared === undefined ? {} : { wronglyDeclaredEncoding: decoded.wronglyDeclared }),
  }
}

/** The declaration has done its work, and many are wrong: in its place stand blanks, so that columns stay true. */
function withoutDeclaration(text: string): string {
  const declaration = /^\s*<\?xml\s[^>]{0,200}\?>/.exec(text)?.[0]
  return declaration === undefined ? text : declaration.replace(/[^\n]/g, ' ') + text.slice(declaration.length)
}

/** What may stand before a DOCTYPE. */
const PROLOG_WITH_DOCTYPE = /^(?:\s|<\?[^>]*\?>|<!--[\s\S]*?-->)*<!DOCTYPE/i
const PROLOG_CHARACTERS = 4096

/** Characters between `<!--` and `-->`; what stands like this in CDATA counts, too. */
function measureComments(text: string): number {
  let total = 0
  for (let start = text.indexOf('<!--'); start >= 0; ) {
    const end = text.indexOf('-->', start + 4)
    total += (end < 0 ? text.length : end) - start
    start = end < 0 ? -1 : text.indexOf('<!--', end)
  }
  return total
}

function countUpTo(text: string, { of, limit }: { of: string; limit: number }): number {
  let count = 0
  for (let at = text.indexOf(of); at >= 0 && count <= limit; at = text.indexOf(of, at + 1)) count += 1
  return count
}

function tooMany(name: string, what: string): Pick<Trouble, 'code' | 'message'> {
  return {
    code: 'xml.too-many',
    message: `${name} has more than ${what}, which no invoice has. Ask the sender for a correct document.`,
  }
}

type Parser = Pick<SaxesParser, 'write' | 'close' | 'line' | 'column'>

function troubleOf(error: unknown, at: { name: string; parser: Parser; closing: boolean }): Trouble {
  const place = { line: at.parser.line, column: at.parser.column }
  if (error instanceof Refused) return { ...error.trouble, ...place }
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
  const attributeSets: AttributeSets = new Map()
  let root: XmlElement | undefined
  let current: XmlElement | undefined
  let depth = 0
  let elements = 0

  parser.on('doctype', () => {
    throw new Refused(doctype(name))
  })
  let attributes = 0
  let namespaces = 0
  parser.on('attribute', (attribute) => {
    attributes += 1
    if (attribute.name.startsWith('xmlns')) namespaces += 1
    if (attributes > XML_LIMITS.attributes) {
      throw new Refused(tooMany(name, `${XML_LIMITS.attributes} attributes on one element`))
    }
    if (namespaces > XML_LIMITS.namespaces) {
      throw new Refused(tooMany(name, `${XML_LIMITS.namespaces} declarations of namespaces`))
    }
  })
  parser.on('opentag', (tag) => {
    depth += 1
    elements += 1
    attributes = 0
    if (depth > XML_LIMITS.depth) {
      throw new Refused({
        code: 'xml.too-deep',
        message: `${name} nests elements more than ${XML_LIMITS.depth} deep, which no invoice does. Ask the sender for a correct document.`,
      })
    }
    if (elements > XML_LIMITS.elements) {
      throw new Refused(tooMany(name, `${XML_LIMITS.elements} elements`))
    }
    if (names.size > XML_LIMITS.names) throw new Refused(tooMany(name, `${XML_LIMITS.names} kinds of elements`))
    const full = canonicalName(tag, names)
    const canonical = current ? inSyntax(full, root?.name) : full
    const element: XmlElement = {
      name: canonical,
      attributes: plainAttributes(tag.attributes, attributeSets),
      children: NO_CHILDREN,
      text: '',
      parent: current,
      step: undefined,
      path: undefined,
    }
    // An invoice of 10,000 lines has 300,000 elements without children.
    if (current && current.children === NO_CHILDREN) current.children = [element]
    else if (current) current.children.push(element)
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

/** The release candidate of ZUGFeRD 1.0. */
const CANDIDATE_ROOT = 'rsm:Invoice'

/** Two syntaxes leave elements without a namespace that others have one for, or the other way round. */
function inSyntax(name: string, root: string | undefined): string {
  // FatturaPA has only its root in a namespace; some programs write all of it there.
  if (name.startsWith('p:')) return name.slice(2)
  return root === CANDIDATE_ROOT && !name.includes(':') ? `ram:${name}` : name
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

const NO_CHILDREN: XmlElement[] = Object.freeze([]) as unknown as XmlElement[]
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({})

type AttributeSets = Map<string, Readonly<Record<string, string>>>

/** Attributes by name; declarations of namespaces are none. Those that a document has again and again (a currency, a unit) are kept once. */
function plainAttributes(
  attributes: Record<string, { name: string; prefix: string; value: string }>,
  sets: AttributeSets,
): Readonly<Record<string, string>> {
  let plain: [string, string][] | undefined
  for (const key in attributes) {
    const attribute = attributes[key]
    if (!attribute || attribute.name === 'xmlns' || attribute.prefix === 'xmlns') continue
    plain ??= []
    plain.push([attribute.name, attribute.value])
  }
  if (plain === undefined) return NO_ATTRIBUTES
  const key = JSON.stringify(plain)
  let set = sets.get(key)
  if (set === undefined) {
    set = Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(plain))
    if (sets.size < MOST_SETS) sets.set(key, set)
  }
  return set
}

/** File names and identifiers differ in every element; they need no memory. */
const MOST_SETS = 1_000

function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isXmlSpace(text.charCodeAt(at))) return false
  return true
}
