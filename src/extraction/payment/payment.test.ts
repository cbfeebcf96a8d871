import { describe, expect, test } from 'vitest'
import { writeEpcPayment, writeSwissPayment } from '../../../fixtures/generate/e-invoice/payment-code.ts'
import type { Transcript, Word } from '../../../schemas/transcript.ts'
import { extract } from '../index.ts'
import { parsePaymentCode } from './parse-payment-code.ts'
import { isBelgianReference, isCreditorReference, isFinnishReference, isKid, isQrReference } from './references.ts'

const CREDITOR = { name: 'Bergbach AG', street: 'Seestrasse 5', postcode: '8002', city: 'Zürich', country: 'CH' }
const SWISS = {
  iban: 'CH4431999123000889012',
  creditor: CREDITOR,
  amount: '1949.75',
  currency: 'CHF',
  reference: '210000000003139471430009017',
} as const

describe('a payment code', () => {
  test.each(['S', 'K'] as const)('of a QR-bill with addresses of type %s is read', (addressType) => {
    expect(parsePaymentCode(writeSwissPayment({ ...SWISS, addressType }))).toEqual({
      standard: 'swiss-qr',
      iban: SWISS.iban,
      creditor: 'Bergbach AG',
      amount: '1949.75',
      currency: 'CHF',
      reference: SWISS.reference,
      referenceType: 'QRR',
    })
  })

  test('without an amount leaves it to the payer', () => {
    const { amount: _, ...open } = SWISS
    expect(parsePaymentCode(writeSwissPayment(open))?.amount).toBeUndefined()
  })

  test('of the EPC is read, with a structured reference or a text', () => {
    const epc = { name: 'Mühle GmbH', iban: 'DE89370400440532013000', amount: '12.3' }
    expect(parsePaymentCode(writeEpcPayment({ ...epc, reference: 'RF18539007547034' }))).toMatchObject({
      standard: 'epc',
      iban: epc.iban,
      amount: '12.30',
      currency: 'EUR',
      reference: 'RF18539007547034',
      referenceType: 'SCOR',
    })
    expect(parsePaymentCode(writeEpcPayment({ ...epc, text: 'Rechnung 4711' }))).toMatchObject({
      reference: 'Rechnung 4711',
      referenceType: 'text',
    })
  })

  test('with a wrong account or reference is not trusted', () => {
    expect(parsePaymentCode(writeSwissPayment({ ...SWISS, iban: 'CH4431999123000889013' }))).toBeUndefined()
    const wrong = writeSwissPayment({ ...SWISS, reference: '210000000003139471430009018' })
    expect(parsePaymentCode(wrong)?.reference).toBeUndefined()
  })
})

test.each([
  ['ISO 11649', isCreditorReference, 'RF18539007547034', 'RF19539007547034'],
  ['Swiss QR', isQrReference, '210000000003139471430009017', '210000000003139471430009071'],
  ['Belgian', isBelgianReference, '010806817183', '010806817184'],
  ['Finnish', isFinnishReference, '1232', '1233'],
  ['Norwegian, modulo 10', isKid, '2345676', '2345677'],
  ['Norwegian, modulo 11', isKid, '12345678903', '12345678904'],
])('%s references have check digits', (_, isRight, right, wrong) => {
  expect([isRight(right), isRight(wrong)]).toEqual([true, false])
})

function transcriptOf(lines: string[], code?: string): Transcript {
  const words = lines.flatMap((line, row) =>
    line.split(' ').map((text, column): Word => {
      const [left, top] = [50 + column * 80, 50 + row * 18]
      return { text, box: [left, top, left + text.length * 6, top + 10], source: 'text-layer', confidence: 1 }
    }),
  )
  const codes =
    code === undefined ? {} : { codes: [{ text: code, box: [190, 600, 320, 730] as const satisfies Word['box'] }] }
  return {
    pages: [{ number: 1, width: 595, height: 842, source: 'text-layer', words, ...codes }],
    ocrLanguages: [],
    notes: [],
  } as Transcript
}
const own = { names: ['Acme GmbH'], vatIds: [], ibans: [] }
const BILL = ['Bergbach AG', 'Rechnung Nr. 4711', 'Datum 02.03.2026', 'Total CHF 1949.75']

describe('on a bill', () => {
  test('a code gives account, amount, currency and reference, with its place', () => {
    const { fields } = extract(transcriptOf(BILL, writeSwissPayment(SWISS)), { own })
    expect(fields.iban).toMatchObject({ value: SWISS.iban, source: 'payment-code', place: { page: 1 } })
    expect(fields.iban?.confidence).toBeGreaterThan(0.95)
    expect([fields.amountDue?.value, fields.currency?.value, fields.paymentReference?.value]).toEqual([
      '1949.75',
      'CHF',
      SWISS.reference,
    ])
  })

  test('a code that names another account than the page leaves it in doubt, with both', () => {
    const page = [...BILL, 'IBAN DE89370400440532013000']
    const before = extract(transcriptOf(page), { own }).fields.iban
    const { iban } = extract(transcriptOf(page, writeSwissPayment(SWISS)), { own }).fields
    expect(before?.value).toBe('DE89370400440532013000')
    expect(iban?.alternatives.map(({ value }) => value)).toContain('DE89370400440532013000')
  })

  test.each([
    ['RF18 5390 0754 7034', 'RF18539007547034'],
    ['+++010/8068/17183+++', '010806817183'],
    ['21 00000 00003 13947 14300 09017', '210000000003139471430009017'],
  ])('%s is found as its reference', (printed, value) => {
    const { fields } = extract(transcriptOf([...BILL, printed]), { own })
    expect(fields.paymentReference).toMatchObject({ value, satisfies: ['check digits'] })
  })
})
