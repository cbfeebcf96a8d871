import { describe, expect, test } from 'vitest'
import type { EInvoice } from '../../schemas/e-invoice.ts'
import { EInvoice as EInvoiceSchema } from '../../schemas/e-invoice.ts'
import { readEInvoice } from './read-e-invoice.ts'
import { SOUND_CII } from './testing/sound-cii.ts'
import { SOUND_FATTURA } from './testing/sound-fattura.ts'
import { SOUND_UBL } from './testing/sound-ubl.ts'
import { isTrouble } from './xml/trouble.ts'

function read(xml: string): EInvoice[] {
  const result = readEInvoice(new TextEncoder().encode(xml), 'invoice.xml')
  if (isTrouble(result)) throw new Error(result.message)
  return result.invoices
}

function readOne(xml: string): EInvoice {
  const [invoice] = read(xml)
  if (!invoice) throw new Error('no invoice')
  return invoice
}

/** What a model says, without where. */
function saysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(saysOf)
  if (typeof value !== 'object' || value === null) return value
  const object = value as Record<string, unknown>
  if (typeof object['text'] === 'string' && typeof object['path'] === 'string') {
    return object['date'] ?? [object['text'], object['scheme'], object['unit']].filter((part) => part !== undefined)
  }
  const members = Object.entries(object).filter(
    ([key, member]) =>
      !['path', 'syntax', 'empty', 'surplus', 'vatTotals', 'references', 'indicator', 'priceIndicator'].includes(key) &&
      member !== undefined,
  )
  return Object.fromEntries(members.map(([key, member]) => [key, saysOf(member)]))
}

describe('one invoice in two syntaxes', () => {
  test('says the same, term by term', () => {
    expect(saysOf(readOne(SOUND_CII))).toEqual(saysOf(readOne(SOUND_UBL)))
  })

  test.each([SOUND_UBL, SOUND_CII, SOUND_FATTURA])('fits the schema of the model', (xml) => {
    expect(EInvoiceSchema.safeParse(readOne(xml)).error).toBeUndefined()
  })

  test('gives every value its place', () => {
    expect(readOne(SOUND_UBL).lines[1]?.netAmount).toEqual({
      text: '50.00',
      path: '/ubl:Invoice/cac:InvoiceLine[2]/cbc:LineExtensionAmount',
      currency: 'EUR',
    })
    expect(readOne(SOUND_CII).dueDate).toEqual({
      text: '20260401',
      date: '2026-04-01',
      format: '102',
      path: '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString',
    })
  })
})

