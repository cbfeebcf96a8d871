import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { approvesWhatWasShownInEveryRace, postsOnceThoughPausedInEveryRace } from './races.contract.ts'

let opened: OpenDatabase
beforeAll(async () => {
  opened = await openTestDatabase()
})
afterAll(() => opened.close())

// Approve against reject at once is in ../approvals/decide.test.ts.

test('an approval and a correction at once have one effect in each of 50 runs, and each wins some', async () => {
  const { approved } = await approvesWhatWasShownInEveryRace(opened.db, 50)
  expect(approved).toBeGreaterThan(0)
  expect(approved).toBeLessThan(50)
})

test('two workers on one posting, one of them paused past its lease, have one effect in each of 50 runs', async () => {
  await postsOnceThoughPausedInEveryRace(opened.db, 50)
})
