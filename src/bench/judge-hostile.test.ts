import { expect, test } from 'vitest'
import { INVOICE } from '../../fixtures/hostile/invoice-pdf.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import { judgeOutcome, type Outcome, type Suspect } from './judge-hostile.ts'

const fieldOf = (value: string) => ({ value, confidence: 1, source: 'test', satisfies: [], alternatives: [] })
const draftOf = (fields: Record<string, string>): Draft => ({
  type: 'invoice',
  typeConfidence: 1,
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldOf(value)])),
  lines: [],
  vatBreakdown: [],
})
const finding = (code: string, severity: Finding['severity'] = 'warning') =>
  ({ code, severity, message: 'why' }) as Finding
const read = (fields: Record<string, string>, findings: Finding[] = []): Outcome => ({
  kind: 'read',
  draft: draftOf(fields),
  findings,
  hasWords: true,
})
const isMet = (outcome: Outcome, expected: Suspect['expect']) => judgeOutcome(outcome, expected).met

test('what must be captured is met by its values alone: none wrong, none missing, nothing held for nothing', () => {
  expect(isMet(read(INVOICE), { kind: 'must_capture' })).toBe(true)
  expect(isMet(read({ ...INVOICE, grossTotal: '9999.00' }), { kind: 'must_capture' })).toBe(false)
  expect(isMet(read({}), { kind: 'must_capture' })).toBe(false)
  expect(isMet(read(INVOICE, [finding('content-masked')]), { kind: 'must_capture' })).toBe(false)
  const told = { kind: 'must_capture', finding: 'content-masked' } as const
  expect(isMet(read(INVOICE, [finding('content-masked')]), told)).toBe(true)
  expect(isMet(read(INVOICE), told)).toBe(false)
})

test('what must be held is met by the reason that was expected, not by another', () => {
  const corrupt: Outcome = { kind: 'unreadable', unreadable: { code: 'corrupt', message: 'why' } }
  expect(isMet(corrupt, { kind: 'hold', as: ['corrupt'] })).toBe(true)
  expect(isMet(corrupt, { kind: 'hold', as: ['encrypted'] })).toBe(false)
  expect(isMet(corrupt, { kind: 'must_capture' })).toBe(false)
  const aside: Outcome = { kind: 'put-aside', disposition: 'quarantined', reason: 'Not a PDF.' }
  expect(isMet(aside, { kind: 'hold', as: ['unsupported-type'] })).toBe(true)
  expect(isMet(aside, { kind: 'hold', as: ['corrupt'] })).toBe(false)
  expect(isMet({ ...aside, disposition: 'ignored' }, { kind: 'hold', as: ['ignored'] })).toBe(true)
  expect(isMet(read(INVOICE), { kind: 'hold', as: ['corrupt'] })).toBe(false)
})

test('anything with a name and a reason is survived; what was lost is not', () => {
  const survive = { kind: 'survive' } as const
  expect(isMet(read({}), survive)).toBe(true)
  expect(isMet({ kind: 'unreadable', unreadable: { code: 'timeout', message: 'why' } }, survive)).toBe(true)
  expect(isMet({ kind: 'unreadable', unreadable: { code: 'timeout', message: '' } }, survive)).toBe(false)
  expect(isMet({ kind: 'put-aside', disposition: 'ignored', reason: '' }, survive)).toBe(false)
  expect(isMet({ kind: 'lost', state: 'hangs', detail: '' }, survive)).toBe(false)
})

test('that it is a duplicate of another hostile file holds nothing', () => {
  expect(isMet(read({}, [finding('bill-is-not-a-duplicate')]), { kind: 'held' })).toBe(false)
  expect(isMet(read({}, [finding('required-fields-are-present')]), { kind: 'held' })).toBe(true)
})
