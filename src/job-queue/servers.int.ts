import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { startPostgres, type TestPostgres } from '../database/testing/start-postgres.ts'
import { describeJobQueue } from './job-queue.contract.ts'
import { startRedis } from './testing/start-redis.ts'

const folder = mkdtempSync(join(tmpdir(), 'billhook-queue-'))
let redis: Awaited<ReturnType<typeof startRedis>>
let postgres: TestPostgres
let database: OpenDatabase

beforeAll(async () => {
  redis = await startRedis(folder)
  postgres = await startPostgres(folder)
  database = await openDatabase({ kind: 'server', url: postgres.url })
})
afterAll(async () => {
  await database?.close()
  await postgres?.stop()
  await redis?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describeJobQueue('Redis', () => ({ kind: 'redis', url: redis.url }))
describeJobQueue('a PostgreSQL server', () => ({ kind: 'postgres', pool: database.pool }))
