import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extract } from '../index.ts'
import { layOut } from '../layout/lay-out-page.ts'
import { LOCALES, MONTHS } from '../locales/index.ts'
import { entriesOf } from '../locales/locale.ts'
import { pageOf } from '../testing/page-of.ts'
import { readDates } from './dates.ts'

const datesIn = (text: string) => layOut(pageOf([text])).lines.flatMap((line) => readDates(line, MONTHS))
const day = fc.date({ min: new Date('2001-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
const two = (value: number): string => String(value).padStart(2, '0')

describe('a date', () => {
  test('in words is read in every language, with or without its diacritics', () => {
    for (const locale of LOCALES) {
      for (const [index, names] of entriesOf(locale.months).entries()) {
        for (const name of names.split(',').map((one) => one.trim())) {
          for (const written of [name, name.normalize('NFKD').replace(/\p{M}/gu, ''), name.toUpperCase()]) {
            if (written.length < 3) continue
            const iso = `2026-${two(index + 1)}-07`
            expect(datesIn(`7. ${written} 2026`)[0]?.readings[0]?.iso, `${locale.code}: 7. ${written} 2026`).toBe(iso)
          }
        }
      }
    }
  })

  test('with dots is day first, with the year in front it is year, month, day; both are certain', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
        const iso = date.toISOString().slice(0, 10)
        for (const printed of [
          `${d}.${m}.${y}`,
          `${two(d)}.${two(m)}.${y}`,
          `${d}. ${m}. ${y}`,
          iso,
          `${y}/${two(m)}/${two(d)}`,
        ]) {
          const [sighting] = datesIn(printed)
          expect(sighting?.readings, printed).toMatchObject([{ iso }])
          expect(sighting?.certain, printed).toBe(true)
        }
      }),
    )
  })

  test('is found behind a number and a word that only look like one', () => {
    expect(datesIn('Avenida 75 Vencimiento 14 de febrero de 2026')[0]?.readings).toMatchObject([{ iso: '2026-02-14' }])
  })

  test('with slashes has two readings unless one number is too large for a month', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
        const isos = datesIn(`${two(d)}/${two(m)}/${y}`)[0]!.readings.map((reading) => reading.iso)
        expect(isos).toContain(date.toISOString().slice(0, 10))
        expect(isos).toHaveLength(d > 12 || d === m ? 1 : 2)
      }),
    )
  })
})

test('a month that begins like the ending of an ordinal is one: "9 stycznia 2026"', () => {
  const own = { names: [], vatIds: [], ibans: [] }
  const { issueDate } = extract(pageOf(['Faktura VAT', 'Data wystawienia: 9 stycznia 2026']), { own }).fields
  expect(issueDate?.value).toBe('2026-01-09')
})

describe('03/04/2026', () => {
  const own = { names: [], vatIds: [], ibans: [] }
  const read = (...lines: string[]) =>
    extract(pageOf(['Invoice', 'Invoice no: A-1093', 'Invoice date: 03/04/2026', ...lines]), { own }).fields.issueDate

  test('without evidence of its order is never sure, and both days are offered', () => {
    const field = read()
    expect(field?.confidence ?? 0).toBeLessThan(0.95)
    expect([field?.value, ...(field?.alternatives ?? []).map((other) => other.value)]).toEqual(
      expect.arrayContaining(['2026-04-03', '2026-03-04']),
    )
  })

  test('is March in a document whose other dates are written month first, April where day first', () => {
    expect(read('Delivery date: 02/27/2026', 'Order date: 01/31/2026')?.value).toBe('2026-03-04')
    expect(read('Delivery date: 27/02/2026', 'Order date: 31/01/2026')?.value).toBe('2026-04-03')
  })
})

describe('a "$"', () => {
  const own = { names: [], vatIds: [], ibans: [] }
  const read = (...lines: string[]) =>
    extract(pageOf(['Invoice', 'Invoice no: A-1093', ...lines, 'Total $1,471.60']), { own }).fields.currency

  test('alone is no currency', () => {
    expect(read()).toBeUndefined()
  })

  test('is the dollar of the country that the paper speaks of, or of the code that it names', () => {
    expect(read('12 George Lane, Sydney NSW 2000', 'ABN 51 824 753 556')?.value).toBe('AUD')
    expect(read('1 Maple Street, Toronto, ON M5V 2T6')?.value).toBe('CAD')
    expect(read('500 Main Street, Austin, TX 78701')?.value).toBe('USD')
    expect(read('All prices in NZD')?.value).toBe('NZD')
  })
})
