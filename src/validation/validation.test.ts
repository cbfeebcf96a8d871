import { describe, expect, test } from 'vitest'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import { billKey } from './bill-key.ts'
import { type ValidationContext, validate } from './index.ts'

const nobody: ValidationContext = {
  own: { names: ['Brightwater Handels GmbH'], vatIds: ['DE 136695976'], ibans: [] },
  sameBill: [],
}
const SOUND = {
  invoiceNumber: 'RE-1',
  issueDate: '2026-03-01',
  dueDate: '2026-03-31',
  supplierName: 'Nordlicht GmbH',
  supplierVatId: 'DE129273398',
  currency: 'EUR',
  netTotal: '100.00',
  taxTotal: '19.00',
  grossTotal: '119.00',
  amountDue: '119.00',
  iban: 'DE89370400440532013000',
} satisfies Partial<Record<FieldName, string>>

function draftOf(values: Partial<Record<FieldName, string | undefined>> = {}, rest: Partial<Draft> = {}): Draft {
  const fields: Draft['fields'] = {}
  for (const [name, value] of Object.entries({ ...SOUND, ...values })) {
    if (value !== undefined)
      fields[name as FieldName] = { value, confidence: 0.99, source: 'labelled-text', satisfies: [], alternatives: [] }
  }
  return {
    type: 'invoice',
    typeConfidence: 1,
    fields,
    lines: [],
    vatBreakdown: [{ rate: '19', base: '100.00', tax: '19.00' }],
    ...rest,
  }
}
const codes = (draft: Draft, context = nobody) =>
  validate(draft, context).map(({ code, severity, field }) => [code, severity, field])