describe('UBL', () => {
  test('all groups are read', () => {
    const invoice = readOne(SOUND_UBL)
    expect(invoice).toMatchObject({
      syntax: 'ubl-invoice',
      kind: 'invoice',
      number: { text: 'R-2026-77' },
      notes: [{ subject: { text: 'AAI' }, text: { text: 'Thank you.' } }],
      purchaseOrder: { text: 'PO-9' },
      preceding: [{ number: { text: 'R-2025-1' }, date: { date: '2025-12-01' } }],
      object: { text: 'Meter 5', scheme: 'AAG' },
      seller: { name: { text: 'Mühle GmbH' }, vatId: { text: 'DE136695976' }, taxNumber: { text: '71/815/08151' } },
      payments: [{ means: { text: '58' }, transfers: [{ account: { text: 'DE79000000001234567890' } }] }],
      allowances: [{ amount: { text: '10.00' }, percent: { text: '10' }, category: { text: 'S' } }],
      charges: [{ amount: { text: '5.00' }, reason: { text: 'Freight' } }],
      totals: { vat: { text: '21.55' }, paid: { text: '66.50' }, rounding: { text: '-0.05' }, due: { text: '100.00' } },
      attachments: [{ embedded: { base64: 'YSxiCg==', fileName: 'times.csv', mediaType: 'text/csv' } }],
    })
    expect(invoice.vatBreakdown.map(({ rate }) => rate?.text)).toEqual(['19', '7'])
  })

  test('a credit note is one by its root', () => {
    const credit = SOUND_UBL.replaceAll('schema:xsd:Invoice-2', 'schema:xsd:CreditNote-2')
      .replace('<Invoice ', '<CreditNote ')
      .replace('</Invoice>', '</CreditNote>')
      .replaceAll('InvoiceLine>', 'CreditNoteLine>')
      .replaceAll('InvoicedQuantity', 'CreditedQuantity')
      .replaceAll('InvoiceTypeCode>', 'CreditNoteTypeCode>')
      .replace('>380<', '>381<')
    expect(readOne(credit)).toMatchObject({
      syntax: 'ubl-credit-note',
      kind: 'credit-note',
      type: { text: '381' },
      lines: [{ quantity: { text: '40' } }, { quantity: { text: '5' } }],
    })
  })

  test('the total of VAT is the one in the currency of the invoice, whatever comes first', () => {
    const accounted = SOUND_UBL.replace(
      '<cac:TaxTotal>',
      '<cac:TaxTotal><cbc:TaxAmount currencyID="CZK">540</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal>',
    ).replace('<cbc:AccountingCost>', '<cbc:TaxCurrencyCode>CZK</cbc:TaxCurrencyCode><cbc:AccountingCost>')
    expect(readOne(accounted).totals).toMatchObject({ vat: { text: '21.55' }, vatInVatCurrency: { text: '540' } })
  })

  test('what is odd or missing stays as written and nothing throws', () => {
    const odd = SOUND_UBL.replace('2026-03-02', '02.03.2026').replace('>166.55<', '>166,55<')
    expect(readOne(odd).issueDate).toEqual({ text: '02.03.2026', path: '/ubl:Invoice/cbc:IssueDate' })
    expect(readOne(odd).totals.gross?.text).toBe('166,55')
    const bare = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
    expect(readOne(bare)).toMatchObject({ lines: [], vatBreakdown: [], payments: [] })
  })

  test('of what may be there once, the first is read and the second reported', () => {
    const twice = SOUND_UBL.replace('<cbc:ID>R-2026-77</cbc:ID>', '<cbc:ID>R-2026-77</cbc:ID><cbc:ID>R-8</cbc:ID>')
    const invoice = readOne(twice)
    expect(invoice.number?.text).toBe('R-2026-77')
    expect(invoice.surplus).toEqual([{ text: 'R-8', path: '/ubl:Invoice/cbc:ID[2]' }])
  })
})

