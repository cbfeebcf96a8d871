import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openRecords } from './app.ts'
import { readConfig } from './config.ts'
import { checkInvariants } from './doctor/check-invariants.ts'
import { type RunningBillhook, startBillhook } from './project/testing/start-billhook.ts'
import { openVisitor } from './project/testing/visitor.ts'

// Whole processes start here, some while others of the suite use the cores: what matters is that they finish, not when.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const folder = mkdtempSync(join(tmpdir(), 'billhook-app-'))
const fixture = (path: string) => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url))
const STATIONER = fixture('invoices/de-stationer-discount/invoice.pdf')
const HOSTING = fixture('invoices/en-hosting/invoice.pdf')
const SCAN = fixture('invoices/de-electrician-scan/invoice.pdf')

type Invoice = {
  id: string
  status: string
  version: number
  fields: Record<string, { value: string }>
  findings: { code: string }[]
}
type Delivery = { id: string; parts: { disposition: string; invoiceId: string }[] }

let billhook: RunningBillhook
beforeAll(async () => {
  billhook = await startBillhook(folder)
})
afterAll(async () => {
  await billhook.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function upload(path: string): Promise<{ status: number; body: Delivery }> {
  const form = new FormData()
  form.append('files', new Blob([new Uint8Array(readFileSync(path))]), basename(path))
  const response = await fetch(`${billhook.url}/api/companies/${billhook.company}/deliveries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${billhook.key}` },
    body: form,
  })
  return { status: response.status, body: (await response.json()) as Delivery }
}

async function api<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${billhook.url}/api/companies/${billhook.company}/${path}`, {
    headers: { authorization: `Bearer ${billhook.key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
  const answer = await response.json()
  expect(response.status, JSON.stringify(answer)).toBeLessThan(300)
  return answer as T
}
const read = (id: string) => api<Invoice>(`invoices/${id}`)

/** Until it waits for a person. A doubtful invoice is accepted by the clerk, as a person would after a look. */
async function bringToApprover(id: string): Promise<Invoice> {
  await expect
    .poll(async () => (await read(id)).status, { timeout: 120_000, interval: 100 })
    .toMatch(/in-review|awaiting-approval/)
  const invoice = await read(id)
  if (invoice.status === 'in-review') await api(`invoices/${id}/accept`, { version: invoice.version })
  await expect.poll(async () => (await read(id)).status, { timeout: 60_000, interval: 100 }).toBe('awaiting-approval')
  return await read(id)
}

const administrator = () => openVisitor(billhook.url)
let signedIn: ReturnType<typeof openVisitor> | null = null
async function signIn() {
  if (signedIn) return signedIn
  const visitor = administrator()
  const link = billhook.signInLink as string
  const html = await (await visitor.get(link)).text()
  await visitor.submit({ url: link, html }, { action: '/sign-in/' })
  signedIn = visitor
  return visitor
}

/** The approver's link from the mail in the outbox. */
async function findDecisionLink(invoiceId: string): Promise<string> {
  const visitor = await signIn()
  let link: string | undefined
  await expect
    .poll(
      async () => {
        const { messages } = (await (
          await visitor.get(`${billhook.url}/api/companies/${billhook.company}/messages`)
        ).json()) as {
          messages: { invoiceId: string | null; text: string }[]
        }
        link = /https?:\/\/\S+\/decide\/[^\s?]+/.exec(
          messages.find((message) => message.invoiceId === invoiceId)?.text ?? '',
        )?.[0]
        return link
      },
      { timeout: 60_000 },
    )
    .toBeTruthy()
  return link as string
}