describe('validation', () => {
  test('finds nothing about a sound bill', () => expect(validate(draftOf(), nobody)).toEqual([]))
  test('names the totals that clash', () => {
    const findings = validate(draftOf({ grossTotal: '120.00', amountDue: '120.00' }), nobody)
    expect(findings).toMatchObject([{ code: 'totals-add-up', severity: 'error', field: 'grossTotal' }])
    expect(findings[0]?.message).toMatch(/100\.00 .*19\.00 .*119\.00.*120\.00/)
  })
  test('minds no cent of rounding', () =>
    expect(validate(draftOf({ grossTotal: '119.01', amountDue: '119.01' }), nobody)).toEqual([]))
  test('has no quarrel with less due than the total: a part was paid', () =>
    expect(validate(draftOf({ amountDue: '50.00' }), nobody)).toEqual([]))
  test('doubts more due than the total', () =>
    expect(codes(draftOf({ amountDue: '200.00' }))).toEqual([['totals-add-up', 'warning', 'amountDue']]))
  test('checks each rate against its base', () =>
    expect(codes(draftOf({}, { vatBreakdown: [{ rate: '7', base: '100.00', tax: '19.00' }] }))).toEqual([
      ['totals-add-up', 'warning', 'taxTotal'],
    ]))
  test('has no quarrel with a bill without tax', () =>
    expect(
      validate(draftOf({ taxTotal: '0.00', grossTotal: '100.00', amountDue: '100.00' }, { vatBreakdown: [] }), nobody),
    ).toEqual([]))
  test('has no quarrel with a credit note in negative or positive amounts', () => {
    expect(validate(draftOf({}, { type: 'credit-note' }), nobody)).toEqual([])
    const negative = { netTotal: '-100.00', taxTotal: '-19.00', grossTotal: '-119.00', amountDue: '-119.00' }
    expect(validate(draftOf(negative, { type: 'credit-note', vatBreakdown: [] }), nobody)).toEqual([])
  })
  test.each(['invoiceNumber', 'issueDate', 'currency', 'grossTotal', 'supplierName'] as const)(
    'asks for a missing %s',
    (field) =>
      expect(codes(draftOf({ [field]: undefined }))).toContainEqual(['required-fields-are-present', 'error', field]),
  )
  test('does not let a due date lie before the issue date', () =>
    expect(codes(draftOf({ dueDate: '2026-02-01' }))).toEqual([['dates-make-sense', 'warning', 'dueDate']]))
  test('knows that 30 February is no date', () =>
    expect(codes(draftOf({ issueDate: '2026-02-30' }))).toContainEqual(['dates-make-sense', 'error', 'issueDate']))
  test('catches an IBAN with a wrong digit', () =>
    expect(codes(draftOf({ iban: 'DE89370400440532013001' }))).toEqual([['iban-is-valid', 'error', 'iban']]))
  test('catches a VAT id with a wrong digit', () =>
    expect(codes(draftOf({ supplierVatId: 'DE129273399' }))).toEqual([['vat-id-is-valid', 'warning', 'supplierVatId']]))
  test('knows no currency XQQ', () =>
    expect(codes(draftOf({ currency: 'XQQ' }))).toEqual([['currency-is-known', 'error', 'currency']]))
  test('does not take our own company for the supplier, by number or by name', () => {
    expect(codes(draftOf({ supplierVatId: 'DE136695976' }))).toEqual([
      ['supplier-is-not-our-own-company', 'error', 'supplierVatId'],
    ])
    expect(codes(draftOf({ supplierName: 'BRIGHTWATER Handels-GmbH' }))).toContainEqual([
      'supplier-is-not-our-own-company',
      'error',
      'supplierName',
    ])
  })
  test('names the earlier invoice with the same supplier and number', () => {
    const findings = validate(draftOf(), { ...nobody, sameBill: [{ invoiceId: 'inv-7' }] })
    expect(findings).toMatchObject([
      { code: 'bill-is-not-a-duplicate', severity: 'error', message: expect.stringContaining('inv-7') },
    ])
  })
  test('holds a value that is not sure and says what else it may be', () => {
    const draft = draftOf()
    draft.fields.invoiceNumber = {
      value: 'RE-1',
      confidence: 0.7,
      source: 'labelled-text',
      satisfies: [],
      alternatives: [{ field: 'invoiceNumber', value: 'RE-I', score: 0.3, reader: 'labelled-text', raw: 'RE-I' }],
    }
    expect(validate(draft, nobody)).toMatchObject([
      { code: 'values-are-sure', severity: 'warning', message: expect.stringContaining('RE-I') },
    ])
  })
  test('holds a date whose day and month may be turned round', () => {
    const draft = draftOf()
    draft.fields.issueDate = {
      value: '2026-03-04',
      confidence: 0.6,
      source: 'dates',
      satisfies: [],
      alternatives: [{ field: 'issueDate', value: '2026-04-03', score: 0.4, reader: 'dates', raw: '03/04/2026' }],
    }
    expect(codes(draft)).toContainEqual(['date-order-is-certain', 'warning', 'issueDate'])
  })
  test('does not make a bill of a reminder', () =>
    expect(codes(draftOf({}, { type: 'reminder' }))).toEqual([['document-is-an-invoice', 'error', undefined]]))
  test('says when the lines do not come to the net total, and holds nothing for it', () => {
    const line = { description: 'Work', netAmount: '60.00' }
    expect(validate(draftOf({}, { lines: [line, { ...line, netAmount: '40.00' }] }), nobody)).toEqual([])
    expect(codes(draftOf({}, { lines: [line] }))).toEqual([['lines-add-up', 'info', 'netTotal']])
  })
})

describe('the key of a bill', () => {
  test('is the same for another spelling of supplier and number', () => {
    const other = draftOf({ supplierName: 'NORDLICHT GmbH', invoiceNumber: 're 1', supplierVatId: undefined })
    expect(billKey(other)).toBe(billKey(draftOf()))
  })
  test('differs by number, by supplier, and between an invoice and its credit note', () => {
    const keys = [
      draftOf(),
      draftOf({ invoiceNumber: 'RE-2' }),
      draftOf({ supplierName: 'Südwind AG' }),
      draftOf({}, { type: 'credit-note' }),
    ].map(billKey)
    expect(new Set(keys).size).toBe(4)
  })
  test('does not exist without a number', () => expect(billKey(draftOf({ invoiceNumber: undefined }))).toBeNull())
})
