import { describe, expect, test } from 'vitest'
import type { Transcript } from '../../../schemas/transcript.ts'
import { validate } from '../../validation/index.ts'
import { extract } from '../index.ts'
import { pageOf, recognizedPageOf } from '../testing/page-of.ts'
import { fitTotals } from './fit-totals.ts'

const own = { names: [], vatIds: [], ibans: [] }

function read(transcript: Transcript) {
  const draft = extract(transcript, { own })
  const findings = validate(draft, { own, sameBill: [] }).filter(({ code }) => code === 'digits-are-certain')
  return { fields: draft.fields, findings }
}

const bill = (net: string, iban = 'DE89 3704 0044 0532 0130 00') => [
  'Acme Werke GmbH',
  'Rechnung 4711',
  'Rechnungsdatum: 14.03.2026',
  `Nettobetrag | ${net}`,
  'MwSt. 19 % | 190,00',
  'Gesamtbetrag | 1.190,00 €',
  `IBAN ${iban}`,
]

describe('a digit that recognition may have misread', () => {
  test('is proposed where the sums point to one reading, and the value stays as it was read', () => {
    const { fields, findings } = read(recognizedPageOf(bill('1.000,00').map((line) => line.replace('1.190', '1.790'))))
    expect(fields.grossTotal?.value).toBe('1790.00')
    expect(fields.grossTotal!.alternatives[0]).toMatchObject({
      value: '1190.00',
      reader: 'misread-digits',
      because: 'net + tax = total, 19 % of net = tax',
    })
    expect(fields.grossTotal!.confidence).toBeLessThan(0.95)
    expect(findings).toMatchObject([{ severity: 'warning', field: 'grossTotal' }])
    expect(findings[0]!.message).toContain('"1190.00"')
  })

  test('of an amount that fits nothing as it was read is given with what was read beside it', () => {
    const { fields, findings } = read(recognizedPageOf(bill('1.600,00')))
    expect(fields.netTotal).toMatchObject({ value: '1000.00', source: 'misread-digits' })
    expect(fields.netTotal!.alternatives).toMatchObject([{ value: '1600.00' }])
    expect(fields.netTotal!.confidence).toBeLessThan(0.95)
    expect(findings).toMatchObject([{ severity: 'warning', field: 'netTotal' }])
  })

  test('is not looked for on a text layer: what is printed wrong is the supplier’s error', () => {
    const { fields, findings } = read(pageOf(bill('1.600,00')))
    expect(Object.values(fields).flatMap(({ alternatives }) => alternatives.map(({ reader }) => reader))).not.toContain(
      'misread-digits',
    )
    expect(findings).toEqual([])
  })

  test('is not looked for where the sums hold', () => {
    expect(read(recognizedPageOf(bill('1.000,00'))).findings).toEqual([])
  })

  test('of an IBAN is proposed by the check digits', () => {
    const { fields, findings } = read(recognizedPageOf(bill('1.000,00', 'DE89 8704 0044 0532 0130 00')))
    expect(fields.iban).toMatchObject({
      value: 'DE89870400440532013000',
      alternatives: [{ value: 'DE89370400440532013000', reader: 'misread-digits' }],
    })
    expect(fields.iban!.confidence).toBeLessThan(0.95)
    expect(findings).toMatchObject([{ field: 'iban' }])
  })
})

describe('amounts that do not add up', () => {
  const around = { lineSum: null, rates: ['19'], isPrepaid: false, hasPartBetween: false, readings: () => [] }

  test('have no proposal where several readings would mend them', () => {
    // 100 + 19 = 119: without a rate on the page either sum could be the misread one.
    expect(
      fitTotals({ netTotal: '100.00', taxTotal: '19.00', grossTotal: '149.00' }, { ...around, rates: [] }),
    ).toBeNull()
  })

  test('are mended by what recognition itself saw otherwise', () => {
    const totals = { netTotal: '520.00', taxTotal: '19.00', grossTotal: '119.00' }
    const readings = (field: string) => (field === 'netTotal' ? ['100.00'] : [])
    expect(fitTotals(totals, { ...around, readings })).toMatchObject({ field: 'netTotal', value: '100.00' })
  })

  test('are left alone where a digit is not one that is taken for another', () => {
    expect(fitTotals({ netTotal: '920.00', taxTotal: '19.00', grossTotal: '119.00' }, around)).toBeNull()
  })
})