const journal = () => {
  const path = join(folder, 'books', billhook.company, 'journal.ledger')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
const entriesOf = (invoiceId: string) =>
  journal()
    .split('\n')
    .filter((line) => /^\d{4}-\d\d-\d\d /.test(line) && line.includes(invoiceId)).length

describe('an invoice', () => {
  test('uploaded over HTTP, approved by a click in a mail, ends in the journal exactly once', async () => {
    const { status, body } = await upload(STATIONER)
    expect(status).toBe(201)
    const id = body.parts[0]?.invoiceId as string
    await bringToApprover(id)
    // What stands on its page and in none of its fields is found, too.
    const { invoices } = await api<{ invoices: Invoice[] }>('invoices?q=aktenvernichter')
    expect(invoices.map((found) => found.id)).toEqual([id])
    const link = await findDecisionLink(id)

    // A mail scanner follows the link in every way it knows: nothing is decided.
    for (const init of [{}, { method: 'HEAD' }, { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } }]) {
      expect((await fetch(link, init)).status).toBe(200)
    }
    expect((await read(id)).status).toBe('awaiting-approval')

    const approver = openVisitor(billhook.url)
    const html = await (await approver.get(link)).text()
    expect(html).toContain('Approve')
    const decided = await approver.submit({ url: link, html }, { action: '/decide/', values: { decision: 'approve' } })
    expect(await decided.text()).toContain('You approved this bill')
    await expect.poll(async () => (await read(id)).status, { timeout: 60_000 }).toBe('posted')
    expect(entriesOf(id)).toBe(1)

    // The same button again shows the first result and does nothing.
    const again = await approver.submit({ url: link, html }, { action: '/decide/', values: { decision: 'approve' } })
    expect(await again.text()).toContain('You approved this bill')
    expect(entriesOf(id)).toBe(1)
  })

  test('sent again with the same bytes gets the same answer and no second invoice', async () => {
    const first = await upload(HOSTING)
    const again = await upload(HOSTING)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toMatchObject({ id: first.body.id, parts: first.body.parts })
  })

  test('mailed over SMTP is there after the 250, although the process is killed at that moment, and finishes after the restart', async () => {
    const mail = readFileSync(fixture('mails/one-pdf/mail.eml'))
    const smtp = nodemailer.createTransport({ host: '127.0.0.1', port: billhook.smtpPort, ignoreTLS: true })
    const { response } = await smtp.sendMail({
      envelope: { from: 'a@supplier.example', to: `${billhook.company}@in.localhost` },
      raw: mail,
    })
    expect(response).toMatch(/^250/)
    await billhook.kill('SIGKILL')
    smtp.close()
    billhook = await startBillhook(folder)
    const list = async () =>
      (
        await api<{ deliveries: { channel: string; parts: { disposition: string; invoiceId: string | null }[] }[] }>(
          'deliveries',
        )
      ).deliveries
    await expect
      .poll(async () => (await list()).find(({ channel }) => channel === 'smtp')?.parts.length, { timeout: 60_000 })
      .toBeGreaterThan(0)
    const id = (await list())
      .find(({ channel }) => channel === 'smtp')
      ?.parts.find(({ disposition }) => disposition === 'invoice')?.invoiceId
    await expect
      .poll(async () => (await read(id as string)).status, { timeout: 120_000 })
      .toMatch(/in-review|awaiting-approval/)
  })

  test('that is a scan, killed with its process while it is read, finishes after the restart', async () => {
    const { status, body } = await upload(SCAN)
    expect(status).toBe(201)
    const id = body.parts[0]?.invoiceId as string
    await expect
      .poll(async () => (await read(id)).status, { timeout: 60_000, interval: 20 })
      .toMatch(/identified|recognized/)
    await billhook.kill('SIGKILL')
    billhook = await startBillhook(folder)
    await expect.poll(async () => (await read(id)).status, { timeout: 120_000 }).toMatch(/in-review|awaiting-approval/)
  })
})

test('after all this a graceful stop is quick, and the doctor finds every promise kept', async () => {
  await billhook.kill('SIGTERM')
  expect(billhook.process.exitCode).toBe(0)
  const records = await openRecords(readConfig({ DATA_DIR: folder }))
  const { problems } = await checkInvariants({ ...records, now: () => new Date() })
  await records.close()
  expect(problems).toEqual([])
})
