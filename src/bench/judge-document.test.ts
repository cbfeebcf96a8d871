import { describe, expect, test } from 'vitest'
import { compareMeasurements, OlderMeasurement } from './compare-accuracy.ts'
import { judgeDocument } from './judge-document.ts'
import { measureReliability } from './reliability.ts'
import { tallyDocuments } from './tally-documents.ts'

const sample = (truth: Record<string, unknown>, implied?: Record<string, unknown>) => ({
  file: 'a.pdf',
  path: 'a.pdf',
  truth,
  ...(implied ? { implied } : {}),
})
const read = (fields: Record<string, string>, confidence = 0.99) => ({
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, confidence }])),
  line_items: [],
})

describe('a value that the document does not have', () => {
  test('is invented where the truth is whole, and counts against the sure ones', () => {
    const judged = judgeDocument(sample({ currency: 'EUR' }, {}), read({ currency: 'EUR', purchase_order: '4711' }))
    expect(judged.fields['purchase_order']?.verdict).toBe('invented')
    const { sure } = tallyDocuments('set', [judged])
    expect([sure.given, sure.right, sure.judged]).toEqual([2, 1, 1])
  })

  test('is nothing where it follows from what is printed, or where the truth is not whole', () => {
    const follows = judgeDocument(sample({ currency: 'EUR' }, { amount_due: 12 }), read({ amount_due: '12.00' }))
    expect(follows.fields['amount_due']).toBeUndefined()
    expect(
      judgeDocument(sample({ currency: 'EUR' }), read({ amount_due: '12.00' })).fields['amount_due'],
    ).toBeUndefined()
  })
})

describe('the calibration error', () => {
  test('is nothing where three of four values said to be right by 0.75 are', () => {
    const given = [true, true, true, false].map((right) => ({ confidence: 0.75, right }))
    expect(measureReliability(given).error).toBeCloseTo(0)
  })

  test('is the distance where confidence promises more', () => {
    const given = [true, false].map((right) => ({ confidence: 0.9, right }))
    expect(measureReliability(given).error).toBeCloseTo(0.4)
  })
})

test('a comparison lists what became better and worse, document by document', () => {
  const before = judgeDocument(sample({ currency: 'EUR', iban: 'X' }), read({ currency: 'USD', iban: 'X' }))
  const after = judgeDocument(sample({ currency: 'EUR', iban: 'X' }), read({ currency: 'EUR' }))
  const set = (documents: (typeof before)[]) => ({
    tally: tallyDocuments('set', documents),
    documents,
    seconds: 1,
    processorSeconds: 1,
  })
  const older = OlderMeasurement.parse(JSON.parse(JSON.stringify({ sets: [set([before])] })))
  const text = compareMeasurements(older, [set([after])])
  expect(text).toContain('better: 1\n  set a.pdf | currency | wrong USD -> right EUR')
  expect(text).toContain('worse: 1\n  set a.pdf | iban | right X -> missing')
})
