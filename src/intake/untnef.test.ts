import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTnef, untnef } from './untnef.ts'

const u16 = (value: number) => Buffer.from([value & 0xff, value >> 8])
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
/** An attribute as [MS-OXTNEF] 2.1.3.2 lays it out. */
const attribute = (level: number, id: number, data: Buffer) =>
  Buffer.concat([
    Buffer.from([level]),
    u32(id),
    u32(data.length),
    data,
    u16(data.reduce((sum, byte) => sum + byte, 0) & 0xffff),
  ])
const variable = (type: number, id: number, value: Buffer) =>
  Buffer.concat([u16(type), u16(id), u32(1), u32(value.length), padded(value)])
const stream = (...attributes: Buffer[]) => Buffer.concat([Buffer.from('789f3e22', 'hex'), u16(1), ...attributes])

const longName = variable(0x1f, 0x3707, Buffer.from('Rechnung für März.pdf\0', 'utf16le'))
const number = Buffer.concat([u16(0x03), u16(0x3705), u32(1)])
const flag = Buffer.concat([u16(0x0b), u16(0x7ffe), u16(1), u16(0)])
const named = Buffer.concat([
  ...[u16(0x1e), u16(0x8001), Buffer.alloc(16, 7), u32(1), u32(6), padded(Buffer.from('a\0b\0c\0'))],
  ...[u32(1), u32(5), padded(Buffer.from('text\0'))],
])
const inner = stream(
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('inner.txt\0')),
  attribute(2, 0x0006800f, Buffer.from('within')),
)
const ENVELOPE = stream(
  attribute(1, 0x00089006, u32(0x10000)),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('RECHNU~1.PDF\0')),
  attribute(2, 0x0006800f, Buffer.from('%PDF-1.7 in an envelope')),
  attribute(2, 0x00069005, Buffer.concat([u32(4), number, flag, named, longName])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00069005, Buffer.concat([u32(1), variable(0x0d, 0x3701, Buffer.concat([Buffer.alloc(16), inner]))])),
)

describe("Outlook's envelope", () => {
  test('gives its attachments with their long names, and attached mails as envelopes again', () => {
    const [pdf, mail, ...more] = untnef(ENVELOPE)
    expect(pdf).toEqual({ name: 'Rechnung für März.pdf', content: Buffer.from('%PDF-1.7 in an envelope') })
    expect(isTnef(mail!.content)).toBe(true)
    expect(untnef(mail!.content)).toEqual([{ name: 'inner.txt', content: Buffer.from('within') }])
    expect(more).toEqual([])
  })

  test('that is cut gives what came before the cut', () => {
    expect(untnef(ENVELOPE.subarray(0, 200))[0]!.content.toString()).toBe('%PDF-1.7 in an envelope')
    expect(untnef(ENVELOPE.subarray(0, 4))).toEqual([])
  })

  test('damaged anywhere never does more than give less', () => {
    const damage = fc.array(fc.tuple(fc.nat(ENVELOPE.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Buffer.from(ENVELOPE)
        for (const [at, byte] of changes) damaged[at] = byte
        const bytes = untnef(damaged).reduce((sum, { content }) => sum + content.length, 0)
        expect(bytes).toBeLessThanOrEqual(ENVELOPE.length)
      }),
      { numRuns: 2000 },
    )
  })
})
