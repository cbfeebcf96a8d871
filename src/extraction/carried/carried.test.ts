import { describe, expect, test } from 'vitest'
import type { Transcript, Word } from '../../../schemas/transcript.ts'
import { readEInvoice } from '../../e-invoices/read-e-invoice.ts'
import { SOUND_CII } from '../../e-invoices/testing/sound-cii.ts'
import { isTrouble } from '../../e-invoices/xml/trouble.ts'
import { extract } from '../index.ts'

const own = { names: ['Bäckerei KG'], vatIds: [], ibans: [] }

/** A page as a supplier prints it; each value by its label. */
const PAGE = {
  supplier: 'Mühle GmbH',
  number: 'Rechnungsnummer: R-2026-77',
  issued: 'Rechnungsdatum: 02.03.2026',
  due: 'Fällig am: 01.04.2026',
  net: 'Nettobetrag 145,00 EUR',
  tax: 'Umsatzsteuer 21,55 EUR',
  gross: 'Gesamtbetrag 166,55 EUR',
  paid: 'Bereits gezahlt 66,50 EUR',
  payable: 'Zu zahlen 100,00 EUR',
  account: 'IBAN DE79000000001234567890',
}

function hybrid(change: Partial<typeof PAGE> = {}, xml = SOUND_CII): Transcript {
  const read = readEInvoice(new TextEncoder().encode(xml), 'factur-x.xml')
  const [invoice] = isTrouble(read) ? [] : read.invoices
  if (!invoice) throw new Error('not read')
  const lines = Object.values({ ...PAGE, ...change })
  const words = [
    ...lines,
    'Vielen Dank für Ihren Auftrag und Ihr Vertrauen in unsere Arbeit seit vielen Jahren',
  ].flatMap((line, row) => {
    let left = 50
    return line.split(' ').map((text): Word => {
      const box = [left, 50 + row * 18, left + text.length * 6, 60 + row * 18] as Word['box']
      left += text.length * 6 + 4
      return { text, box, source: 'text-layer', confidence: 1 }
    })
  })
  return {
    pages: [{ number: 1, width: 595, height: 842, source: 'text-layer', words }],
    ocrLanguages: [],
    notes: [],
    eInvoice: { origin: 'embedded', name: 'factur-x.xml', signed: false, invoice, places: {} },
  }
}

describe('a page that carries its data', () => {
  test('shows where the values stand, and says the same', () => {
    const draft = extract(hybrid(), { own })
    expect(draft.eInvoice?.disagreements).toEqual([])
    expect(draft.fields.grossTotal).toMatchObject({ value: '166.55', source: 'cii', place: { page: 1 } })
    expect(draft.fields.invoiceNumber).toMatchObject({ value: 'R-2026-77', confidence: 0.99, place: { page: 1 } })
    expect(draft.lines).toHaveLength(2)
  })

  test.each([
    ['invoiceNumber', { number: 'Rechnungsnummer: R-2026-99' }, 'R-2026-99'],
    ['issueDate', { issued: 'Rechnungsdatum: 05.03.2026' }, '2026-03-05'],
    ['iban', { account: 'IBAN DE89370400440532013000' }, 'DE89370400440532013000'],
  ])('and says another %s disagrees, with both values', (field, change, visible) => {
    const draft = extract(hybrid(change), { own })
    expect(draft.eInvoice?.disagreements).toContainEqual(expect.objectContaining({ field, visible }))
    expect(draft.fields[field as 'iban']?.confidence).toBeLessThan(0.95)
    expect(draft.fields[field as 'iban']?.alternatives[0]?.value).toBe(visible)
  })

  test('and another total disagrees', () => {
    const draft = extract(
      hybrid({
        net: 'Nettobetrag 1.145,00 EUR',
        gross: 'Gesamtbetrag 1.166,55 EUR',
        payable: 'Zu zahlen 1.100,00 EUR',
      }),
      { own },
    )
    expect(draft.eInvoice?.disagreements.map(({ field }) => field)).toEqual(expect.arrayContaining(['grossTotal']))
  })

  test('fills in what its data leaves out', () => {
    const shortened = SOUND_CII.replace(/<ram:IBANID>[^<]*<\/ram:IBANID>/, '')
    const draft = extract(hybrid({}, shortened), { own })
    expect(draft.fields.iban).toMatchObject({ value: 'DE79000000001234567890', source: 'iban' })
  })
})
