import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideNumberStyle, readNumber } from './number.ts'

const COMMA = { decimal: ',', certainty: 0.9 } as const
const DOT = { decimal: '.', certainty: 0.9 } as const
const UNSURE = { decimal: '.', certainty: 0.5 } as const

const group = (whole: string, sign: string): string => whole.replace(/\B(?=(\d{3})+$)/g, sign)
const cents = fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0'))
const whole = fc.integer({ min: 0, max: 999_999_999 }).map(String)

describe('an amount with cents', () => {
  test('is read the same in every usual notation, whatever the document is thought to write', () => {
    const ways: [string, string][] = [
      ['.', ','],
      [',', '.'],
      ["'", '.'],
      ['’', '.'],
      [' ', ','],
      [' ', '.'],
      ['\u00a0', ','],
      ['\u202f', ','],
      ['', ','],
      ['', '.'],
    ]
    fc.assert(
      fc.property(
        whole,
        cents,
        fc.constantFrom(...ways),
        fc.constantFrom(COMMA, DOT, UNSURE),
        (head, tail, way, style) => {
          const printed = `${group(head, way[0])}${way[1]}${tail}`
          expect(readNumber(printed, style)).toEqual({ value: `${head}.${tail}`, decimals: 2, certain: true })
        },
      ),
    )
  })

  test('1.471,60 and 1,471.60 are both 1471.60', () => {
    for (const style of [COMMA, DOT, UNSURE])
      expect([readNumber('1.471,60', style)?.value, readNumber('1,471.60', style)?.value]).toEqual([
        '1471.60',
        '1471.60',
      ])
  })
})

describe('one sign for thousands and cents', () => {
  test('is a misread comma or point before two last digits, and not certain', () => {
    expect(readNumber('3.607.95', DOT)).toEqual({ value: '3607.95', decimals: 2, certain: false })
    expect(readNumber('2,978,666,00', COMMA)).toEqual({ value: '2978666.00', decimals: 2, certain: false })
    expect(readNumber('36.07.95', DOT)).not.toMatchObject({ value: '3607.95' })
  })
})

describe('one sign with three digits behind it', () => {
  test('is thousands or decimals by the habit of the document, and certain only where the habit is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }), (head, rest) => {
        const tail = String(rest).padStart(3, '0')
        expect(readNumber(`${head},${tail}`, COMMA)).toMatchObject({ value: `${head}.${tail}`, certain: true })
        expect(readNumber(`${head},${tail}`, DOT)).toMatchObject({ value: `${head}${tail}`, certain: true })
        expect(readNumber(`${head}.${tail}`, UNSURE)).toMatchObject({ certain: false })
      }),
    )
  })
})

describe('what is no number', () => {
  test('is not read as one: groups of other than three, two decimal signs, letters', () => {
    for (const printed of ['1.23.456,00', '12,34,56', '1,2,3', '1..2', 'abc', '', '1a', '12.34.56'])
      expect(readNumber(printed, COMMA), printed).toBeNull()
  })

  test('nothing that is printed makes it throw, and what it reads is a decimal string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,' -–"), maxLength: 20 }), (printed) => {
        const read = readNumber(printed, UNSURE)
        if (read) expect(read.value).toMatch(/^\d+(\.\d+)?$/)
      }),
    )
  })
})

describe('the habit of a document', () => {
  test('follows what most of its amounts show, against the habit of its language', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, cents), { minLength: 3, maxLength: 12 }), (amounts) => {
        const german = amounts.map(([head, tail]) => `${group(head, '.')},${tail}`).join('   ')
        const english = amounts.map(([head, tail]) => `${group(head, ',')}.${tail}`).join('   ')
        expect(decideNumberStyle(german, '.').decimal).toBe(',')
        expect(decideNumberStyle(english, ',').decimal).toBe('.')
      }),
    )
  })
})
