/** One value of DER or BER (ITU-T X.690): tag, length, content. Tags of more than one byte do not occur in CMS. */
export type DerValue = {
  /** The identifier byte, class and constructed bit included. */
  tag: number
  /** Without the end marker of indefinite lengths. */
  content: Uint8Array
  /** Where the next value begins, counted in the bytes this one was read from. */
  next: number
}

const CONSTRUCTED = 0x20
/** Values nest as deep as this in CMS at the most; indefinite lengths are walked, so that hostile ones must end. */
const MAX_DEPTH = 24

/** Programs stream in pieces of a thousand bytes; a piece of nothing costs as much time. */
const MAX_VALUES = 200_000

/**
 * Reads the value at an offset. Throws RangeError, its message fit for people, where the bytes end before the value does or nest too deep.
 */
export function readValue(bytes: Uint8Array, at: number, depth = 0): DerValue {
  if (depth > MAX_DEPTH) throw new RangeError('its envelope is nested too deep')
  const tag = byteAt(bytes, at)
  const first = byteAt(bytes, at + 1)
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) throw new RangeError('its envelope is damaged')
    const start = at + 2
    const end = findEnd(bytes, start, depth)
    return { tag, content: bytes.subarray(start, end), next: end + 2 }
  }
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4) throw new RangeError('its envelope is damaged')
  let length = lengthBytes === 0 ? first : 0
  for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + byteAt(bytes, at + 2 + index)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw new RangeError('it is cut off')
  return { tag, content: bytes.subarray(start, start + length), next: start + length }
}

/** The values inside a constructed value. */
export function contentsOf(value: DerValue): DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < value.content.length; ) {
    const one = readValue(value.content, at)
    if (values.length >= MAX_VALUES) throw new RangeError('its envelope is in too many pieces')
    values.push(one)
    at = one.next
  }
  return values
}

/** Where the two zero bytes stand that end an indefinite length. */
function findEnd(bytes: Uint8Array, start: number, depth: number): number {
  let at = start
  let values = 0
  while (!(byteAt(bytes, at) === 0 && byteAt(bytes, at + 1) === 0)) {
    values += 1
    if (values > MAX_VALUES) throw new RangeError('its envelope is in too many pieces')
    at = readValue(bytes, at, depth + 1).next
  }
  return at
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('it is cut off')
  return byte
}
