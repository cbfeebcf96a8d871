import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unzip, ZipRefusal } from './unzip.ts'

const LIMITS = { entries: 50, entryBytes: 1_000_000, totalBytes: 2_000_000 }

/** Made by Python's zipfile: the folder `d`, `d/größe.txt` with "hello", and `empty` without a byte. */
const PYTHON_ZIP = Buffer.from(
  'UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAACAAAAZC9QSwMEFAAACAgAEah1XYamEDYHAAAABQAAAA0AAABkL2dyw7bDn2UudHh0y0jNyckHAFBLAwQUAAAACAARqHVdAAAAAAIAAAAAAAAABQAAAGVtcHR5AwBQSwECFAMUAAAAAAAAACEAAAAAAAAAAAAAAAAAAgAAAAAAAAAAABAA/0EAAAAAZC9QSwECFAMUAAAICAARqHVdhqYQNgcAAAAFAAAADQAAAAAAAAAAAAAAgAEgAAAAZC9ncsO2w59lLnR4dFBLAQIUAxQAAAAIABGodV0AAAAAAgAAAAAAAAAFAAAAAAAAAAAAAACAAVIAAABlbXB0eVBLBQYAAAAAAwADAJ4AAAB3AAAAAAA=',
  'base64',
)

describe('an archive', () => {
  test('made by a common program is read with its names and bytes', () => {
    const files = unzip(PYTHON_ZIP, LIMITS).map(({ name, content }) => [name, content.toString()])
    expect(files).toEqual([
      ['d/größe.txt', 'hello'],
      ['empty', ''],
    ])
  })

  test('is refused past its limits, whatever its headers say', () => {
    expect(() => unzip(PYTHON_ZIP, { ...LIMITS, entries: 1 })).toThrow(/more than 1 files/)
    expect(() => unzip(PYTHON_ZIP, { ...LIMITS, entryBytes: 4 })).toThrow(/larger than/)
    expect(() => unzip(PYTHON_ZIP, { ...LIMITS, totalBytes: 4 })).toThrow(/unpacks to more/)
  })

  test('damaged anywhere is read or refused, and nothing else', () => {
    const damage = fc.array(fc.tuple(fc.nat(PYTHON_ZIP.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(damage, fc.nat(PYTHON_ZIP.length), (changes, length) => {
        const damaged = Buffer.from(PYTHON_ZIP)
        for (const [at, byte] of changes) damaged[at] = byte
        for (const archive of [damaged, damaged.subarray(0, length)]) {
          try {
            unzip(archive, LIMITS)
          } catch (error) {
            expect(error).toBeInstanceOf(ZipRefusal)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})