describe('CII', () => {
  test('a day that is not in the calendar is no date', () => {
    const { issueDate } = readOne(SOUND_CII.replace('20260302', '20260230'))
    expect(issueDate).toMatchObject({ text: '20260230' })
    expect(issueDate?.date).toBeUndefined()
  })

  test('a credit note is one by its type', () => {
    expect(readOne(SOUND_CII.replace('>380<', '>381<')).kind).toBe('credit-note')
  })

  test('ZUGFeRD 1.0 is read under its own names', () => {
    const old = `<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15">
      <rsm:SpecifiedExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:comfort</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:SpecifiedExchangedDocumentContext>
      <rsm:HeaderExchangedDocument><ram:ID>7</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">20150302</udt:DateTimeString></ram:IssueDateTime></rsm:HeaderExchangedDocument>
      <rsm:SpecifiedSupplyChainTradeTransaction>
        <ram:ApplicableSupplyChainTradeAgreement><ram:SellerTradeParty><ram:Name>Mühle</ram:Name></ram:SellerTradeParty><ram:BuyerOrderReferencedDocument><ram:ID>PO-1</ram:ID></ram:BuyerOrderReferencedDocument></ram:ApplicableSupplyChainTradeAgreement>
        <ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
          <ram:ApplicableTradeTax><ram:CalculatedAmount>19.95</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>105.00</ram:BasisAmount><ram:ApplicablePercent>19</ram:ApplicablePercent></ram:ApplicableTradeTax>
          <ram:SpecifiedLogisticsServiceCharge><ram:Description>Freight</ram:Description><ram:AppliedAmount>5.00</ram:AppliedAmount></ram:SpecifiedLogisticsServiceCharge>
          <ram:SpecifiedTradeSettlementMonetarySummation><ram:GrandTotalAmount>124.95</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:ApplicableSupplyChainTradeSettlement>
        <ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
      </rsm:SpecifiedSupplyChainTradeTransaction></rsm:CrossIndustryDocument>`
    expect(readOne(old)).toMatchObject({
      syntax: 'zugferd-1',
      number: { text: '7' },
      issueDate: { date: '2015-03-02' },
      purchaseOrder: { text: 'PO-1' },
      vatBreakdown: [{ rate: { text: '19' }, base: { text: '105.00' } }],
      charges: [{ amount: { text: '5.00' }, reason: { text: 'Freight' } }],
      totals: { gross: { text: '124.95' } },
      lines: [{ netAmount: { text: '100.00' } }],
    })
  })

  test('lines that only group others do not count in the sum', () => {
    const grouped = SOUND_CII.replace(
      '<ram:LineID>2</ram:LineID>',
      '<ram:LineID>2</ram:LineID><ram:ParentLineID>1</ram:ParentLineID><ram:LineStatusReasonCode>INFORMATION</ram:LineStatusReasonCode>',
    )
    expect(readOne(grouped).lines.map(({ depth, counts }) => ({ depth, counts }))).toEqual([
      { depth: 0, counts: true },
      { depth: 1, counts: false },
    ])
  })
})

describe('FatturaPA', () => {
  test('all that it says is read, and what it leaves to be summed up is a sum', () => {
    const invoice = readOne(SOUND_FATTURA)
    expect(invoice).toMatchObject({
      syntax: 'fattura-pa',
      number: { text: '12/2026' },
      issueDate: { date: '2026-03-02' },
      dueDate: { date: '2026-04-01' },
      seller: {
        name: { text: 'Maria Rossi' },
        vatId: { text: 'IT01234567897' },
        taxNumber: { text: 'RSSMRA80A01H501U' },
      },
      buyer: { name: { text: 'Beta S.p.A.' } },
      purchaseOrder: { text: 'ORD-1' },
      tender: { text: 'CIG-1' },
      charges: [{ amount: { text: '40.00' } }],
      totals: {
        net: { text: '1090.00' },
        vat: { text: '228.80' },
        gross: { text: '1318.80' },
        due: { text: '1118.80' },
      },
      attachments: [{ embedded: { fileName: 'ore.pdf' } }],
    })
    expect(invoice.totals.vat?.path).toMatch(/^sum\(\(\/p:FatturaElettronica\/.*Imposta, .*Imposta\)\)$/)
    expect(invoice.otherAmounts.map(({ name, amount }) => [name, amount.text])).toEqual([
      ['ImportoRitenuta', '200.00'],
      ['ImportoBollo', '2.00'],
    ])
  })

  test('each body is an invoice of its own', () => {
    const body = SOUND_FATTURA.slice(
      SOUND_FATTURA.indexOf('  <FatturaElettronicaBody>'),
      SOUND_FATTURA.indexOf('</p:FatturaElettronica>'),
    )
    const two = SOUND_FATTURA.replace(
      '</p:FatturaElettronica>',
      `${body.replace('12/2026', '13/2026')}</p:FatturaElettronica>`,
    )
    expect(read(two).map(({ number }) => number?.text)).toEqual(['12/2026', '13/2026'])
  })

  test('a credit note is one by its type', () => {
    expect(readOne(SOUND_FATTURA.replace('TD01', 'TD04')).kind).toBe('credit-note')
  })
})

test('XML that is no invoice is told from one', () => {
  const result = readEInvoice(new TextEncoder().encode('<order/>'), 'order.xml')
  expect(result).toMatchObject({
    code: 'e-invoice.unknown-kind',
    message: expect.stringMatching(/^order\.xml is XML, but/),
  })
})
