/**
 * Reads what Outlook wraps attachments into (winmail.dat, TNEF); runs in the child process. Source: [MS-OXTNEF] 2.1.3, [MS-OXCDATA] 2.11.
 * Only attachments with their names and bytes are of interest; a broken stream gives what came before the break.
 */
export type TnefAttachment = { name: string; content: Buffer }

const SIGNATURE = Buffer.from([0x78, 0x9f, 0x3e, 0x22])
const ATTACH_RENDER_DATA = 0x00069002
const ATTACH_TITLE = 0x00018010
const ATTACH_DATA = 0x0006800f
const ATTACH_PROPERTIES = 0x00069005
const LONG_FILE_NAME = 0x3707
const ATTACHED_OBJECT = 0x3701
const TYPE_UNICODE = 0x1f
const TYPE_OBJECT = 0x0d
/** Types whose values say how many and how long they are. */
const VARIABLE_TYPES = [0x1e, TYPE_UNICODE, TYPE_OBJECT, 0x102]
/** Bytes of the others, each padded to 4. */
const FIXED_TYPES: Record<number, number> = {
  2: 2,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 2,
  20: 8,
  64: 8,
  72: 16,
}
// An object's value begins with the identifier of its interface.
const INTERFACE_ID_BYTES = 16

/** Whether it is a TNEF stream, by its first bytes. */
export function isTnef(head: Buffer): boolean {
  return head.subarray(0, 4).equals(SIGNATURE)
}

/** The attachments; a mail that is attached as a whole is a TNEF stream again. */
export function untnef(stream: Buffer): TnefAttachment[] {
  const attachments: TnefAttachment[] = []
  try {
    for (const { id, data } of readAttributes(stream)) {
      if (id === ATTACH_RENDER_DATA) attachments.push({ name: '', content: Buffer.alloc(0) })
      const current = attachments.at(-1)
      if (current === undefined) continue
      if (id === ATTACH_TITLE) current.name ||= readText(data)
      if (id === ATTACH_DATA) current.content = data
      if (id === ATTACH_PROPERTIES) addProperties(current, data)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return attachments
}

function* readAttributes(stream: Buffer): Generator<{ id: number; data: Buffer }> {
  let at = 6
  while (at < stream.length) {
    const id = stream.readUInt32LE(at + 1)
    const start = at + 9
    const end = start + stream.readUInt32LE(at + 5)
    // Two bytes of checksum follow; a damaged attachment is better seen by a person than dropped here.
    if (end + 2 > stream.length) throw new RangeError('the stream ends within an attribute')
    yield { id, data: stream.subarray(start, end) }
    at = end + 2
  }
}

function addProperties(attachment: TnefAttachment, properties: Buffer): void {
  const cursor = { bytes: properties, at: 4 }
  for (let left = properties.readUInt32LE(0); left > 0; left--) {
    const type = take(cursor, 2).readUInt16LE(0)
    const id = take(cursor, 2).readUInt16LE(0)
    if (id >= 0x8000) skipPropertyName(cursor)
    const value = readValue(cursor, type)
    if (value === undefined) continue
    if (id === LONG_FILE_NAME) attachment.name = type === TYPE_UNICODE ? readUnicode(value) : readText(value)
    if (id === ATTACHED_OBJECT) attachment.content = type === TYPE_OBJECT ? value.subarray(INTERFACE_ID_BYTES) : value
  }
}

type Cursor = { bytes: Buffer; at: number }

function take(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw new RangeError('the properties end within a value')
  const taken = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return taken
}

function takePadded(cursor: Cursor, length: number): Buffer {
  const taken = take(cursor, length)
  cursor.at += (4 - (length % 4)) % 4
  return taken
}

function skipPropertyName(cursor: Cursor): void {
  take(cursor, 16)
  const isNumber = take(cursor, 4).readUInt32LE(0) === 0
  if (isNumber) take(cursor, 4)
  else takePadded(cursor, take(cursor, 4).readUInt32LE(0))
}

/** The first value of a property; undefined: it has none. */
function readValue(cursor: Cursor, type: number): Buffer | undefined {
  const single = type & 0x0fff
  const isVariable = VARIABLE_TYPES.includes(single)
  const isMany = isVariable || (type & 0x1000) !== 0
  const bytes = FIXED_TYPES[single]
  if (!isVariable && bytes === undefined) throw new RangeError(`a property of unknown type ${type}`)
  let first: Buffer | undefined
  for (let left = isMany ? take(cursor, 4).readUInt32LE(0) : 1; left > 0; left--) {
    const value = takePadded(cursor, isVariable ? take(cursor, 4).readUInt32LE(0) : (bytes ?? 0))
    first ??= value
  }
  return first
}

function readText(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return (text.includes('\ufffd') ? bytes.toString('latin1') : text).replace(/\0+$/, '')
}

function readUnicode(bytes: Buffer): string {
  return bytes
    .subarray(0, bytes.length - (bytes.length % 2))
    .toString('utf16le')
    .replace(/\0+$/, '')
}
