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

  test.each([
    ['in words', ['Rechnung', 'Leistungszeitraum: März 2026']],
    ['as a sentence', ['Facture', 'Prestations effectuées, période du 1er au 31 mars 2026']],
    ['beside its label', ['Invoice', 'Billing period | March 1, 2026 - March 31, 2026']],
    ['below its label', ['Invoice', 'Billing period | Customer no', '1 - 31 March 2026 | K-2091']],
    ['going on in the next line', ['Faktura', 'Periode: | 01.03.2026 -', ' | 31.03.2026', 'Kundenr. | 4711']],
    ['behind the label of a delivery', ['Rechnung', 'Leistungsdatum: 01.03.2026 - 31.03.2026']],
    [
      'in each line, without a name',
      ['Invoice', 'Hosting 01/03/2026 - 15/03/2026 | 10.00', 'Hosting 16/03/2026 - 31/03/2026 | 10.00'],
    ],
  ])('a period may be printed %s', (_, lines) => {
    expect(detailsOf(lines)).toMatchObject({ periodStart: '2026-03-01', periodEnd: '2026-03-31' })
  })

  test('a lone day behind the label of a period is the day of delivery', () => {
    const details = detailsOf(['Rechnung', 'Leistungszeitraum: 15.03.2026'])
    expect(details).toMatchObject({ deliveryDate: '2026-03-15' })
    expect(details).not.toHaveProperty('periodStart')
    expect(detailsOf(['Invoice', 'Delivery date: 3 March 2026'])).toEqual({ deliveryDate: '2026-03-03' })
  })

  test.each([
    ['Amtsgericht Charlottenburg, HRB 53643 B', 'HRB 53643 B'],
    ['Firmenbuch: FN 123456x', 'FN 123456x'],
    ['RCS Paris B 732 933 417', '732933417'],
    ['REA MI-1234567', 'MI-1234567'],
    ['KvK 76357477', '76357477'],
    ['Registered in England and Wales, company no. 04711234', '04711234'],
    ['Y-tunnus: 1234567-8', '1234567-8'],
    ['Org.nr: 556677-8899', '556677-8899'],
  ])('the number in the register of companies is read from "%s"', (line, number) => {
    expect(detailsOf(['Muster GmbH', line]).supplierRegistration).toBe(number)
  })

  test('street and town of the receiver, and its VAT id', () => {
    expect(
      detailsOf([
        'Rechnung an',
        'Eggers Beratung KG',
        'Herrn Jan Hinrichs',
        'Werftweg 81',
        '24103 Kiel',
        'Ihre USt-IdNr. DE136695976',
        'Rechnung',
        'USt-IdNr. DE811907980',
      ]),
    ).toMatchObject({ customerAddress: 'Werftweg 81, 24103 Kiel', customerVatId: 'DE136695976' })
  })

  test('an address of the letterhead that stands beside the name is the supplier’s', () => {
    expect(
      detailsOf([
        'Ødegård Elektro ASA |  | Fjordveien 120',
        ' |  | 7011 Trondheim',
        'Faktura',
        'Kunde',
        'Solbakken Bygg AS',
        'Kirkegata 48',
        '5003 Bergen',
        'Faktura nr. 397317',
        'IBAN NO93 8601 1117 947',
      ]),
    ).toMatchObject({ supplierAddress: 'Fjordveien 120, 7011 Trondheim', customerAddress: 'Kirkegata 48, 5003 Bergen' })
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

  test.each([
    [['Payment is due on 15 February 2026. 2% discount if paid within', '10 days.']],
    [['10 gün içinde ödemede %2 iskonto.']],
  ])('have a step where the sentence breaks, or the sign stands first: %j', (lines) => {
    expect(draftOf(['Invoice', ...lines]).terms?.discounts).toEqual([{ percent: '2', days: 10 }])
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
