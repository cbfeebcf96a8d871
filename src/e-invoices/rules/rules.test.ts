import { describe, expect, test } from 'vitest'
import type { EInvoiceFinding } from '../../../schemas/e-invoice.ts'
import { readEInvoice } from '../read-e-invoice.ts'
import { SOUND_CII } from '../testing/sound-cii.ts'
import { SOUND_FATTURA } from '../testing/sound-fattura.ts'
import { SOUND_UBL } from '../testing/sound-ubl.ts'
import { isTrouble } from '../xml/trouble.ts'
import { FOR_PEOPLE } from './for-people.ts'
import { checkEInvoice, EN16931, rulesFor } from './index.ts'

function check(xml: string): EInvoiceFinding[] {
  const result = readEInvoice(new TextEncoder().encode(xml), 'invoice.xml')
  if (isTrouble(result)) throw new Error(result.message)
  return result.invoices.flatMap(checkEInvoice)
}

/** The sound invoice with something replaced; each text must be there. */
function change(...changes: [from: string, to: string][]): string {
  return changes.reduce((xml, [from, to]) => {
    if (!xml.includes(from)) throw new Error(`not there: ${from}`)
    return xml.replace(from, to)
  }, SOUND_UBL)
}

const codes = (findings: EInvoiceFinding[]): string[] => [...new Set(findings.map(({ code }) => code))].sort()

test.each([
  ['UBL', SOUND_UBL],
  ['CII', SOUND_CII],
  ['FatturaPA', SOUND_FATTURA],
])('a sound invoice in %s breaks no rule', (_, xml) => {
  expect(check(xml)).toEqual([])
})

describe('what is not there', () => {
  test.each<[string, [string, string], string[]]>([
    ['the number', ['<cbc:ID>R-2026-77</cbc:ID>', ''], ['BR-02']],
    ['an empty number', ['<cbc:ID>R-2026-77</cbc:ID>', '<cbc:ID> </cbc:ID>'], ['BR-02']],
    ['the currency', ['<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>', ''], ['BR-05']],
    ["the seller's name", ['<cbc:RegistrationName>Mühle GmbH</cbc:RegistrationName>', ''], ['BR-06']],
    ["a line's name", ['<cbc:Name>Sacks</cbc:Name>', ''], ['BR-25']],
    [
      'the reason of a charge',
      ['<cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>', ''],
      ['BR-38', 'BR-CO-22'],
    ],
    ['the account', ['<cbc:ID>DE79000000001234567890</cbc:ID>', ''], ['BR-50', 'BR-61']],
    ["the scheme of the seller's address", [' schemeID="EM">billing', '>billing'], ['BR-62']],
    ['when to pay', ['<cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms>', '<cac:PaymentTerms/>'], []],
  ])('%s', (_, [from, to], expected) => {
    expect(codes(check(change([from, to])))).toEqual(expected)
  })

  test('due date and payment terms both', () => {
    const neither = change(
      ['<cbc:DueDate>2026-04-01</cbc:DueDate>', ''],
      ['<cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms>', ''],
    )
    expect(codes(check(neither))).toEqual(['BR-CO-25'])
  })
})

