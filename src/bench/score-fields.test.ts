import { describe, expect, test } from 'vitest'
import { agreeOnClass, countMatchedLines, scoreField } from './score-fields.ts'

const score = (
  field: string,
  { truth, predicted, ...row }: { truth: unknown; predicted: unknown; [key: string]: unknown },
) => scoreField(field, { row: { truth: { [field]: truth }, ...row }, predicted })

describe('a field is judged', () => {
  test('missing when nothing was predicted', () => {
    expect(score('currency', { truth: 'EUR', predicted: undefined })).toBe('missing')
    expect(score('currency', { truth: 'EUR', predicted: '' })).toBe('missing')
  })
  test.each([
    ['INV 12-3', 'inv12-3', 'right'],
    ['12345', '#12345', 'right'],
    ['12345', 'No. 12345', 'right'],
    ['12345', 'Nr.: 12345', 'right'],
    ['12345', '12346', 'wrong'],
    ['12345', '12345/1', 'wrong'],
  ])('numbers without blanks and "No.": %s and %s are %s', (truth, predicted, verdict) => {
    expect(score('invoice_number', { truth, predicted })).toBe(verdict)
  })
  test('dates as ISO strings, a time behind them does not matter', () => {
    expect(score('issue_date', { truth: '2020-01-31', predicted: '2020-01-31T10:00' })).toBe('right')
    expect(score('due_date', { truth: '2020-01-31', predicted: '2020-31-01' })).toBe('wrong')
  })
  test('amounts to half a cent, as string or number', () => {
    expect(score('net_total', { truth: 12.3, predicted: '12.30' })).toBe('right')
    expect(score('net_total', { truth: 12.3, predicted: '12.31' })).toBe('wrong')
    expect(score('net_total', { truth: 12.3, predicted: '12,30' })).toBe('wrong')
  })
  test('a credit note by size alone, anything else with its sign', () => {
    expect(score('gross_total', { truth: 5, predicted: '-5.00', doc_class: 'credit-note' })).toBe('right')
    expect(score('gross_total', { truth: 5, predicted: '-5.00', doc_class: 'invoice' })).toBe('wrong')
  })
  test('total or amount due where the manifest accepts both', () => {
    const row = { match: { gross_total: 'either' }, truth: { gross_total: 100, amount_due: 85 } }
    expect(scoreField('gross_total', { row, predicted: '85.00' })).toBe('right')
    expect(scoreField('amount_due', { row, predicted: '100.00' })).toBe('right')
    expect(scoreField('gross_total', { row, predicted: '90.00' })).toBe('wrong')
  })
  test.each([
    ['Coolblue B.V.', 'COOLBLUE', 'right'],
    ['Sample Pvt. Ltd.', 'Other Pvt. Ltd.', 'wrong'],
    ['Amazon Web Services, Inc.', 'Amazon Web Services', 'right'],
    ['Straße & Söhne', 'STRASSE & SÖHNE', 'right'],
    ['One Two Three Four', 'One Two Three Five', 'wrong'],
    ['The Company', 'the company', 'right'],
  ])('names by their words without legal forms: %s and %s are %s', (truth, predicted, verdict) => {
    expect(score('supplier_name', { truth, predicted })).toBe(verdict)
  })
  test('a call sign anywhere in the name', () => {
    const match = { supplier_name: 'contains-callsign' }
    expect(score('supplier_name', { truth: 'WXYZ-TV', predicted: 'wxyz 13 News', match })).toBe('right')
    expect(score('supplier_name', { truth: 'WXYZ', predicted: 'News 13', match })).toBe('wrong')
  })
  test('VAT ids and IBANs by letters and digits', () => {
    expect(score('iban', { truth: 'DE88 2008 0000', predicted: 'DE8820080000' })).toBe('right')
    expect(score('supplier_vat_id', { truth: 'NL810433941B01', predicted: 'NL8104.33.941.B02' })).toBe('wrong')
  })
})

describe('lines', () => {
  test('match once each, by total, and by quantity and price where both are known', () => {
    const truth = [{ line_total: 10, quantity: 2, unit_price: 5 }, { line_total: 10 }, { line_total: 3 }]
    expect(
      countMatchedLines(truth, [
        { line_total: '10.00', quantity: '2' },
        { line_total: '10.00', quantity: '4' },
      ]),
    ).toBe(2)
    expect(countMatchedLines(truth, [{ line_total: '10.00', quantity: '4' }])).toBe(1)
    expect(countMatchedLines(truth, [])).toBe(0)
  })
})

test('the class is judged as invoice or not', () => {
  expect(agreeOnClass('receipt', 'invoice')).toBe(true)
  expect(agreeOnClass('not-invoice (order)', 'not-invoice')).toBe(true)
  expect(agreeOnClass('invoice', 'not-invoice')).toBe(false)
})
