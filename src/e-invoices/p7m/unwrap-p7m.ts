import type { Trouble } from '../xml/trouble.ts'
import { contentsOf, type DerValue, readValue } from './read-der.ts'

/** 1.2.840.113549.1.7.2, signedData (RFC 5652, section 5.1). */
const SIGNED_DATA = '2a864886f70d010702'
/** Signed again by another person, and again. */
const MAX_LAYERS = 5

const OBJECT_IDENTIFIER = 0x06
const OCTET_STRING = 0x04
const SEQUENCE = 0x30
const EXPLICIT_0 = 0xa0

/** Whether the bytes look like a CMS envelope: DER or BER, PEM, or bare base64 of it. */
export function isP7m(bytes: Uint8Array): boolean {
  return binaryOf(bytes) !== undefined
}

/**
 * Takes the content out of a signed file (CMS/PKCS#7 SignedData, `.p7m`): DER or BER (indefinite lengths, strings in pieces), PEM, or bare
 * base64; signed several times over, too. The signature is not verified: it says who sent the file, not what is in it.
 */
export function unwrapP7m(bytes: Uint8Array, name: string): Uint8Array | Trouble {
  let content = bytes
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const binary = binaryOf(content)
    if (!binary) return layer === 0 ? unreadable(name, 'it is no signed file') : content
    const inner = openLayer(binary)
    if (typeof inner === 'string') return unreadable(name, inner)
    content = inner
  }
  return unreadable(name, `it is signed more than ${MAX_LAYERS} times over`)
}

function unreadable(name: string, why: string): Trouble {
  return {
    code: 'p7m.unreadable',
    message: `${name} can't be unwrapped: ${why}. Ask the sender for the invoice without the signature around it.`,
  }
}

/** The bytes of the envelope; undefined where it is none. */
function binaryOf(bytes: Uint8Array): Uint8Array | undefined {
  if (startsLikeSignedData(bytes)) return bytes
  // Text of an envelope begins with a line of dashes or with base64 of 0x30 0x8x: "MI" or "MG", "MH", "MA" for small and indefinite ones.
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart()
  if (!/^(-----BEGIN |M[A-I])/.test(head)) return undefined
  const text = Buffer.from(bytes).toString('latin1')
  const pem = /-----BEGIN [A-Z0-9 ]+-----([\s\S]*?)-----END /.exec(text)
  const base64 = pem ? (pem[1] ?? '').replace(/^[A-Za-z-]+:.*$/gm, '') : text
  if (/[^A-Za-z0-9+/=\s]/.test(base64)) return undefined
  const decoded = Buffer.from(base64, 'base64')
  return startsLikeSignedData(decoded) ? decoded : undefined
}

function startsLikeSignedData(bytes: Uint8Array): boolean {
  if (bytes[0] !== SEQUENCE) return false
  const type = Buffer.from(bytes.subarray(0, 32)).toString('hex')
  return type.includes(`06092a864886f70d0107`)
}

/** @returns the content of one envelope, or in words what is wrong with it. */
function openLayer(bytes: Uint8Array): Uint8Array | string {
  try {
    const [type, explicit] = contentsOf(readValue(bytes, 0))
    if (type?.tag !== OBJECT_IDENTIFIER || explicit?.tag !== EXPLICIT_0) return 'it is no CMS envelope'
    if (Buffer.from(type.content).toString('hex') !== SIGNED_DATA) {
      return 'it is encrypted or otherwise wrapped, not signed'
    }
    const [signedData] = contentsOf(explicit)
    if (!signedData) return 'its envelope is empty'
    // SignedData: version, digestAlgorithms, encapContentInfo, ...
    const encapsulated = contentsOf(signedData)[2]
    const holder = encapsulated && contentsOf(encapsulated)[1]
    if (!holder) return 'it holds a signature without the document'
    const [octets] = contentsOf(holder)
    if (!octets) return 'it holds an empty document'
    return joinOctets(octets)
  } catch (error) {
    return error instanceof RangeError ? error.message : 'its envelope is damaged'
  }
}

/** An octet string may come in pieces, and those in pieces (BER). */
function joinOctets(value: DerValue): Uint8Array {
  if (value.tag === OCTET_STRING) return value.content
  const pieces: Uint8Array[] = []
  const waiting = [value]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.tag === OCTET_STRING) pieces.push(one.content)
    else for (const piece of contentsOf(one).reverse()) waiting.push(piece)
  }
  return Buffer.concat(pieces)
}
