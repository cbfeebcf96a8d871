import { describe, expect, test } from 'vitest'
import { extract } from './index.ts'
import { pageOf } from './testing/page-of.ts'

const own = { names: [], vatIds: [], ibans: [] }
const read = (lines: readonly string[], places: { at?: readonly number[] } = {}) =>
  Object.fromEntries(
    Object.entries(extract(pageOf(lines, places), { own }).fields).map(([name, field]) => [name, field.value]),
  )

describe('a label that runs over two lines', () => {
  test('has the value that stands beside either of its halves', () => {
    const beside = (first: string, second: string) =>
      read([
        'Faktura',
        'Fakturanr.: | 51842',
        'Fakturadato: | 11.10.2025',
        `Sidste rettidige ${first}`,
        `betaling: ${second}`,
      ])
    expect(beside('| 21.10.2025', '').dueDate).toBe('2025-10-21')
    expect(beside('', '| 21.10.2025').dueDate).toBe('2025-10-21')
  })

  test('means the whole, not its first half: "Date" over "d’échéance" is no date of issue', () => {
    const fields = read([
      'FACTURE',
      'Facture n°: | F-1208',
      'Date de | 22/03/2026',
      'facturation: ',
      'Date | 05/04/2026',
      "d'échéance:",
    ])
    expect([fields.issueDate, fields.dueDate]).toEqual(['2026-03-22', '2026-04-05'])
  })

  test('is not made of two labels that each have a value: the total and the tax below it', () => {
    const fields = read([
      'Rechnung',
      'Rechnungsnummer: 4711',
      'Netto | 100,00 €',
      'MwSt. 19 % | 19,00 €',
      'Gesamtbetrag | 119,00 €',
    ])
    expect([fields.netTotal, fields.taxTotal, fields.grossTotal]).toEqual(['100.00', '19.00', '119.00'])
  })
})

describe('a value in a narrow column', () => {
  test('may run over two lines: a date in words, an IBAN', () => {
    const fields = read([
      'Factura',
      'Número de factura: | INV-15523',
      'Fecha de factura: | 19 de septiembre de',
      '| 2026',
      'IBAN | ES91 2100 0418 4502',
      '| 0005 1332',
    ])
    expect(fields).toMatchObject({ issueDate: '2026-09-19', iban: 'ES9121000418450200051332' })
  })

  test('stands below its label, whatever a longer text in the next column holds', () => {
    const fields = read([
      'Faktura',
      'Fakturanr. | Nørregade 51',
      'INV-56915 | 2100 København Ø',
      'Fakturadato',
      '06.06.2026',
    ])
    expect(fields).toMatchObject({ invoiceNumber: 'INV-56915', issueDate: '2026-06-06' })
  })
})

describe('a label at the end of a line of text', () => {
  test('has its value at the start of the next line', () => {
    const fields = read(['Faktura VAT', 'Płatność przelewem w terminie 21 dni. Tytuł przelewu:', '706295-0693606.'])
    expect(fields.paymentReference).toBe('706295-0693606')
  })
})

describe('labels in one row', () => {
  test('have their values in the row below: "Invoice no. | Date | Due"', () => {
    const fields = read(['INVOICE', 'Invoice no. | Date | Due date', 'A-1093 | 14 May 2026 | 13 June 2026'])
    expect(fields).toMatchObject({ invoiceNumber: 'A-1093', issueDate: '2026-05-14', dueDate: '2026-06-13' })
  })

  test('are found when a value is glued to its label', () => {
    const fields = read(['FACTUUR', 'Factuurnummer:2026-1733', 'Factuurdatum:14-03-2026'])
    expect(fields).toMatchObject({ invoiceNumber: '2026-1733', issueDate: '2026-03-14' })
  })
})

describe('a label that no list has', () => {
  test('is known by its make: a compound that ends in "number"', () => {
    const fields = read([
      'Voorbeeld B.V.',
      '**Betaaloverzichtnummer: **',
      '3906541086000',
      'Totaal incl. btw | € 22,50',
    ])
    expect(fields.invoiceNumber).toBe('3906541086000')
  })
})

describe('a VAT id', () => {
  test('is read from a label of its country where the prefix is left out and the check digits are right', () => {
    expect(read(['Faktura VAT', 'Sprzedawca', 'NIP: 526-021-02-28']).supplierVatId).toBe('PL5260210228')
    expect(read(['FATTURA', 'Fornitore', 'P. IVA: 00743110157']).supplierVatId).toBe('IT00743110157')
    expect(read(['Faktura VAT', 'Sprzedawca', 'NIP: 526-021-02-29']).supplierVatId).toBeUndefined()
  })
})

