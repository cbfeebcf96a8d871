import { expect, test } from 'vitest'
import type { Concern } from '../../schemas/transcript.ts'
import { validate } from './index.ts'

const MASKED = {
  code: 'content-masked',
  page: 2,
  characters: 40,
  visibleCharacters: 900,
  reasons: ['white', 'covered'],
  telling: [],
  sample: 'set with a free edition',
} satisfies Concern

function findingsOf(concern: Concern) {
  const draft = { type: 'invoice' as const, typeConfidence: 1, fields: {}, lines: [], vatBreakdown: [] }
  const context = { own: { names: [], vatIds: [], ibans: [] }, sameBill: [] }
  return validate({ ...draft, concerns: [concern] }, context).filter(({ code }) => code === concern.code)
}

test('an amount or account that nobody can see holds the bill and is named', () => {
  const [finding] = findingsOf({ ...MASKED, telling: ['9.999,00', 'FR76 3000 6000'] })
  expect(finding).toMatchObject({ severity: 'warning' })
  expect(finding?.message).toMatch(/Page 2 .*white on white, covered.*"9\.999,00", "FR76 3000 6000"/)
})

test('more text out of sight than in sight holds the bill', () => {
  expect(findingsOf({ ...MASKED, characters: 1000 })).toMatchObject([{ severity: 'warning' }])
})

test('a little text out of sight that tells nothing holds nothing', () => {
  expect(findingsOf(MASKED)).toEqual([])
  expect(findingsOf({ ...MASKED, visibleCharacters: 0 })).toEqual([])
})

test('a scan in a language that is not known is told, with what helps, and holds nothing', () => {
  const findings = (hasData: boolean) => {
    const concerns = [{ code: 'language-not-read', page: 2, language: 'Hungarian', hasData }] satisfies Concern[]
    const draft = { type: 'invoice' as const, typeConfidence: 1, fields: {}, lines: [], vatBreakdown: [], concerns }
    const context = { own: { names: [], vatIds: [], ibans: [] }, sameBill: [] }
    return validate(draft, context).filter(({ code }) => code === 'language-is-read')
  }
  expect(findings(false)).toMatchObject([
    { holds: false, message: expect.stringMatching(/^Page 2 seems to be in Hungarian.*There is no data/) },
  ])
  expect(findings(true)).toMatchObject([{ message: expect.stringContaining('OCR_LANGUAGES') }])
})

test('a file that would start a program holds the bill; a script or an attachment is good to know', () => {
  expect(findingsOf({ code: 'active-content', kinds: ['javascript', 'launch'] })).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('start a program') },
  ])
  expect(findingsOf({ code: 'active-content', kinds: ['executable-attachment'] })).toMatchObject([
    { severity: 'warning' },
  ])
  expect(findingsOf({ code: 'active-content', kinds: ['javascript', 'attachment'] })).toMatchObject([
    { severity: 'info' },
  ])
})
