import { describe, expect, test } from 'vitest'
import { extract } from '../../index.ts'
import { pageOf } from '../../testing/page-of.ts'

const own = { names: [], vatIds: [], ibans: [] }
const draftOf = (lines: readonly string[]) => extract(pageOf(lines), { own })
const detailsOf = (lines: readonly string[]) =>
  Object.fromEntries(Object.entries(draftOf(lines).details ?? {}).map(([name, detail]) => [name, detail.value]))

describe('what stands beside the fields of a bill', () => {
  test('is read in German: delivery, customer, contract, project', () => {
    expect(
      detailsOf([
        'Rechnung',
        'Rechnungsnummer: | 4711',
        'Rechnungsdatum: | 14.05.2026',
        'Lieferdatum: | 12.05.2026',
        'Kundennummer: | K-2091',
        'Vertragsnummer: | V-77120',
        'Bauvorhaben: Neubau Schule am Hafen',
        'Gesamtbetrag | 119,00 EUR',
      ]),
    ).toMatchObject({
      deliveryDate: '2026-05-12',
      customerNumber: 'K-2091',
      contract: 'V-77120',
      project: 'Neubau Schule am Hafen',
    })
  })

  test.each([
    ['en', 'Invoice', 'Service period: 01 Mar 2026 - 31 Mar 2026'],
    ['fr', 'Facture', 'Période de facturation : 01/03/2026 - 31/03/2026'],
    ['nl', 'Factuur', 'Factuurperiode: 01-03-2026 - 31-03-2026'],
    ['pl', 'Faktura', 'Okres rozliczeniowy: 01.03.2026 - 31.03.2026'],
    ['fi', 'Lasku', 'Laskutuskausi: 1.3.2026 - 31.3.2026'],
  ])('a service period has a start and an end (%s)', (_, title, line) => {
    expect(detailsOf([title, line])).toMatchObject({ periodStart: '2026-03-01', periodEnd: '2026-03-31' })
  })

  test('the invoice that a credit note corrects is not its own number', () => {
    const draft = draftOf([
      'Gutschrift',
      'Gutschrift-Nr.: | G-17',
      'Ursprungsrechnung: | R-4711',
      'Datum: | 14.05.2026',
      'Gesamtbetrag | 119,00 EUR',
    ])
    expect(draft.fields.invoiceNumber?.value).toBe('G-17')
    expect(draft.details?.precedingInvoice?.value).toBe('R-4711')
  })

  test('is never sure: nothing confirms it', () => {
    const { details } = draftOf(['Invoice', 'Customer number: | K-2091'])
    expect(details?.customerNumber?.confidence).toBeLessThan(0.95)
  })
})

describe('terms of payment', () => {
  const termsOf = (line: string) => {
    const { netDays, discounts } = draftOf(['Rechnung', line]).terms ?? {}
    return { netDays, discounts }
  }
  test.each([
    ['Zahlbar innerhalb von 30 Tagen netto, bei Zahlung innerhalb von 10 Tagen 2 % Skonto.', 30, '2', 10],
    ['Termin płatności: 7 dni. Skonto 3 % przy płatności w ciągu 5 dni.', 7, '3', 5],
    ['2% discount if paid within 10 days, otherwise net 30 days', 30, '2', 10],
    ['Betalning 30 dagar netto, 2 % kassarabatt vid betalning inom 10 dagar', 30, '2', 10],
  ])('have days and discount steps: %s', (line, netDays, percent, days) => {
    expect(termsOf(line)).toEqual({ netDays, discounts: [{ percent, days }] })
  })

  test('are not what late payment costs', () => {
    expect(termsOf('Bei Zahlungsverzug berechnen wir nach 30 Tagen 5 % Zinsen.').netDays).toBeUndefined()
  })

  test('say when an invoice is due that prints no due date', () => {
    const { fields } = draftOf(['Invoice', 'Invoice no: A-1', 'Invoice date: 14 May 2026', 'Payment terms: 30 days'])
    expect(fields.dueDate).toMatchObject({ value: '2026-06-13', satisfies: ['issue + terms = due'] })
    expect(fields.dueDate?.confidence).toBeLessThan(0.95)
  })
})

test('why there is no VAT is a category and the words of the paper', () => {
  const { vatBreakdown } = draftOf([
    'Rechnung 4711',
    'Nettobetrag | 500,00 EUR',
    'Gesamtbetrag | 500,00 EUR',
    'Steuerschuldnerschaft des Leistungsempfängers',
  ])
  expect(vatBreakdown).toEqual([
    {
      rate: '0',
      base: '500.00',
      tax: '0.00',
      category: 'AE',
      reason: 'Steuerschuldnerschaft des Leistungsempfängers',
    },
  ])
})
