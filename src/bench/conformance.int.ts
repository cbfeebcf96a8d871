import { beforeAll, describe, expect, test } from 'vitest'
import { judgeDocuments, judgeFragments } from './conformance-judge.ts'
import { CONFORMANCE_MATERIAL, type Entry, loadConformance } from './conformance-material.ts'

let entries: Entry[] = []

beforeAll(async () => {
  const loaded = await loadConformance(CONFORMANCE_MATERIAL)
  // A suite that can't run its real part fails; it never silently skips.
  if (typeof loaded === 'string') throw new Error(loaded)
  entries = loaded
})

describe('the rules do as the suites of their authors say', () => {
  test.each([
    ['cen-en16931', 1_000],
    ['peppol-bis3', 100],
  ])('%s', async (suite, atLeast) => {
    const fragments = entries.filter((entry) => entry.suite === suite && entry.kind === 'fragment')
    const { right, misses } = await judgeFragments(fragments, CONFORMANCE_MATERIAL)
    expect(misses).toEqual([])
    expect(right).toBeGreaterThan(atLeast)
  })
})

describe('whole documents', () => {
  const judged = (suite: string) =>
    judgeDocuments(
      entries.filter((entry) => entry.suite === suite && entry.kind === 'document'),
      CONFORMANCE_MATERIAL,
    )

  test.each([
    ['cen-en16931', 61],
    ['peppol-bis3', 9],
    ['xrechnung-testsuite', 86],
  ])('of %s are read and clean under the norm and their profile', async (suite, count) => {
    const documents = await judged(suite)
    expect(documents).toHaveLength(count)
    const wrong = documents.filter(({ unread, norm, profile }) => unread || norm.length + profile.length > 0)
    expect(wrong.map(({ entry, unread, norm, profile }) => [entry.file, unread, ...norm, ...profile])).toEqual([])
  })

  test('that were made wrong are caught, and those they were made of are not', async () => {
    const documents = await judged('en16931-oracles')
    for (const { entry, norm } of documents) {
      expect.soft(norm.length > 0, entry.file).toBe(entry.expect === 'reject')
    }
    expect(documents).toHaveLength(20)
  })
})
