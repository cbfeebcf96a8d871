import { expect, test } from 'vitest'
import { Draft } from '../../schemas/draft.ts'
import { evidenceOf, makeDraft } from './make-draft.ts'
import { readEInvoice } from './read-e-invoice.ts'
import { SOUND_CII } from './testing/sound-cii.ts'
import { SOUND_FATTURA } from './testing/sound-fattura.ts'
import { SOUND_UBL } from './testing/sound-ubl.ts'
import { isTrouble } from './xml/trouble.ts'

function readOne(xml: string) {
  const read = readEInvoice(new TextEncoder().encode(xml), 'invoice.xml')
  const [invoice] = isTrouble(read) ? [] : read.invoices
  if (!invoice) throw new Error('not read')
  return invoice
}

test('a draft holds the fields of the bill, its lines and VAT groups', () => {
  const draft = makeDraft(readOne(SOUND_UBL))
  expect(Object.fromEntries(Object.entries(draft.fields).map(([name, field]) => [name, field.value]))).toEqual({
    invoiceNumber: 'R-2026-77',
    issueDate: '2026-03-02',
    dueDate: '2026-04-01',
    supplierName: 'Mühle GmbH',
    supplierVatId: 'DE136695976',
    supplierTaxNumber: '71/815/08151',
    customerName: 'Bäckerei KG',
    currency: 'EUR',
    netTotal: '145.00',
    taxTotal: '21.55',
    grossTotal: '166.55',
    amountDue: '100.00',
    iban: 'DE79000000001234567890',
    paymentReference: 'R-2026-77',
    purchaseOrder: 'PO-9',
  })
  expect(draft.lines).toEqual([
    {
      description: 'Flour',
      quantity: '40',
      unit: 'KGM',
      unitPrice: '2.50',
      grossPrice: '3.00',
      netAmount: '100.00',
      vatRate: '19',
    },
    { description: 'Sacks', quantity: '5', unit: 'C62', unitPrice: '11.00', netAmount: '50.00', vatRate: '7' },
  ])
  expect(draft.vatBreakdown).toEqual([
    { rate: '19', base: '95.00', tax: '18.05' },
    { rate: '7', base: '50.00', tax: '3.50' },
  ])
})

test.each([SOUND_UBL, SOUND_CII, SOUND_FATTURA])('drafts fit their schema', (xml) => {
  expect(Draft.safeParse(makeDraft(readOne(xml))).error).toBeUndefined()
})

test('evidence says by its XPath where a value stands', () => {
  expect(evidenceOf(readOne(SOUND_UBL))).toContainEqual({
    field: 'grossTotal',
    value: '166.55',
    score: 0.99,
    reader: 'ubl-invoice',
    raw: '166.55',
    because: '/ubl:Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
  })
})

test('what is no value is not claimed', () => {
  const odd = SOUND_UBL.replace('2026-03-02', '2026-02-30')
    .replace('>166.55<', '>166,55<')
    .replace('>DE79000000001234567890<', '>1234567<')
  expect(evidenceOf(readOne(odd)).map(({ field }) => field)).not.toEqual(expect.arrayContaining(['issueDate']))
  expect(Object.keys(makeDraft(readOne(odd)).fields)).not.toContain('grossTotal')
  expect(Object.keys(makeDraft(readOne(odd)).fields)).not.toContain('iban')
})

test('what is too long for a number is left blank', () => {
  const numbered = (length: number) =>
    makeDraft(readOne(SOUND_UBL.replace(/(<cbc:ID>)[^<]+/, `$1${'7'.repeat(length)}`)))
  expect(numbered(1000).fields.invoiceNumber?.value).toBe('7'.repeat(1000))
  expect(numbered(1001).fields.invoiceNumber).toBeUndefined()
})

test('long decimals are cut to what a bill can hold', () => {
  const long = SOUND_UBL.replace('>2.50<', '>2.5000000000<')
  expect(makeDraft(readOne(long)).lines[0]?.unitPrice).toBe('2.5')
})
