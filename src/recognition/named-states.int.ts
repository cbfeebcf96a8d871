/** What a sender's file does to a running Billhook: each of the named states is reached by an upload, and left by a person. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PdfDocument from 'pdfkit'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { invoicePdf } from '../../fixtures/hostile/invoice-pdf.ts'
import { workAsClerk } from '../project/testing/clerk.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'

const SLOW = { timeout: 600_000 }
const folder = mkdtempSync(join(tmpdir(), 'billhook-states-'))
let billhook: RunningBillhook
beforeAll(async () => {
  billhook = await startBillhook(folder, { COMPANY_NAME: 'Brightwater Handels GmbH' })
})
afterAll(async () => {
  await billhook?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const { ask, upload, act, invoice, untilItRests } = workAsClerk(() => billhook)

let neighbours = 0
async function uploadNeighbour(): Promise<{ id: string; invoiceNumber: string }> {
  const invoiceNumber = `HI-2026-${1000 + ++neighbours}`
  const content = Buffer.from(invoicePdf().toString('latin1').replaceAll('HI-2026-0815', invoiceNumber), 'latin1')
  return { id: (await upload('neighbour.pdf', content)).parts[0]?.invoiceId as string, invoiceNumber }
}

const trick = (name: string) => {
  const file = HOSTILE_FILES.find(({ trick }) => trick === name)
  if (file === undefined) throw new Error(`there is no hostile file "${name}"`)
  return file.make()
}

async function lock(userPassword: string): Promise<Buffer> {
  const pdf = new PdfDocument({ userPassword, pdfVersion: '1.7' })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  pdf.text('Invoice 4711').end()
  await done
  return Buffer.concat(chunks)
}

const blank = () =>
  sharp({ create: { width: 20_001, height: 200, channels: 3, background: 'white' } })
    .png()
    .toBuffer()

/** A HEIC file of two pictures: which of them is the invoice? */
async function twoPhotos(): Promise<Buffer> {
  const page = sharp({ create: { width: 400, height: 600, channels: 3, background: 'white' } })
  await page.png().toFile(join(folder, 'page.png'))
  spawnSync('/usr/bin/heif-enc', ['page.png', 'page.png', '-o', 'photos.heic'], { cwd: folder })
  return readFileSync(join(folder, 'photos.heic'))
}

const FILES: Record<string, { name: string; make: () => Buffer | Promise<Buffer> }> = {
  corrupt: { name: 'invoice.pdf', make: () => Buffer.from('%PDF-1.7\nand nothing else') },
  encrypted: { name: 'invoice.pdf', make: () => lock('Sommer2026') },
  'too-large': { name: 'scan.png', make: blank },
  'too-many-pages': { name: 'book.pdf', make: () => trick('201 pages') },
  'expansion-limit': { name: 'bomb.pdf', make: () => trick('a content stream of 1 GB') },
  timeout: { name: 'loop.pdf', make: () => trick('a function that doubles its numbers forty times') },
  'unsupported-type': { name: 'photos.heic', make: twoPhotos },
}

test.each(Object.entries(FILES))(
  '%s: the invoice waits with the reason, its original is kept, its neighbour unharmed, and a person may try again',
  SLOW,
  async (code, { name, make }) => {
    const content = await make()
    const [delivery, neighbour] = [await upload(name, content), await uploadNeighbour()]
    const id = delivery.parts[0]?.invoiceId as string
    const held = await untilItRests(id)
    expect(held).toMatchObject({
      status: 'in-review',
      failure: null,
      unreadable: { code, message: expect.any(String) },
    })
    const original = Buffer.from(await (await ask(`invoices/${id}/original`)).arrayBuffer())
    expect(original.equals(content)).toBe(true)
    const read = await untilItRests(neighbour.id)
    expect(read.draft?.fields.invoiceNumber?.value).toBe(neighbour.invoiceNumber)
    const again = await act(id, 'retry', { version: held.version })
    expect([again.status, await again.json()]).toMatchObject([200, { status: 'received' }])
  },
)

test('a second try at a file that is as bad as before ends as the first did', SLOW, async () => {
  const id = (await upload('torn.pdf', Buffer.from('%PDF-1.4\nand nothing else'))).parts[0]?.invoiceId as string
  const { version } = await untilItRests(id)
  await act(id, 'retry', { version })
  await expect.poll(async () => (await invoice(id)).version, SLOW).toBeGreaterThan(version + 1)
  expect(await untilItRests(id)).toMatchObject({ status: 'in-review', failure: null, unreadable: { code: 'corrupt' } })
})

test('encrypted: a person who knows the password enters it, and the invoice is read', SLOW, async () => {
  const id = (await upload('locked.pdf', await lock('Winter2026'))).parts[0]?.invoiceId as string
  const held = await untilItRests(id)
  expect(held.unreadable?.code).toBe('encrypted')
  await act(id, 'password', { version: held.version, password: 'Winter2026' })
  expect(await untilItRests(id)).toMatchObject({ unreadable: null, draft: expect.any(Object) })
})

test.each([
  ['active-content', 'an order to start a program'],
  ['content-masked', 'white upon white'],
])('%s: the invoice is read, waits with the finding, and a person may let it go on', SLOW, async (code, name) => {
  const content = await trick(name)
  const id = (await upload('invoice.pdf', content)).parts[0]?.invoiceId as string
  const held = await untilItRests(id)
  expect(held).toMatchObject({ status: 'in-review', failure: null, unreadable: null })
  expect(held.findings).toContainEqual(expect.objectContaining({ code, severity: 'warning' }))
  expect(held.draft?.fields.grossTotal?.value).toBe('1200.00')
  expect(Buffer.from(await (await ask(`invoices/${id}/original`)).arrayBuffer()).equals(content)).toBe(true)
  expect((await act(id, 'retry', { version: held.version })).status).toBe(200)
  expect((await untilItRests(id)).findings).toContainEqual(expect.objectContaining({ code, severity: 'warning' }))
})

test('what is no document by its content becomes no invoice, whatever its name says, and is kept with the reason', async () => {
  const program = Buffer.concat([Buffer.from('MZ'), invoicePdf()])
  const { parts } = await upload('invoice.pdf', program)
  expect(parts).toMatchObject([
    { disposition: 'quarantined', invoiceId: null, reason: expect.stringMatching(/Not a PDF/) },
  ])
})

test('a document is what its content says, whatever its name says', SLOW, async () => {
  const content = readFileSync(new URL('../../fixtures/invoices/en-hosting/invoice.pdf', import.meta.url))
  const { parts } = await upload('holiday.exe', content)
  expect(parts).toMatchObject([{ disposition: 'invoice', mediaType: 'application/pdf' }])
  expect(await untilItRests(parts[0]?.invoiceId as string)).toMatchObject({
    mediaType: 'application/pdf',
    unreadable: null,
  })
})
