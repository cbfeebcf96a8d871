import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Verdict } from '../antivirus/index.ts'
import { assertMayLeave } from '../antivirus/scan-original.ts'
import { BillhookError } from '../errors.ts'
import { runLeased } from '../pipeline/run-leased.ts'
import { type ChildPool, openChildPool } from '../sandbox/index.ts'
import { receive } from './receive.ts'
import { fakePdf, openTestIntake, type TestIntake } from './testing/open-test-intake.ts'
import { PARSE_CHILDREN, retryDelivery, type UnpackPorts, unpackDelivery } from './unpack.ts'

let intake: TestIntake
let children: ChildPool
let ports: UnpackPorts
const parsed: string[] = []
/** The scanner's signature: files that hold one of these words are found. Null: it is out. */
let signatures: string[] | null = []
const scanned: Buffer[] = []
/** What the scanner does not take. */
let tooLarge: Buffer | undefined

beforeAll(async () => {
  intake = await openTestIntake()
  children = openChildPool(PARSE_CHILDREN)
  const watched: ChildPool = {
    ...children,
    run: (task, options) => {
      parsed.push(task.name)
      return children.run(task, options)
    },
  }
  const scan = async (content: Buffer): Promise<Verdict> => {
    scanned.push(content)
    if (tooLarge?.equals(content)) return { kind: 'too-large' }
    if (signatures === null) throw new BillhookError('antivirus.unavailable', 'The virus scanner is out.')
    const signature = signatures.find((word) => content.includes(word))
    return signature === undefined ? { kind: 'clean' } : { kind: 'found', signature }
  }
  ports = { ...intake.ports, children: watched, antivirus: { scan, check: async () => {} } }
})
afterAll(async () => {
  await children?.close()
  await intake?.close()
})
beforeEach(() => {
  signatures = []
  scanned.length = 0
  parsed.length = 0
})

let mails = 0
const compose = (files: [name: string, content: Buffer][]) =>
  new MailComposer({
    from: 's@example.org',
    to: 'acme@in.example',
    text: `mail ${++mails}`,
    attachments: files.map(([filename, content]) => ({ filename, content })),
  })
    .compile()
    .build()

async function spool(content: Buffer, name: string) {
  return await intake.spool.take([content] as unknown as AsyncIterable<Buffer>, { name, limit: 1e9 })
}
async function receiveMail(raw: Buffer): Promise<string> {
  const received = { companyId: 'acme', channel: 'smtp', envelope: {}, raw: await spool(raw, 'mail') } as const
  return (await receive(intake.ports, received)).delivery.id
}
const partsOf = (id: string) =>
  intake.db.selectFrom('delivery_part').selectAll().where('delivery_id', '=', id).orderBy('position').execute()
const deliveryOf = (id: string) =>
  intake.db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const mayLeave = (content: Buffer) =>
  assertMayLeave(intake.db, { sha256: createHash('sha256').update(content).digest('hex'), awaitsScan: true })
const tries = { attempts: 3, timeoutMs: 10_000, backoffMs: [1_000] }
const work = (id: string) =>
  runLeased({ ...ports, log: () => {} }, { table: 'delivery', id }, { tries, run: () => unpackDelivery(ports, id) })
const makeDue = (id: string) =>
  intake.db.updateTable('delivery').set({ due_at: ports.now() }).where('id', '=', id).execute()

test('a mail is scanned before it is parsed, and each of its files before it can become an invoice', async () => {
  const raw = await compose([['a.pdf', fakePdf('one')]])
  const id = await receiveMail(raw)
  await unpackDelivery(ports, id)
  expect(scanned).toEqual([raw, fakePdf('one')])
  expect(await partsOf(id)).toMatchObject([{ file_name: 'a.pdf', disposition: 'invoice' }])
})

test('an infected attachment is quarantined by its name; the clean invoices of its mail go on, and the mail is not given out', async () => {
  const raw = await compose([
    ['bad.pdf', fakePdf('two EVIL')],
    ['good.pdf', fakePdf('two')],
  ])
  const id = await receiveMail(raw)
  // what a scanner that takes mails apart says: found in the whole, and in one of its files
  signatures = ['s@example.org', 'EVIL']
  await work(id)
  expect(await partsOf(id)).toMatchObject([
    { file_name: 'bad.pdf', disposition: 'quarantined', reason: expect.stringContaining('found EVIL') },
    { file_name: 'good.pdf', disposition: 'invoice', reason: 'A PDF.' },
  ])
  expect(await deliveryOf(id)).toMatchObject({ failure: null, disposed_at: expect.any(Date) })
  await expect(mayLeave(raw)).rejects.toMatchObject({ code: 'antivirus.quarantined' })
  await expect(mayLeave(fakePdf('two EVIL'))).rejects.toMatchObject({ code: 'antivirus.quarantined' })
  await expect(mayLeave(fakePdf('two'))).resolves.toBeUndefined()
})

