import { afterAll, beforeAll } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { describeJobQueue } from './job-queue.contract.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

describeJobQueue('embedded PostgreSQL', () => ({ kind: 'postgres', pool: database.pool }))
