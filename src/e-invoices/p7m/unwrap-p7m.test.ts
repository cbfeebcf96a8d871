import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTrouble } from '../xml/trouble.ts'
import { isP7m, unwrapP7m } from './unwrap-p7m.ts'

const DOCUMENT = Buffer.from('<?xml version="1.0"?><a>signed</a>')

/** One value of DER. */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const hex = content.length.toString(16)
  const long = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const length = content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from([0x80 | long.length, ...long])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

/** The same with an indefinite length (BER). */
function ber(tag: number, ...contents: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])])
}

const SIGNED = der(0x06, Buffer.from('2a864886f70d010702', 'hex'))
const ENVELOPED = der(0x06, Buffer.from('2a864886f70d010703', 'hex'))
const DATA = der(0x06, Buffer.from('2a864886f70d010701', 'hex'))
const VERSION = der(0x02, Buffer.from([1]))
const DIGESTS = der(0x31)
const SIGNERS = der(0x31)

function sign(content: Uint8Array): Buffer {
  return der(
    0x30,
    SIGNED,
    der(0xa0, der(0x30, VERSION, DIGESTS, der(0x30, DATA, der(0xa0, der(0x04, content))), SIGNERS)),
  )
}

/** As many programs stream it: indefinite lengths, the content in pieces. */
function signStreamed(content: Uint8Array): Buffer {
  const pieces = [content.subarray(0, 7), content.subarray(7)].map((piece) => der(0x04, piece))
  return ber(
    0x30,
    SIGNED,
    ber(0xa0, ber(0x30, VERSION, DIGESTS, ber(0x30, DATA, ber(0xa0, ber(0x24, ...pieces))), SIGNERS)),
  )
}

const unwrapped = (bytes: Uint8Array): string => {
  const result = unwrapP7m(bytes, 'invoice.xml.p7m')
  return isTrouble(result) ? result.code : Buffer.from(result).toString()
}

describe('the document comes out of its signature', () => {
  test.each([
    ['DER', sign(DOCUMENT)],
    ['BER with indefinite lengths and pieces', signStreamed(DOCUMENT)],
    ['PEM', Buffer.from(`-----BEGIN PKCS7-----\n${sign(DOCUMENT).toString('base64')}\n-----END PKCS7-----\n`)],
    ['bare base64', Buffer.from(sign(DOCUMENT).toString('base64').replace(/.{64}/g, '$&\r\n'))],
    ['two signatures', sign(sign(DOCUMENT))],
    ['base64 inside DER', sign(Buffer.from(sign(DOCUMENT).toString('base64')))],
  ])('%s', (_, bytes) => {
    expect(isP7m(bytes)).toBe(true)
    expect(unwrapped(bytes)).toBe(DOCUMENT.toString())
  })

  test('a large one, too', () => {
    const large = Buffer.alloc(300_000, 'x')
    expect(unwrapped(signStreamed(large))).toBe(large.toString())
  })
})

describe('what is no signed document is told', () => {
  test('an encrypted file', () => {
    expect(unwrapP7m(der(0x30, ENVELOPED, der(0xa0, der(0x30))), 'x.p7m')).toMatchObject({
      code: 'p7m.unreadable',
      message: expect.stringContaining('encrypted'),
    })
  })

  test('a signature without its document', () => {
    const bare = der(0x30, SIGNED, der(0xa0, der(0x30, VERSION, DIGESTS, der(0x30, DATA), SIGNERS)))
    expect(unwrapP7m(bare, 'x.p7m')).toMatchObject({ message: expect.stringContaining('without the document') })
  })

  test('a file that is cut off, wherever', () => {
    const whole = sign(DOCUMENT)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - SIGNERS.length - DOCUMENT.length }), (end) => {
        expect(unwrapped(whole.subarray(0, end))).toBe('p7m.unreadable')
      }),
    )
  })

  test('XML and PDF are no envelopes', () => {
    expect(isP7m(DOCUMENT)).toBe(false)
    expect(isP7m(Buffer.from('%PDF-1.7'))).toBe(false)
  })

  test('nesting without end', () => {
    const nested = Buffer.concat([sign(Buffer.alloc(0)).subarray(0, 15), Buffer.alloc(1000, Buffer.from([0x30, 0x80]))])
    expect(unwrapped(nested)).toBe('p7m.unreadable')
  })

  test('whatever the bytes, something comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(typeof unwrapped(Buffer.concat([SIGNED, noise]))).toBe('string')
        expect(typeof unwrapped(Buffer.concat([Buffer.from([0x30, 0x80]), SIGNED, noise]))).toBe('string')
      }),
    )
  })
})