describe('a VAT id behind the letters of its country', () => {
  test('is read: "BTW nr. NL: NL0044.95.445.B.01"', () => {
    expect(read(['FACTUUR', 'Dijk 1', 'BTW nr. NL: NL0044.95.445.B.01 Nederland']).supplierVatId).toBe('NL004495445B01')
  })
})

describe('names', () => {
  test('keep a first letter beyond ASCII', () => {
    for (const name of [
      'Østergaard Byggeri ApS',
      'Černý Kovovýroba s.r.o.',
      'Łukasik Delikatesy Sp. z o.o.',
      'Öztürk Gıda Ltd. Şti.',
    ])
      expect(read([name, 'Tel. 12 34 56 78', 'Faktura', 'Fakturanr. 4711']).supplierName).toBe(name)
  })

  test('below the line of the sender are the receiver’s', () => {
    const fields = read([
      'Acme Werke GmbH · Hafentor 11 · 20459 Hamburg',
      'Kunde & Söhne KG',
      'Am Wall 3',
      '28195 Bremen',
      '',
      'Rechnung 4711',
    ])
    expect([fields.supplierName, fields.customerName]).toEqual(['Acme Werke GmbH', 'Kunde & Söhne KG'])
  })
})

describe('a discount between the lines and the net', () => {
  test('does not make the sum of the lines the net', () => {
    const fields = read(
      [
        'Rechnung 4711',
        'Bezeichnung | Menge | Preis | Betrag',
        'Switch 24 Port | 2 | 300,00 | 600,00',
        'Einrichtung | 4 | 100,00 | 400,00',
        '| | Warenwert | 1.000,00',
        '| | Rabatt 5 % | -50,00',
        '| | Nettobetrag | 950,00',
        '| | MwSt. 19 % | 180,50',
        '| | Gesamtbetrag | 1.130,50',
      ],
      { at: [40, 240, 320, 440] },
    )
    expect([fields.netTotal, fields.taxTotal, fields.grossTotal]).toEqual(['950.00', '180.50', '1130.50'])
  })
})

describe('what is asked for', () => {
  test('is the total where nothing else is printed', () => {
    const fields = read(['Invoice', 'Net total | 100.00', 'VAT 20 % | 20.00', 'Invoice total | £120.00'])
    expect(fields.amountDue).toBe('120.00')
  })

  test('is what is left of it after a payment, wherever that stands', () => {
    const fields = read(['Invoice', 'Invoice total | £120.00', 'Deposit paid | -£20.00', 'Remains | £100.00'])
    expect([fields.grossTotal, fields.amountDue]).toEqual(['120.00', '100.00'])
  })
})

describe('the receiver', () => {
  test('heads an address that nobody speaks of himself in', () => {
    const fields = read([
      'Pemberton Workshop Ltd | Tel. 020 7946 0579',
      '29 Alder Court | www.pemberton-workshop.example',
      'Bristol BS1 4QA',
      '',
      'Whitlock Graphics',
      '7 Foundry Row',
      'Edinburgh EH3 9DR',
      '',
      'Invoice no: 990405',
    ])
    expect([fields.supplierName, fields.customerName]).toEqual(['Pemberton Workshop Ltd', 'Whitlock Graphics'])
  })
})

describe('a sum whose label is not known', () => {
  test('is found by what it must be: the net is the total less the tax', () => {
    const fields = read([
      'Invoice 4711',
      'Subtotal | 412.00',
      'Discount | 6.00',
      'After all | 406.00',
      'Tax rate | 7.00%',
      'Total tax | 28.42',
      'Balance due | $434.42',
    ])
    expect([fields.netTotal, fields.taxTotal]).toEqual(['406.00', '28.42'])
  })

  test('of a receipt is the cash less the change', () => {
    const fields = read([
      'Receipt',
      'Tea | 4.00',
      'Corn | 104.50',
      'CASH | 150.00',
      'CHANGE | 41.50',
      'Sum of it | 108.50',
    ])
    expect(fields.grossTotal).toBe('108.50')
  })
})

describe('"$"', () => {
  const currencyOf = (address: readonly string[]) =>
    extract(pageOf(['Stanford Plumbing LLC', ...address, 'INVOICE 4711', 'Total | $119.00']), { own }).fields.currency
  const ofTheStates = ['118 Juniper Ave', 'Portland, OR 97214', 'Phone (512) 555-0159']

  test('is the dollar of the country of which alone the paper speaks', () => {
    expect(currencyOf(ofTheStates)).toMatchObject({ value: 'USD' })
    expect(currencyOf(ofTheStates)!.confidence).toBeGreaterThanOrEqual(0.95)
  })

  test('is a question where it speaks of another that writes it too, or of none', () => {
    expect(currencyOf([...ofTheStates, 'Toronto ON M5V 2T6'])?.confidence ?? 0).toBeLessThan(0.95)
    expect(currencyOf([])?.confidence ?? 0).toBeLessThan(0.95)
  })
})