describe('what does not add up', () => {
  test.each<[string, [string, string], string[]]>([
    ['the sum of lines', ['>150.00<', '>151.00<'], ['BR-CO-10', 'BR-CO-13']],
    [
      'the sum of allowances',
      ['AllowanceTotalAmount currencyID="EUR">10.00', 'AllowanceTotalAmount currencyID="EUR">9.00'],
      ['BR-CO-11', 'BR-CO-13'],
    ],
    ['the total of VAT', ['>21.55<', '>21.56<'], ['BR-CO-14', 'BR-CO-15']],
    ['the total', ['>166.55<', '>166.54<'], ['BR-CO-15', 'BR-CO-16']],
    [
      'the amount due',
      ['PayableAmount currencyID="EUR">100.00', 'PayableAmount currencyID="EUR">100.01'],
      ['BR-CO-16'],
    ],
    [
      'a rate',
      [
        '<cbc:Percent>7</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>',
        '<cbc:Percent>10</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>',
      ],
      ['BR-CO-17', 'BR-S-08', 'BR-S-09'],
    ],
  ])('%s', (_, [from, to], expected) => {
    expect(codes(check(change([from, to])))).toEqual(expected)
  })

  test('a finding carries the meaning, the values that clash and their places', () => {
    const [finding] = check(change(['>166.55<', '>166.54<']))
    expect(finding).toMatchObject({
      code: 'BR-CO-15',
      severity: 'error',
      field: 'grossTotal',
      meaning: 'The total with VAT (BT-112) is the total without VAT (BT-109) plus the VAT (BT-110).',
      message: expect.stringContaining('Here BT-112 is 166.54, but net and VAT make 166.55.'),
    })
    expect(finding?.clashing).toEqual([
      { term: 'BT-112', text: '166.54', path: '/ubl:Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount' },
      { term: 'BT-109', text: '145.00', path: '/ubl:Invoice/cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount' },
      { term: 'BT-110', text: '21.55', path: '/ubl:Invoice/cac:TaxTotal/cbc:TaxAmount' },
    ])
  })

  test('the tax of a group may be off by less than a unit of currency, in CII by one', () => {
    const off = (xml: string, by: [string, string][]) =>
      codes(check(by.reduce((all, [from, to]) => all.replace(from, to), xml)))
    const cii: [string, string][] = [
      ['>18.05<', '>19.05<'],
      ['>21.55<', '>22.55<'],
      ['>166.55<', '>167.55<'],
      ['>66.50<', '>67.50<'],
    ]
    expect(off(SOUND_CII, cii)).toEqual([])
    expect(off(SOUND_UBL, cii)).toEqual(['BR-CO-17', 'BR-S-09'])
    const less = cii.map(([from, to]): [string, string] => [
      from,
      to.replace('.05', '.04').replace('2.55', '2.54').replace('7.55', '7.54').replace('7.50', '7.49'),
    ])
    expect(off(SOUND_UBL, less)).toEqual([])
  })
})

describe('what is not so', () => {
  test.each<[string, [string, string], string[]]>([
    ['a negative price', ['>11.00<', '>-11.00<'], ['BR-27']],
    ['a period that ends before it starts', ['<cbc:EndDate>2026-02-28', '<cbc:EndDate>2026-01-28'], ['BR-29']],
    [
      'three decimals',
      ['LineExtensionAmount currencyID="EUR">50.00', 'LineExtensionAmount currencyID="EUR">50.000'],
      ['BR-DEC-23'],
    ],
    [
      'a currency that is none',
      ['<cbc:DocumentCurrencyCode>EUR', '<cbc:DocumentCurrencyCode>EUX'],
      ['BR-CL-04', 'BR-CO-15'],
    ],
    ['a unit that is none', ['unitCode="C62"', 'unitCode="pieces"'], ['BR-CL-23']],
    ['a VAT identifier of no country', ['DE136695976', '136695976'], ['BR-CO-09']],
    [
      'a reason for being exempt where VAT is due',
      [
        '<cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>',
        '<cbc:Percent>19</cbc:Percent><cbc:TaxExemptionReason>none</cbc:TaxExemptionReason><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>',
      ],
      ['BR-S-10'],
    ],
    ['a comma in an amount', ['>166.55<', '>166,55<'], ['BR-CO-16', 'SYN-NUMBER']],
    ['a date that is none', ['<cbc:DueDate>2026-04-01', '<cbc:DueDate>2026-04-31'], ['SYN-DATE']],
    ['a due date before the issue date', ['<cbc:DueDate>2026-04-01', '<cbc:DueDate>2026-02-01'], ['SYN-DUE-DATE']],
    [
      'a specification that nobody knows',
      ['urn:cen.eu:en16931:2017<', 'urn:factur-x.eu:1p0:premium<'],
      ['SYN-SPECIFICATION'],
    ],
    ['an attachment that is a program', ['mimeCode="text/csv"', 'mimeCode="application/x-msdownload"'], ['BR-CL-24']],
    ['two numbers', ['<cbc:ID>R-2026-77</cbc:ID>', '<cbc:ID>R-2026-77</cbc:ID><cbc:ID>R-8</cbc:ID>'], ['SYN-ONCE']],
  ])('%s', (_, [from, to], expected) => {
    expect(codes(check(change([from, to])))).toEqual(expected)
  })
})

