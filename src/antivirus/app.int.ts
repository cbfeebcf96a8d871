import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nodemailer from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Delivery } from '../http/shapes.ts'
import { workAsClerk } from '../project/testing/clerk.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'
import { EICAR, MOST_BYTES, type RunningClamd, startClamd } from './testing/start-clamd.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const INVOICE = readFileSync(new URL('../../fixtures/invoices/en-hosting/invoice.pdf', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'billhook-scanned-'))
const data = join(folder, 'data')
const infected = Buffer.concat([INVOICE, Buffer.from(`\n% ${EICAR}\n`)])

let clamd: RunningClamd
let billhook: RunningBillhook
beforeAll(async () => {
  mkdirSync(join(folder, 'clamd'))
  clamd = await startClamd(join(folder, 'clamd'))
  billhook = await startBillhook(data, { CLAMD_URL: clamd.urls.tcp })
})
afterAll(async () => {
  await billhook?.kill('SIGKILL')
  await clamd?.stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const { ask, invoice: readInvoice, ...clerk } = workAsClerk(() => billhook)
const read = async <T>(path: string) => (await (await ask(path)).json()) as T
const upload = async (content: Buffer) => (await clerk.upload('invoice.pdf', content)).parts[0]?.invoiceId as string
const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 90_000, interval: 200 })
const different = (text: string) => Buffer.concat([INVOICE, Buffer.from(`\n% ${text}\n`)])

test('a clean invoice is read, an infected one waits unopened, and its file is not given out', async () => {
  const [clean, bad] = [await upload(INVOICE), await upload(infected)]
  await until(async () => (await readInvoice(bad)).unreadable?.code).toBe('malware')
  const held = await readInvoice(bad)
  expect(held).toMatchObject({ status: 'in-review', failure: null })
  expect(held.unreadable?.message).toContain('Test.Eicar')
  const download = await ask(`invoices/${bad}/original`)
  expect([download.status, await download.json()]).toMatchObject([403, { error: { code: 'antivirus.quarantined' } }])
  expect((await ask(`invoices/${bad}/pages/1`)).status).toBe(403)
  await until(async () => (await readInvoice(clean)).status).toMatch(/in-review|awaiting-approval/)
  expect((await readInvoice(clean)).unreadable).toBeNull()
  expect((await ask(`invoices/${clean}/original`)).status).toBe(200)
})

test('a file larger than the scanner takes is held in the same way', async () => {
  const id = await upload(Buffer.concat([INVOICE, Buffer.alloc(2 * MOST_BYTES, '\n')]))
  await until(async () => (await readInvoice(id)).unreadable).toMatchObject({
    code: 'malware',
    message: expect.stringContaining('larger than the virus scanner takes'),
  })
})

test('of a mail with an infected attachment the clean invoice goes on; the mail and the infected file are not given out', async () => {
  const post = nodemailer.createTransport({ host: '127.0.0.1', port: billhook.smtpPort, ignoreTLS: true })
  await post.sendMail({
    from: 'supplier@example.org',
    to: `${billhook.company}@in.localhost`,
    subject: 'Two invoices',
    text: 'see attachments',
    attachments: [
      { filename: 'infected.pdf', content: different(EICAR) },
      { filename: 'clean.pdf', content: different('beside an infected one') },
    ],
  })
  post.close()
  const latest = async () =>
    (await read<{ deliveries: Delivery[] }>('deliveries')).deliveries.find(({ subject }) => subject === 'Two invoices')
  await until(async () => (await latest())?.disposedAt).toEqual(expect.any(String))
  const { id, parts, failure } = (await latest()) as Delivery
  expect(failure).toBeNull()
  expect(parts).toMatchObject([
    { fileName: 'infected.pdf', disposition: 'quarantined', reason: expect.stringContaining('Test.Eicar') },
    { fileName: 'clean.pdf', disposition: 'invoice' },
  ])
  expect((await ask(`deliveries/${id}/raw`)).status).toBe(403)
  const clean = parts[1]?.invoiceId as string
  await until(async () => (await readInvoice(clean)).status).toMatch(/in-review|awaiting-approval/)
  expect((await readInvoice(clean)).unreadable).toBeNull()
})

test('while the scanner is down invoices wait, which the metrics say, and go on when it is back', async () => {
  await clamd.stop()
  const ids = [await upload(different('one')), await upload(different('two'))]
  for (const id of ids) await until(async () => (await readInvoice(id)).failure?.code).toBe('antivirus.unavailable')
  expect((await ask(`invoices/${ids[0]}/original`)).status).toBe(503)
  const metrics = await (await fetch(`${billhook.url}/metrics`)).text()
  expect(metrics).toMatch(/billhook_scan_seconds_count\{outcome="unavailable"\} [1-9]/)
  expect(metrics).toMatch(/billhook_scan_seconds_count\{outcome="found"\} [1-9]/)
  await clamd.start()
  for (const id of ids) await until(async () => (await readInvoice(id)).status).toMatch(/in-review|awaiting-approval/)
  expect(await readInvoice(ids[0] as string)).toMatchObject({ unreadable: null, failure: null })
})

test('the doctor and the start say that the scanner is down, and Billhook takes invoices in nevertheless', async () => {
  await clamd.stop()
  await billhook.kill('SIGTERM')
  const environment = { PATH: process.env.PATH ?? '', DATA_DIR: data, CLAMD_URL: clamd.urls.socket }
  const doctor = spawnSync(process.execPath, [CLI, 'doctor'], { env: environment, encoding: 'utf8' })
  expect(doctor.status).toBe(1)
  expect(doctor.stdout).toMatch(/BROKEN scanner answers\s+virus scanner: .*clamd\.sock/)
  billhook = await startBillhook(data, { CLAMD_URL: clamd.urls.socket })
  expect(billhook.log()).toMatch(/virus scanner at .*clamd\.sock did not answer.*start clamd or correct CLAMD_URL/)
  expect(await readInvoice(await upload(different('three')))).toMatchObject({ status: 'received' })
  await clamd.start()
})
