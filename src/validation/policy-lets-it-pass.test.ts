import { describe, expect, test } from 'vitest'
import type { ReviewPolicy } from '../../schemas/company.ts'
import { makeDraft, PLAIN_BILL } from '../http/testing/records.ts'
import { holds, validate } from './index.ts'

const own = { names: [], vatIds: [], ibans: [] }
type Bill = { grossTotal?: string; currency?: string; isKnown?: boolean; sure?: { seen: number; right: number } }
const looksAt = (review: ReviewPolicy | undefined, bill: Bill = {}) => {
  const { grossTotal = '119.00', currency = 'EUR', isKnown = true, sure = { seen: 0, right: 0 } } = bill
  const net = (Number(grossTotal) - 19).toFixed(2)
  const draft = makeDraft({ ...PLAIN_BILL, netTotal: net, grossTotal, currency })
  return validate(draft, { own, sameBill: [], review, supplier: { isKnown, trustedIbans: [], sure } }).some(holds)
}
const from5000: ReviewPolicy = { everything: false, minimum: '5000', currency: 'EUR' }

describe('the review policy', () => {
  test('lets a sound bill pass where the company has none', () => expect(looksAt(undefined)).toBe(false))
  test('of a company that looks at everything holds every bill', () => expect(looksAt({ everything: true })).toBe(true))
  test('holds the first bill of a supplier where the company wants to see who bills it', () => {
    const policy: ReviewPolicy = { everything: false, newSuppliers: true }
    expect(looksAt(policy, { isKnown: false })).toBe(true)
    expect(looksAt(policy)).toBe(false)
    expect(looksAt({ everything: false }, { isKnown: false })).toBe(false)
  })
  test('holds a bill of the amount and lets a smaller one pass', () => {
    expect(looksAt(from5000, { grossTotal: '5000.00' })).toBe(true)
    expect(looksAt(from5000, { grossTotal: '4999.99' })).toBe(false)
  })
  test('holds a credit note by its size', () => expect(looksAt(from5000, { grossTotal: '-6000.00' })).toBe(true))
  test('holds a bill in another currency, which its amount says nothing about', () =>
    expect(looksAt(from5000, { currency: 'HUF' })).toBe(true))
  test('holds the bills of a supplier whose sure values were wrong too often, until enough were right', () => {
    const policy: ReviewPolicy = { everything: false, leastPrecision: 0.995 }
    expect(looksAt(policy, { sure: { seen: 40, right: 39 } })).toBe(true)
    expect(looksAt(policy, { sure: { seen: 200, right: 199 } })).toBe(false)
    expect(looksAt(policy)).toBe(false)
  })
})
