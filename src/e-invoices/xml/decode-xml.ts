import type { Trouble } from './trouble.ts'

export type DecodedXml = {
  text: string
  /** How the bytes were read, as TextDecoder names it. */
  encoding: string
  /** What the document says of itself, where that is something else. */
  wronglyDeclared?: string
}

const MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf], skip: 3 },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe], skip: 2 },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff], skip: 2 },
  { encoding: 'utf-16le', bytes: [0x3c, 0x00], skip: 0 },
  { encoding: 'utf-16be', bytes: [0x00, 0x3c], skip: 0 },
] as const

/** XML declarations are short; whatever stands further back is none. */
const DECLARATION_BYTES = 200

/**
 * Turns the bytes of an XML document into text: byte order mark, else UTF-16 by its look, else the encoding that the document declares,
 * else UTF-8. Bytes that are no text in that encoding are a trouble. A declaration that the bytes prove wrong (UTF-16 in a document of
 * single bytes, Latin-1 over what can only be UTF-8) is overruled and reported.
 */
export function decodeXml(bytes: Uint8Array, name: string): DecodedXml | Trouble {
  const mark = MARKS.find(({ bytes: start }) => start.every((byte, at) => bytes[at] === byte))
  const body = mark ? bytes.subarray(mark.skip) : bytes
  const declared = declaredEncoding(body, mark?.encoding ?? 'latin1')
  if (mark) {
    const text = tryDecode(body, mark.encoding)
    if (text === undefined) return notThat(name, mark.encoding)
    // Every UTF-16 document may call itself UTF-16; its byte order is the mark's business.
    const fits = declared === undefined || mark.encoding.startsWith(declared.toLowerCase())
    return { text, encoding: mark.encoding, ...(fits ? {} : { wronglyDeclared: declared }) }
  }
  if (declared === undefined || /^utf-?8$/i.test(declared)) {
    const text = tryDecode(body, 'utf-8')
    return text === undefined ? notThat(name, 'utf-8') : { text, encoding: 'utf-8' }
  }
  const asUtf8 = tryDecode(body, 'utf-8')
  if (/^(utf-?16|ucs-?2|utf-?32)/i.test(declared)) {
    // Two bytes a character it is not; many programs write such a line over UTF-8.
    return asUtf8 === undefined
      ? notThat(name, declared)
      : { text: asUtf8, encoding: 'utf-8', wronglyDeclared: declared }
  }
  // Text that is not UTF-8 practically never happens to be valid UTF-8 with characters outside ASCII.
  if (asUtf8 !== undefined && hasHighBytes(body)) return { text: asUtf8, encoding: 'utf-8', wronglyDeclared: declared }
  const encoding = knownEncoding(declared)
  if (encoding === undefined && asUtf8 !== undefined) {
    return { text: asUtf8, encoding: 'utf-8', wronglyDeclared: declared }
  }
  if (encoding === undefined) {
    return {
      code: 'xml.encoding',
      message: `${name} declares the encoding "${declared.slice(0, 40)}", which is unknown. Ask the sender for UTF-8.`,
    }
  }
  const text = tryDecode(body, encoding)
  return text === undefined ? notThat(name, declared) : { text, encoding }
}

function notThat(name: string, encoding: string): Trouble {
  return {
    code: 'xml.encoding',
    message: `${name} holds bytes that are no ${encoding} text, as it says it is. Ask the sender for a document in UTF-8.`,
  }
}

function declaredEncoding(body: Uint8Array, encoding: string): string | undefined {
  const start = new TextDecoder(encoding).decode(body.subarray(0, DECLARATION_BYTES))
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1]
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function knownEncoding(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

function hasHighBytes(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f)
}
