import { describe, expect, test } from 'vitest'
import type { ReviewPolicy } from '../../schemas/company.ts'
import { makeDraft, PLAIN_BILL } from '../http/testing/records.ts'
import { holds, validate } from './index.ts'

const own = { names: [], vatIds: [], ibans: [] }
const looksAt = (review: ReviewPolicy | undefined, values: { grossTotal?: string; currency?: string } = {}) => {
  const { grossTotal = '119.00', currency = 'EUR' } = values
  const net = (Number(grossTotal) - 19).toFixed(2)
  const draft = makeDraft({ ...PLAIN_BILL, netTotal: net, grossTotal, currency })
  return validate(draft, { own, sameBill: [], review }).some(holds)
}
const from5000: ReviewPolicy = { everything: false, minimum: '5000', currency: 'EUR' }

describe('the review policy', () => {
  test('lets a sound bill pass where the company has none', () => expect(looksAt(undefined)).toBe(false))
  test('of a company that looks at everything holds every bill', () => expect(looksAt({ everything: true })).toBe(true))
  test('holds a bill of the amount and lets a smaller one pass', () => {
    expect(looksAt(from5000, { grossTotal: '5000.00' })).toBe(true)
    expect(looksAt(from5000, { grossTotal: '4999.99' })).toBe(false)
  })
  test('holds a credit note by its size', () => expect(looksAt(from5000, { grossTotal: '-6000.00' })).toBe(true))
  test('holds a bill in another currency, which its amount says nothing about', () =>
    expect(looksAt(from5000, { currency: 'HUF' })).toBe(true))
})