describe('the categories of VAT', () => {
  /** The sound invoice with everything in one category that has no VAT. */
  const without = (code: string, ...more: [string, string][]): string => {
    const group = /<cac:TaxSubtotal>[\s\S]*<\/cac:TaxSubtotal>/
    const one = `<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">145.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">0</cbc:TaxAmount><cac:TaxCategory><cbc:ID>${code}</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReason>because</cbc:TaxExemptionReason><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>`
    const changed = SOUND_UBL.replace(
      /<cbc:ID>S<\/cbc:ID><cbc:Percent>\d+</g,
      `<cbc:ID>${code}</cbc:ID><cbc:Percent>0<`,
    )
      .replace(group, one)
      .replace('>21.55<', '>0<')
      .replace('>166.55<', '>145.00<')
      .replace('>66.50<', '>44.95<')
    return more.reduce((xml, [from, to]) => xml.replaceAll(from, to), changed)
  }
  const buyerVat: [string, string] = [
    '<cac:PartyLegalEntity><cbc:RegistrationName>Bäckerei KG',
    '<cac:PartyTaxScheme><cbc:CompanyID>FR83404833048</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>Bäckerei KG',
  ]
  const deliveredTo: [string, string] = [
    '</cbc:ActualDeliveryDate>',
    '</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation>',
  ]
  const reason: [string, string] = ['<cbc:TaxExemptionReason>because</cbc:TaxExemptionReason>', '']

  test.each<[string, string, string[]]>([
    ['exempt', without('E'), []],
    ['exempt without a reason', without('E', reason), ['BR-E-10']],
    ['zero rated with a reason', without('Z'), ['BR-Z-10']],
    ['reverse charge to nobody known', without('AE'), ['BR-AE-02', 'BR-AE-03', 'BR-AE-04']],
    ['reverse charge', without('AE', buyerVat), []],
    ['intra-community supply to nowhere', without('K', buyerVat), ['BR-IC-12']],
    ['intra-community supply', without('K', buyerVat, deliveredTo), []],
    [
      'export with VAT on a line',
      without('G', [
        '<cbc:ID>G</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>',
        '<cbc:ID>G</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>',
      ]),
      ['BR-G-05'],
    ],
    [
      'not subject to VAT, with a VAT identifier and rates',
      without('O'),
      ['BR-O-02', 'BR-O-03', 'BR-O-04', 'BR-O-05', 'BR-O-06', 'BR-O-07'],
    ],
    ['IGIC in two rates', SOUND_UBL.replaceAll('<cbc:ID>S</cbc:ID>', '<cbc:ID>L</cbc:ID>'), []],
  ])('%s', (_, xml, expected) => {
    expect(codes(check(xml))).toEqual(expected)
  })
})

