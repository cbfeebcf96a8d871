/** The large installation, from real parts: PostgreSQL, Redis, S3, one process that serves and two that work. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openRecords } from './app.ts'
import { readConfig } from './config.ts'
import { startPostgres, type TestPostgres } from './database/testing/start-postgres.ts'
import { checkInvariants } from './doctor/check-invariants.ts'
import { exportPack } from './evidence/export-pack.ts'
import { verifyPack } from './evidence/verify-pack.ts'
import { startRedis } from './job-queue/testing/start-redis.ts'
import { startTestServer, type TestServer } from './object-store/start-test-server.ts'
import { createApiKey } from './people/api-keys.ts'
import { findFreePort } from './project/testing/free-port.ts'
import {
  type RunningBillhook,
  type RunningProcess,
  startServer,
  startWorker,
} from './project/testing/start-billhook.ts'

// Many real servers on few cores: what matters is that it ends well, not when.
vi.setConfig({ testTimeout: 420_000, hookTimeout: 420_000 })
const PATIENCE = { timeout: 240_000, interval: 250 }

const folder = mkdtempSync(join(tmpdir(), 'billhook-large-'))
const data = join(folder, 'data')
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/invoices/${name}`, import.meta.url))

let postgres: TestPostgres
let redis: Awaited<ReturnType<typeof startRedis>>
let s3: TestServer
let client: S3Client
let environment: Record<string, string>
let server: RunningBillhook
let workers: RunningProcess[] = []
let metricsPort = 0
let key = ''

beforeAll(async () => {
  ;[postgres, redis, s3] = await Promise.all([startPostgres(folder), startRedis(folder), startTestServer()])
  await query(postgres.url, 'create database billhook')
  const { endpoint, accessKeyId, secretAccessKey } = s3
  metricsPort = await findFreePort()
  environment = {
    DATABASE_URL: Object.assign(new URL(postgres.url), { pathname: '/billhook' }).href,
    REDIS_URL: redis.url,
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    SESSION_SECRET: 'a secret of at least thirty-two characters',
    RECOGNITION_PROCESSES: '1',
  }
  client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
  await client.send(new CreateBucketCommand({ Bucket: 'billhook' }))
  const Body = readFileSync(fixture('en-hosting/invoice.pdf'))
  await client.send(new PutObjectCommand({ Bucket: 'billhook', Key: 'inbox/acme/before the start.pdf', Body }))
  await startAll()
})
afterAll(async () => {
  await stopAll('SIGKILL')
  client?.destroy()
  await redis?.stop()
  await postgres?.stop()
  await s3?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function startAll(): Promise<void> {
  // Together, as `docker compose up` does.
  const [first, ...others] = await Promise.all([
    startServer({ folder: data, environment, args: ['serve', '--no-work'] }),
    startWorker(data, { ...environment, METRICS_PORT: String(metricsPort) }),
    startWorker(data, environment),
  ])
  server = first
  workers = others
  const records = await openRecords(readConfig({ ...environment, DATA_DIR: data }))
  const ports = { db: records.db, now: () => new Date(), newId: () => crypto.randomUUID() }
  ;({ key } = await createApiKey(ports, { companyId: 'acme', name: `t ${Date.now()}`, role: 'admin', actor: 'test' }))
  await records.close()
}
const stopAll = (signal: NodeJS.Signals) =>
  Promise.all([server, ...workers].filter(Boolean).map((running) => running.kill(signal)))

async function query(url: string, text: string): Promise<void> {
  const connection = new Client({ connectionString: url })
  await connection.connect()
  await connection.query(text)
  await connection.end()
}
async function api<T>(path: string, init: RequestInit = {}): Promise<{ status: number; body: T }> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${key}`)
  const response = await fetch(`${server.url}/api/companies/acme/${path}`, { ...init, headers })
  return { status: response.status, body: (await response.json()) as T }
}
type Invoice = { id: string; status: string; version: number }
/** The same document with other bytes each time: a bill of its own. */
let uploads = 0
async function upload(name: string): Promise<{ status: number; id: string | undefined }> {
  const bytes = Buffer.concat([readFileSync(fixture(name)), Buffer.from(`\n% ${++uploads}\n`)])
  const form = new FormData()
  form.append('files', new Blob([new Uint8Array(bytes)]), basename(name))
  const { status, body } = await api<{ parts?: { invoiceId: string }[] }>('deliveries', { method: 'POST', body: form })
  return { status, id: body.parts?.[0]?.invoiceId }
}
const read = async (id: string) => (await api<Invoice>(`invoices/${id}`)).body
const WAITING = /^(in-review|awaiting-approval)$/
async function waitUntilRead(ids: string[]): Promise<void> {
  for (const id of ids) await expect.poll(async () => (await read(id)).status, PATIENCE).toMatch(WAITING)
}
async function uploadSome(names: string[]): Promise<string[]> {
  const ids = []
  for (const name of names) {
    const { status, id } = await upload(name)
    expect(status).toBe(201)
    ids.push(id as string)
  }
  return ids
}

