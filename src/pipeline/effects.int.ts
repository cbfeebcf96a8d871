import { afterAll, beforeAll } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { postsOnceWhatever } from './effects.contract.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

postsOnceWhatever(() => database.db, { seeds: 25 })