describe('profiles', () => {
  const claim = (specification: string, xml = SOUND_UBL): string =>
    xml.replace('>urn:cen.eu:en16931:2017<', `>${specification}<`)
  const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0'
  const PEPPOL = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'

  test('a sound invoice holds as XRechnung and in Peppol', () => {
    expect(check(claim(XRECHNUNG))).toEqual([])
    expect(check(claim(XRECHNUNG, SOUND_CII))).toEqual([])
    expect(check(claim(PEPPOL))).toEqual([])
  })

  test.each<[string, [string, string], string[]]>([
    ["the buyer's reference", ['<cbc:BuyerReference>04011000-12345-03</cbc:BuyerReference>', ''], ['BR-DE-15']],
    ['a phone number', ['<cbc:Telephone>+49 421 555</cbc:Telephone>', ''], ['BR-DE-6']],
    ['digits in a phone number', ['+49 421 555', 'call me'], ['BR-DE-27']],
    ['an IBAN', ['DE79000000001234567890', 'DE78000000001234567890'], ['BR-DE-19']],
    ['the form of discounts', ['30 days', '#SKONTO#TAGE=14#PROZENT=2#\n'], ['BR-DE-18']],
    ['the line break behind a discount', ['30 days', '#SKONTO#TAGE=14#PROZENT=2.00#'], ['BR-DE-18']],
    ['nothing where discounts are right', ['30 days', '#SKONTO#TAGE=14#PROZENT=2.00#\n'], []],
  ])('XRechnung misses %s', (_, [from, to], expected) => {
    expect(codes(check(claim(XRECHNUNG, change([from, to]))))).toEqual(expected)
    expect(codes(check(change([from, to])))).toEqual([])
  })

  test.each<[string, [string, string], string[]]>([
    [
      "the buyer's address",
      ['<cbc:EndpointID schemeID="EM">invoices@bakery.example</cbc:EndpointID>', ''],
      ['PEPPOL-EN16931-R010'],
    ],
    ['the product of quantity and price', ['>2.50<', '>2.40<'], ['PEPPOL-EN16931-R046', 'PEPPOL-EN16931-R120']],
    [
      'the product of base and percentage',
      ['<cbc:MultiplierFactorNumeric>10<', '<cbc:MultiplierFactorNumeric>12<'],
      ['PEPPOL-EN16931-R040'],
    ],
    [
      "a line's period in that of the invoice",
      ['<cbc:EndDate>2026-02-14', '<cbc:EndDate>2026-03-14'],
      ['PEPPOL-EN16931-R111'],
    ],
    ['no empty elements', ['<cbc:Note>fine</cbc:Note>', '<cbc:Note/>'], ['PEPPOL-EN16931-R008']],
  ])('Peppol misses %s', (_, [from, to], expected) => {
    expect(codes(check(claim(PEPPOL, change([from, to]))))).toEqual(expected)
    expect(codes(check(change([from, to])))).toEqual([])
  })

  test('MINIMUM and BASIC WL are not asked for the lines that they leave out', () => {
    const lines = /<ram:IncludedSupplyChainTradeLineItem>[\s\S]*<\/ram:IncludedSupplyChainTradeLineItem>/
    const withoutLines = SOUND_CII.replace(lines, '')
    expect(codes(check(withoutLines))).toEqual(['BR-16', 'BR-CO-10', 'BR-S-08'])
    expect(check(claim('urn:factur-x.eu:1p0:basicwl', withoutLines))).toEqual([])
    const taxes = /<ram:ApplicableTradeTax>[\s\S]*<\/ram:ApplicableTradeTax>/
    const minimum = withoutLines.replace(taxes, '').replace(/<ram:LineTotalAmount>.*?<\/ram:LineTotalAmount>/, '')
    expect(check(claim('urn:factur-x.eu:1p0:minimum', minimum))).toEqual([])
  })
})

test.each<[string, [string, string], string[]]>([
  [
    'a line that is not quantity times price',
    ['<PrezzoTotale>1000.00', '<PrezzoTotale>1010.00'],
    ['SDI-00422', 'SDI-00423'],
  ],
  [
    'no VAT without a reason',
    [
      '<AliquotaIVA>0.00</AliquotaIVA><Natura>N1</Natura></DettaglioLinee>',
      '<AliquotaIVA>0.00</AliquotaIVA></DettaglioLinee>',
    ],
    ['SDI-00400'],
  ],
  ['tax that is not base times rate', ['<Imposta>228.80', '<Imposta>228.70'], ['SDI-00421']],
])('FatturaPA: %s', (_, [from, to], expected) => {
  expect(SOUND_FATTURA).toContain(from)
  expect(codes(check(SOUND_FATTURA.replace(from, to)))).toEqual(expected)
})

test('a document that breaks a rule in every line gives ten findings and a count', () => {
  const line = SOUND_UBL.slice(SOUND_UBL.lastIndexOf('<cac:InvoiceLine>'), SOUND_UBL.lastIndexOf('</Invoice>'))
  const many = SOUND_UBL.replace('</Invoice>', `${line.replace('"C62"', '"pieces"').repeat(50)}</Invoice>`)
  const findings = check(many).filter(({ code }) => code === 'BR-CL-23')
  expect(findings).toHaveLength(10)
  expect(findings.at(-1)?.message).toContain('and 40 more like this')
})

test('every rule of the norm has an id of its own, and is written or known to be for people', () => {
  const ids = [...EN16931, ...FOR_PEOPLE].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(EN16931).toHaveLength(222)
  expect(rulesFor('en16931').length).toBeGreaterThan(EN16931.length)
})