test('an upload to the server is read by the workers, and so is what lay in the bucket before the start', async () => {
  await waitUntilRead(await uploadSome(['de-electrician/invoice.pdf']))
  const inbox = async () =>
    (await client.send(new ListObjectsV2Command({ Bucket: 'billhook', Prefix: 'inbox/' }))).KeyCount
  await expect.poll(inbox, PATIENCE).toBe(0)
  const { body } = await api<{ deliveries: { channel: string; parts: { invoiceId: string }[] }[] }>('deliveries')
  const dropped = body.deliveries.find(({ channel }) => channel === 'bucket')
  await waitUntilRead([dropped?.parts[0]?.invoiceId as string])
})

test('a worker says how it is doing on its own port', async () => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  expect(text).toContain('billhook_records_up 1')
  expect(text).toContain('billhook_queue_up 1')
  const all = await (await fetch(`${server.url}/metrics`)).text()
  expect(all).toMatch(/billhook_invoices\{status="(in-review|awaiting-approval)"\} \d/)
})

test('a worker that is killed in the middle of its work does not matter', async () => {
  const ids = await uploadSome([
    'de-electrician-scan/invoice.pdf',
    'en-hosting/invoice.pdf',
    'de-deli-two-rates/invoice.pdf',
  ])
  await expect.poll(async () => (await read(ids[0] as string)).status, PATIENCE).toMatch(/identified|recognized/)
  await workers[0]?.kill('SIGKILL')
  await waitUntilRead(ids)
  workers[0] = await startWorker(data, environment)
})

test('workers that are stopped in the middle of a recognition finish it or hand it back', async () => {
  const ids = await uploadSome(['de-electrician-scan/invoice.pdf', 'de-datacentre-scan-two-pages/invoice.pdf'])
  const last = ids.at(-1) as string
  await expect.poll(async () => (await read(last)).status, { ...PATIENCE, interval: 20 }).toBe('identified')
  await Promise.all(workers.map((worker) => worker.kill('SIGTERM')))
  for (const worker of workers) expect(worker.process.exitCode).toBe(0)
  const records = await openRecords(readConfig({ ...environment, DATA_DIR: data }))
  const held = await records.db.selectFrom('invoice').select(['attempts', 'failure']).where('id', 'in', ids).execute()
  await records.close()
  expect(held).toEqual(ids.map(() => ({ attempts: 0, failure: null })))
  for (const index of workers.keys()) workers[index] = await startWorker(data, environment)
  await waitUntilRead(ids)
})

test('a queue that is wiped empty in the middle of the work does not matter', async () => {
  const connection = new Redis(redis.url)
  const ids: string[] = []
  for (const name of ['de-electrician/invoice.pdf', 'en-print-two-rates/invoice.pdf', 'en-hosting/invoice.pdf']) {
    ids.push(...(await uploadSome([name])))
    await connection.flushall()
  }
  await waitUntilRead(ids)
  await connection.quit()
})

