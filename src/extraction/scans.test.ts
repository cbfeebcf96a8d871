import { describe, expect, test } from 'vitest'
import { extract } from './index.ts'
import { recognizedPageOf } from './testing/page-of.ts'

const own = { names: [], vatIds: [], ibans: [] }
const read = (lines: readonly string[], places: { at?: readonly number[] } = {}) =>
  Object.fromEntries(
    Object.entries(extract(recognizedPageOf(lines, places), { own }).fields).map(([name, field]) => [
      name,
      field.value,
    ]),
  )
const head = ['Brodersen Consulting AG', 'RECHNUNG', '']
const sums = ['Nettobetrag | 100,00 €', 'MwSt. 19 % | 19,00 €', 'Gesamtbetrag | 119,00 €']

describe('on a scan', () => {
  test('a long label with two wrong letters is still a label', () => {
    const fields = read([...head, 'Rechmungsnunmer: | 2026-4711', 'Rechnungsdatum: | 14.03.2026', ...sums])
    expect(fields).toMatchObject({ invoiceNumber: '2026-4711', issueDate: '2026-03-14' })
  })

  test('a number that runs into its label is cut from it', () => {
    expect(read([...head, 'Rechnungsnummer2025108866', 'Rechnungsdatum: 14.03.2026', ...sums]).invoiceNumber).toBe(
      '2025108866',
    )
  })

  test('a number in the head that lost its label is given, and not sure', () => {
    const draft = extract(recognizedPageOf([...head, '| 2025101176', 'Datum: | 14.03.2026', ...sums]), { own })
    expect(draft.fields.invoiceNumber?.value).toBe('2025101176')
    expect(draft.fields.invoiceNumber!.confidence).toBeLessThan(0.95)
  })

  test('a telephone, a customer’s number and an item of the table are no such numbers', () => {
    const fields = read([
      ...head,
      'Tel. | 4980123456',
      'Kundennummer | 2025101176',
      'Datum: | 14.03.2026',
      '85-9675 | Beratung Senior | 100,00',
      ...sums,
    ])
    expect(fields.invoiceNumber).toBeUndefined()
  })

  test('specks behind the cents and a comma with one above it do not hide an amount', () => {
    const fields = read([...head, 'Nettobetrag | 100;00 €', 'MwSt. 19 % | 19,00 €', 'Gesamtbetrag | 119,00’ €'])
    expect([fields.netTotal, fields.grossTotal]).toEqual(['100.00', '119.00'])
  })

  test('a name that is read in two ways is the one that most places have', () => {
    const fields = read([
      'Kjærgaard Engros IIS',
      'Faktura 4711',
      'Fakturadato: 14.03.2026',
      'Kontohaver: | Kjærgaard Engros I/S',
      'Kjærgaard Engros I/S | Tel. +45 70 00 11 37',
      'kontakt@kjaergaard-engros.example',
    ])
    expect(fields.supplierName).toBe('Kjærgaard Engros I/S')
  })

  test('a name that wide type tore apart is whole where its words stand whole elsewhere', () => {
    const fields = read(['Vasseu r Domai ne SAS', 'FACTURE', 'www.vasseur-domaine.example', 'Facture n° 4711'])
    expect(fields.supplierName).toBe('Vasseur Domaine SAS')
  })

  test('a mail address of which recognition lost the sign is nobody’s name', () => {
    const fields = read(['Faktura 4711', 'kontaktØlund-kafferisteri.example', 'Lund Kafferisteri ApS | CVR 12345678'])
    expect(fields.supplierName).toBe('Lund Kafferisteri ApS')
  })

  test('a total that no equation holds is not sure, though net and tax fit their groups', () => {
    const draft = extract(
      recognizedPageOf([
        ...head,
        'Rechnungsnummer: 4711',
        'MwSt. | Netto | Steuer',
        '19 % | 100,00 | 19,00',
        'Nettobetrag | 100,00 €',
        'MwSt. 19 % | 19,00 €',
        'Gesamtbetrag | 121,50 €',
      ]),
      { own },
    )
    expect(draft.fields.grossTotal?.confidence ?? 0).toBeLessThan(0.95)
  })

  test('what was read once is sure where recognition had little doubt of it, and only there', () => {
    const page = [...head, 'Rechnungsnummer: 2026-4711', 'Rechnungsdatum: 14.03.2026', ...sums]
    const numberAt = (confidence: number) =>
      extract(recognizedPageOf(page, { confidence }), { own }).fields.invoiceNumber!
    expect(numberAt(0.95)).toMatchObject({ value: '2026-4711' })
    expect(numberAt(0.95).confidence).toBeGreaterThanOrEqual(0.95)
    expect(numberAt(0.75)).toMatchObject({ value: '2026-4711' })
    expect(numberAt(0.75).confidence).toBeLessThan(0.95)
  })

  test('a total that could not be read is what net and tax make, and not sure', () => {
    const { pages, ...rest } = recognizedPageOf([...head, 'Rechnungsnummer: 4711', ...sums])
    const words = pages[0]!.words.map((word) =>
      word.text === '119,00' && word.box[1] > 120 ? { ...word, text: '2215', confidence: 0.5 } : word,
    )
    const { grossTotal } = extract({ ...rest, pages: [{ ...pages[0]!, words }] }, { own }).fields
    expect(grossTotal).toMatchObject({ value: '119.00', source: 'misread-digits' })
    expect(grossTotal!.confidence).toBeLessThan(0.95)
  })

  test('a currency that is no more than three doubtful capitals is none', () => {
    const page = [...head, 'VES 14 | Rechnungsnummer: 4711', 'Gesamtbetrag | 119,00']
    const currencyAt = (confidence: number) => extract(recognizedPageOf(page, { confidence }), { own }).fields.currency
    expect(currencyAt(0.4)?.value).not.toBe('VES')
  })

  test('"S.r.1." is an S.r.l., and a speck in the blank of the thousands hides no amount', () => {
    const fields = read([
      'Moretto Alimentari S.r.1.',
      'FATTURA',
      'Numero fattura: 4711',
      'Imponibile: | 1-000,00 €',
      'IVA 22%: | 220,00 €',
      'Totale fattura: | 1-220;00 €',
    ])
    expect(fields).toMatchObject({
      supplierName: 'Moretto Alimentari S.r.l.',
      netTotal: '1000.00',
      grossTotal: '1220.00',
    })
  })

  test('a day that is called the due date is not the date of issue while another day stands there', () => {
    const fields = read([...head, '| 03.05.2026', '| 23.04.2026', ...sums, 'Zahlbar bis 03.05.2026'])
    expect(fields).toMatchObject({ issueDate: '2026-04-23', dueDate: '2026-05-03' })
  })

  test('"S$" once amid "$" is a misread "$"', () => {
    const fields = read([
      'Marlowe Carpentry Inc.',
      '118 Juniper Ave',
      'Portland, OR 97214',
      'INVOICE 2608-491',
      'Items total | S$ 4,101.40',
      'Tax 8.25% | $ 304.53',
      'Total | $ 4,405.93',
    ])
    expect(fields.currency).not.toBe('SGD')
  })
})

