import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { inflateSync } from 'node:zlib'
import type { ActiveContent } from '../../../schemas/transcript.ts'

// Of one packed group of objects, and of all of them: more than any real one has.
const OBJECTS_BYTES = 8e6
const ALL_OBJECTS_BYTES = 32e6
/** The order's kind, as ever; or a name that lies by itself, and is the kind of an order elsewhere. */
const KIND = String.raw`(?:/S\s*|\bobj\s*)`

const MARKS: readonly [ActiveContent, RegExp][] = [
  ['javascript', /\/(?:JavaScript|JS)\b/],
  ['launch', new RegExp(`${KIND}/Launch\\b`)],
  ['submit-form', new RegExp(`${KIND}/(?:SubmitForm|ImportData)\\b`)],
  ['rich-media', /\/(?:Subtype|S)\s*\/(?:RichMedia|Rendition|Movie|Sound|3D|Screen)\b/],
  ['dynamic-form', /\/XFA\b/],
]
/** Programs, and documents that run macros, by what Windows does on a double click. */
const PROGRAMS =
  /^\.(?:exe|com|scr|pif|bat|cmd|ps1|vbs?|vbe|jse?|wsf|wsh|hta|msi|msp|lnk|jar|cpl|dll|app|command|sh|reg|iso|docm|dotm|xlsm|xltm|xlam|pptm|settingcontent-ms|library-ms|url)$/i
/** What e-invoices and their supplements are attached as. */
const DOCUMENTS = /^\.(?:xml|pdf|txt|csv|png|jpe?g|tiff?|json|zip|xlsx|docx|ods|odt)$/i
/** A form is sent to `/F (https://supplier.com)`: an address, not a file whose name ends in .com. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]+:\/\/|mailto:)/i
const FILE_NAME = /\/U?F\s*(?:\(((?:\\.|[^\\()]){1,300})\)|<([0-9A-Fa-f\s]{2,1200})>)/g

/**
 * Finds what in a PDF could run or open something in a viewer, by the names in its objects, those in packed groups of objects too. What an
 * encrypted file packs cannot be looked into. Never throws for what the file holds.
 */
export async function findActiveContent(path: string): Promise<ActiveContent[]> {
  const text = readNames(readFileSync(path))
  // a remark may stand wherever a blank may; what looks like one may be within a text
  const withoutRemarks = text.replace(/%[^\r\n]*/g, ' ')
  const found = MARKS.filter(([, mark]) => mark.test(text) || mark.test(withoutRemarks)).map(([kind]) => kind)
  const attachment = judgeAttachments(text)
  return attachment === undefined ? found : [...found, attachment]
}

/** What the file says outside of its streams and in the streams that hold objects, with `#xx` in names resolved. */
function readNames(bytes: Buffer): string {
  const parts: string[] = []
  let left = ALL_OBJECTS_BYTES
  for (let from = 0; from < bytes.length; ) {
    const stream = bytes.indexOf('stream', from, 'latin1')
    const end = stream < 0 ? bytes.length : stream
    const outside = bytes.toString('latin1', from, end)
    parts.push(outside)
    if (stream < 0) break
    const close = bytes.indexOf('endstream', stream, 'latin1')
    if (close < 0) {
      parts.push(bytes.toString('latin1', stream, Math.min(bytes.length, stream + 4096)))
      break
    }
    const body = bytes.subarray(stream + 'stream'.length, close)
    const names = resolveNames(outside)
    if (left > 0 && /\/ObjStm\b/.test(names)) {
      const objects = unpack(body, names.slice(Math.max(0, names.lastIndexOf(' obj'))))
      left -= objects.length
      parts.push(objects)
      // the word may stand in a text or a remark, and objects behind it that no stream holds
    } else if (body.indexOf(' obj', 0, 'latin1') >= 0) parts.push(body.toString('latin1'))
    from = close + 'endstream'.length
  }
  return resolveNames(parts.join(' '))
}

function resolveNames(text: string): string {
  if (!text.includes('#')) return text
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Any program packs a group of objects once; who wraps it otherwise may want to hide something. Nothing where it cannot be unpacked. */
function unpack(body: Buffer, dictionary: string): string {
  const packed = body.subarray(body[0] === 0x0d && body[1] === 0x0a ? 2 : 1)
  const named = [...dictionary.matchAll(FILTER_NAME)].flatMap(([, name = '']) => FILTERS[name] ?? [])
  try {
    return named.reduce((data, decode) => decode(data), packed).toString('latin1')
  } catch {
    // damaged, encrypted, or too large: whoever reads the file finds out
    return ''
  }
}

const inflate = (data: Buffer): Buffer => inflateSync(data, { maxOutputLength: OBJECTS_BYTES })
const fromHex = (data: Buffer): Buffer => Buffer.from(data.toString('latin1').replace(/>.*|\s/gs, ''), 'hex')

/** ISO 32000-2, 7.4.3: five characters are four bytes; a last group may be shorter, and `z` is four zeros. */
function from85(data: Buffer): Buffer {
  const text = data
    .toString('latin1')
    .replace(/~.*|\s/gs, '')
    .replaceAll('z', '!!!!!')
  const bytes = Buffer.alloc(Math.ceil(text.length / 5) * 4)
  for (let at = 0; at < text.length; at += 5) {
    const group = [...text.slice(at, at + 5).padEnd(5, 'u')]
    const value = group.reduce((sum, digit) => sum * 85 + digit.charCodeAt(0) - 33, 0)
    bytes.writeUInt32BE(value % 2 ** 32, (at / 5) * 4)
  }
  return bytes.subarray(0, Math.floor((text.length * 4) / 5))
}

const FILTERS: Record<string, (data: Buffer) => Buffer> = {
  ...{ FlateDecode: inflate, Fl: inflate },
  ...{ ASCIIHexDecode: fromHex, AHx: fromHex },
  ...{ ASCII85Decode: from85, A85: from85 },
}
const FILTER_NAME = new RegExp(`/(${Object.keys(FILTERS).join('|')})\\b`, 'g')

function judgeAttachments(text: string): ActiveContent | undefined {
  // a list of attachments may be empty; a file's place in it is not
  if (!/\/EF\b/.test(text)) return undefined
  const names = [...text.matchAll(FILE_NAME)].map(([, plain, hex]) => plain ?? decodeHex(hex ?? ''))
  // names are often UTF-16; what matters are their letters
  const kinds = names
    .map((name) => name.replaceAll('\0', '').trim())
    .filter((name) => !ADDRESS.test(name))
    .map((name) => extname(name))
  if (kinds.some((kind) => PROGRAMS.test(kind))) return 'executable-attachment'
  return kinds.length > 0 && kinds.every((kind) => kind === '' || DOCUMENTS.test(kind)) ? undefined : 'attachment'
}

function decodeHex(hex: string): string {
  return Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1')
}
