import { expect, test } from 'vitest'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import { holds, validate } from './index.ts'

const context = { own: { names: ['Acme'], vatIds: [], ibans: [] }, sameBill: [] }

function billOf(values: Partial<Record<FieldName, string>>, more: Partial<Draft> = {}): Draft {
  const all: Partial<Record<FieldName, string>> = {
    invoiceNumber: 'R-1',
    issueDate: '2026-03-02',
    supplierName: 'Mill Ltd',
    currency: 'EUR',
    netTotal: '100.00',
    taxTotal: '19.00',
    grossTotal: '119.00',
    amountDue: '119.00',
    ...values,
  }
  const fields = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      { value, confidence: 0.99, source: 'labelled-text', satisfies: [], alternatives: [] },
    ]),
  )
  return {
    type: 'invoice',
    typeConfidence: 0.99,
    fields,
    lines: [],
    vatBreakdown: [{ rate: '19', base: '100.00', tax: '19.00' }],
    ...more,
  }
}

test('a sound bill from paper breaks no rule of the norm', () => {
  expect(validate(billOf({}), context)).toEqual([])
})

test('one that breaks a rule is told so by its id, and held by none of it', () => {
  const lines = [{ description: 'Flour', unitPrice: '-2.50', netAmount: '100.00' }]
  const findings = validate(billOf({}, { lines }), context)
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'BR-27',
      severity: 'info',
      clashing: [expect.objectContaining({ text: '-2.50' })],
    }),
  )
  expect(findings.some(holds)).toBe(false)
})

test('what is told in words for clerks is not told again in those of the norm', () => {
  const codes = validate(billOf({ grossTotal: '120.00', amountDue: '120.00' }), context).map(({ code }) => code)
  expect(codes).toContain('totals-add-up')
  expect(codes).not.toContain('BR-CO-15')
})