describe('two days and the number of days between them', () => {
  const page = (due: string) =>
    recognizedPageOf(
      [
        'Acme Ltd',
        'INVOICE',
        'Invoice no: 4711',
        'Invoice date: 14 May 2026',
        `Due date: ${due}`,
        'Payment terms: 30 days net',
      ],
      { confidence: 0.8 },
    )

  test('confirm one another where they fit', () => {
    const { issueDate, dueDate } = extract(page('13 June 2026'), { own }).fields
    expect(issueDate?.satisfies).toContain('issue + terms = due')
    expect(dueDate?.satisfies).toContain('issue + terms = due')
  })

  test('confirm nothing where they do not', () => {
    const { issueDate, dueDate } = extract(page('15 June 2026'), { own }).fields
    expect([issueDate?.satisfies, dueDate?.satisfies]).toEqual([['due >= issue'], ['due >= issue']])
    expect(issueDate!.confidence).toBeLessThan(0.95)
  })
})

describe('a company with the words of another', () => {
  test('is another company where the legal form differs', () => {
    const fields = read([
      'Faktureringsadresse',
      'Lund Kafferisteri A/S',
      'Åboulevarden 48',
      '5000 Odense C',
      '',
      'Faktura nr. | 2026-8744',
      'Kontohaver: | Lund Kafferisteri ApS',
    ])
    expect([fields.supplierName, fields.customerName]).toEqual(['Lund Kafferisteri ApS', 'Lund Kafferisteri A/S'])
  })
})
