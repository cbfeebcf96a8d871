import { describe, expect, it } from 'vitest'
import { MONTHS } from '../locales/index.ts'
import { readPeriod } from './periods.ts'

const read = (text: string, order: 'dmy' | 'mdy' = 'dmy'): string | null => {
  const period = readPeriod(text, { months: MONTHS, order })
  return period && `${period.start} ${period.end}`
}
const MARCH = '2026-03-01 2026-03-31'

describe('a period', () => {
  it.each([
    '01.03.2026 - 31.03.2026',
    '01.03.26–31.03.26',
    '01.03. - 31.03.2026',
    '1.3.-31.3.2026',
    'vom 01.03.2026 bis zum 31.03.2026',
    '1. bis 31. März 2026',
    '1.-31. März 2026',
    'März 2026',
    '03/2026',
    '2026-03',
    '2026-03-01 - 2026-03-31',
    'du 01/03/2026 au 31/03/2026',
    'du 1er au 31 mars 2026',
    'dal 01/03/2026 al 31/03/2026',
    'del 1 de marzo al 31 de marzo de 2026',
    'de 1 de março de 2026 a 31 de março de 2026',
    '1 maart t/m 31 maart 2026',
    'od 1 marca do 31 marca 2026',
    '1. března 2026 - 31. března 2026',
    '1 - 31 March 2026',
    '1 March 2026 to 31 March 2026',
    'March 1 - March 31, 2026',
    'March 1, 2026 through March 31, 2026',
    'March 2026',
    'Mar 2026',
    '1 mart 2026 - 31 mart 2026',
  ])('may be written %s', (text) => expect(read(text)).toBe(MARCH))

  it('may be several months, a quarter, or run over the turn of the year', () => {
    expect(read('Jan - Mar 2026')).toBe('2026-01-01 2026-03-31')
    expect(read('01/2026 - 03/2026')).toBe('2026-01-01 2026-03-31')
    expect(read('1. Quartal 2026')).toBe('2026-01-01 2026-03-31')
    expect(read('Q1/2026')).toBe('2026-01-01 2026-03-31')
    expect(read('15.12. - 14.01.2026')).toBe('2025-12-15 2026-01-14')
    expect(read('December 2025 - January 2026')).toBe('2025-12-01 2026-01-31')
  })

  it('follows the order of day and month that the document has, and says where digits allow another', () => {
    expect(read('03/01/2026 - 03/31/2026', 'mdy')).toBe(MARCH)
    expect(readPeriod('01/03/2026 - 02/03/2026', { months: MONTHS, order: 'dmy' })?.isAmbiguous).toBe(true)
    expect(readPeriod('01.03.2026 - 02.03.2026', { months: MONTHS, order: 'dmy' })?.isAmbiguous).toBe(false)
  })

  it.each([
    '31.03.2026',
    '20 May 2026',
    'May 20, 2026',
    '20 de mayo de 2026',
    '20. května 2026',
    '12 - 14',
    'March',
    '10 - 20 kg',
    'Vertrag 2026-0815',
    'Seite 1 - 2',
    '31.03.2026 - 01.03.2026',
  ])('is not %s', (text) => expect(read(text)).toBeNull())
})
