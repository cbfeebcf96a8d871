import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { startPostgres, type TestPostgres } from '../database/testing/start-postgres.ts'
import { decidesOnceInEveryRace } from './one-effect.contract.ts'

let folder: string
let server: TestPostgres
let opened: OpenDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'billhook-decide-'))
  server = await startPostgres(folder)
  opened = await openDatabase({ kind: 'server', url: server.url })
})
afterAll(async () => {
  await opened?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('on a PostgreSQL server, with real concurrency, approve and reject at once have one effect in each of 50 runs', async () => {
  await decidesOnceInEveryRace(opened.db, 50)
})