test('records that are out of reach for ten seconds mean "later" to senders, and nothing is lost', async () => {
  const before = await uploadSome(['de-electrician-scan/invoice.pdf', 'de-electrician/invoice.pdf'])
  await postgres.stop()
  const stoppedAt = performance.now()
  const answers = new Set<number>()
  while (performance.now() - stoppedAt < 10_000) answers.add((await upload('en-hosting/invoice.pdf')).status)
  expect([...answers]).toEqual([503])
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
  await postgres.startAgain()
  await expect.poll(async () => (await upload('en-hosting/invoice.pdf')).status, PATIENCE).toBe(201)
  await waitUntilRead(before)
  for (const running of [server, ...workers]) expect(running.process.exitCode).toBeNull()
})

test('an evidence pack of what went through all this can be checked alone', async () => {
  const records = await openRecords(readConfig({ ...environment, DATA_DIR: data }))
  const { invoices } = (await api<{ invoices: Invoice[] }>('invoices?limit=1')).body
  const to = join(folder, 'pack')
  await exportPack({ ...records, now: () => new Date() }, { invoiceId: invoices[0]?.id as string, to })
  await records.close()
  expect((await verifyPack(to)).problems).toEqual([])
})

test('an older database restored beside newer books posts nothing twice', async () => {
  const [id] = (await uploadSome(['de-stationer-discount/invoice.pdf'])) as [string]
  await waitUntilRead([id])
  const { status, version } = await read(id)
  if (status === 'in-review') {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version }) }
    expect((await api(`invoices/${id}/accept`, init)).status).toBe(200)
  }
  await expect.poll(async () => (await read(id)).status, PATIENCE).toBe('awaiting-approval')
  const dump = join(folder, 'older.dump')
  const url = environment.DATABASE_URL as string
  execFileSync(join(postgres.bin, 'pg_dump'), ['--format=custom', '--no-privileges', `--file=${dump}`, url])

  await approve(id)
  await expect.poll(async () => (await read(id)).status, PATIENCE).toBe('posted')
  expect([entries('journal.ledger', id), entries('bills.csv', id)]).toEqual([1, 1])

  await stopAll('SIGTERM')
  await query(postgres.url, 'drop database billhook')
  await query(postgres.url, 'create database billhook')
  execFileSync(join(postgres.bin, 'pg_restore'), ['--no-owner', `--dbname=${url}`, dump])
  await startAll()

  expect((await read(id)).status).toBe('awaiting-approval')
  await approve(id)
  await expect.poll(async () => (await read(id)).status, PATIENCE).toBe('posted')
  expect([entries('journal.ledger', id), entries('bills.csv', id)]).toEqual([1, 1])
})

/** How many entries of an invoice stand in a book. */
function entries(book: string, invoiceId: string): number {
  const path = join(data, 'books', 'acme', book)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.filter((line) => /^\d{4}-\d\d-\d\d |^[0-9a-f]{8}-/.test(line) && line.includes(invoiceId)).length
}

/** As the approver does: by the link in the mail. */
async function approve(invoiceId: string): Promise<void> {
  let path: string | undefined
  await expect
    .poll(async () => {
      const { messages } = (await api<{ messages: { invoiceId: string; text: string }[] }>('messages?limit=100')).body
      const mail = messages.find((message) => message.invoiceId === invoiceId)
      path = /\/decide\/[A-Za-z0-9_-]+/.exec(mail?.text ?? '')?.[0]
      return path
    }, PATIENCE)
    .toBeTruthy()
  const body = new URLSearchParams({ decision: 'approve' })
  const response = await fetch(new URL(path as string, server.url), { method: 'POST', body })
  expect(await response.text()).toContain('You approved this bill')
}

test('after all this a graceful stop is quick, and the doctor finds every promise kept', async () => {
  await stopAll('SIGTERM')
  for (const running of [server, ...workers]) expect(running.process.exitCode).toBe(0)
  const records = await openRecords(readConfig({ ...environment, DATA_DIR: data }))
  const { problems } = await checkInvariants({ ...records, now: () => new Date() })
  await records.close()
  expect(problems).toEqual([])
})
