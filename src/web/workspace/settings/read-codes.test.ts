import { describe, expect, test } from 'vitest'
import { Code } from '../../../../schemas/coding.ts'
import { readCodes, writeCodes } from './read-codes.ts'

describe('codes that are pasted', () => {
  test.each([
    ['a table', '4930\tOffice supplies\n4940\tBooks'],
    ['CSV of the continent', '4930;Office supplies\r\n4940;Books\r\n'],
    ['CSV', '4930,Office supplies\n\n4940,Books'],
    ['quoted CSV with titles', 'Konto;Bezeichnung\n"4930";"Office supplies"\n"4940";"Books"'],
  ])('from %s are read', (_, text) => {
    const entries = [
      { code: '4930', name: 'Office supplies' },
      { code: '4940', name: 'Books' },
    ]
    expect(readCodes(text)).toEqual({ entries, problem: null })
    expect(readCodes(writeCodes(entries)).entries).toEqual(entries)
  })

  test('may be accounts of a ledger, and need no name', () => {
    expect(readCodes('expenses:office supplies\nexpenses:R&D').entries.map(({ code }) => code)).toEqual([
      'expenses:office supplies',
      'expenses:R&D',
    ])
  })

  test('are refused with the line when there is no code, or one twice', () => {
    expect(readCodes('4930;Office\n=1+1;x').problem).toEqual({ line: 2, text: '=1+1', kind: 'line-problem' })
    expect(readCodes('4930;Office\n\n4930;Other').problem).toEqual({ line: 3, text: '4930', kind: 'twice' })
  })

  test.each(['4930', 'a b', 'a  b', ' a', 'a ', '-1', '', 'ü:1', 'a;b', 'a|b'])(
    '%j is one here when it is one for the API',
    (code) => {
      const { entries } = readCodes(`"${code}"\t`)
      expect(entries.some((entry) => entry.code === code)).toBe(Code.safeParse(code).success)
    },
  )
})