test('a mail in which something is found, but in none of its files, stays open with the reason until a person tries again', async () => {
  const id = await receiveMail(await compose([['a.pdf', fakePdf('seven')]]))
  signatures = ['s@example.org']
  await work(id)
  expect(await deliveryOf(id)).toMatchObject({
    disposed_at: null,
    due_at: null,
    failure: { code: 'antivirus.found', message: expect.stringContaining('none of its files') },
  })
  expect(await partsOf(id)).toEqual([])
  signatures = []
  await retryDelivery(ports, { companyId: 'acme', deliveryId: id, actor: 'clerk' })
  await work(id)
  expect(await deliveryOf(id)).toMatchObject({ failure: null, disposed_at: expect.any(Date) })
  expect(await partsOf(id)).toMatchObject([{ disposition: 'invoice' }])
})

test('of a mail that is larger than the scanner takes each file is judged by itself', async () => {
  const raw = await compose([['a.pdf', fakePdf('eight')]])
  tooLarge = raw
  const id = await receiveMail(raw)
  await work(id)
  expect(await partsOf(id)).toMatchObject([{ file_name: 'a.pdf', disposition: 'invoice' }])
  await expect(mayLeave(raw)).rejects.toMatchObject({ code: 'antivirus.quarantined' })
})

test('a file that only its own scan finds is quarantined; its neighbours become invoices', async () => {
  // base64 hides the word from a scanner that does not take mails apart
  const id = await receiveMail(
    await compose([
      ['bad.pdf', fakePdf('three EVIL')],
      ['good.pdf', fakePdf('three')],
    ]),
  )
  signatures = ['EVIL']
  await unpackDelivery(ports, id)
  expect(await partsOf(id)).toMatchObject([
    {
      file_name: 'bad.pdf',
      disposition: 'quarantined',
      reason: expect.stringContaining('found EVIL'),
      invoice_id: null,
    },
    { file_name: 'good.pdf', disposition: 'invoice' },
  ])
})

test('nothing goes on of an uploaded mail in which something is found, but in none of its files; what was uploaded with it is unharmed', async () => {
  const bad = await compose([['b.pdf', fakePdf('four')]])
  const good = await compose([['c.pdf', fakePdf('five')]])
  const files = [
    { name: 'bad.eml', declaredType: '', spool: await spool(bad, 'bad.eml') },
    { name: 'good.eml', declaredType: '', spool: await spool(good, 'good.eml') },
  ]
  const { delivery } = await receive(intake.ports, { companyId: 'acme', channel: 'http-upload', envelope: {}, files })
  signatures = [
    bad
      .subarray(0, 400)
      .toString()
      .match(/Message-ID: (\S+)/)?.[1] ?? 'no Message-ID',
  ]
  await unpackDelivery(ports, delivery.id)
  expect(await partsOf(delivery.id)).toMatchObject([
    { file_name: 'bad.eml', disposition: 'quarantined', reason: expect.stringContaining('virus scanner found') },
    { file_name: 'good.eml', disposition: 'supporting' },
    { file_name: 'c.pdf', disposition: 'invoice' },
  ])
})

test('while the scanner is out a mail waits and uses up no attempt', async () => {
  const id = await receiveMail(await compose([['a.pdf', fakePdf('six')]]))
  signatures = null
  for (let outage = 0; outage < 10; outage += 1) {
    await makeDue(id)
    await work(id)
    const waits = {
      attempts: 0,
      disposed_at: null,
      failure: { code: 'antivirus.unavailable' },
      due_at: expect.any(Date),
    }
    expect(await deliveryOf(id)).toMatchObject(waits)
  }
  expect(parsed).toEqual([])
  signatures = []
  await makeDue(id)
  await work(id)
  expect(await partsOf(id)).toMatchObject([{ disposition: 'invoice' }])
})
