import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test, vi } from 'vitest'
import { decidesOnceInEveryRace } from '../approvals/one-effect.contract.ts'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { startPostgres, type TestPostgres } from '../database/testing/start-postgres.ts'
import { approvesWhatWasShownInEveryRace, postsOnceThoughPausedInEveryRace } from './races.contract.ts'

vi.setConfig({ testTimeout: 600_000 })

const RUNS = 500
let folder: string
let server: TestPostgres
let opened: OpenDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'billhook-races-'))
  server = await startPostgres(folder)
  opened = await openDatabase({ kind: 'server', url: server.url })
})
afterAll(async () => {
  await opened?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test(`on a server, approve and reject at once have one effect in each of ${RUNS} runs`, async () => {
  await decidesOnceInEveryRace(opened.db, RUNS)
})

test(`on a server, an approval and a correction at once have one effect in each of ${RUNS} runs`, async () => {
  await approvesWhatWasShownInEveryRace(opened.db, RUNS)
})

test(`on a server, two workers on one posting, one paused past its lease, have one effect in each of ${RUNS} runs`, async () => {
  await postsOnceThoughPausedInEveryRace(opened.db, RUNS)
})
