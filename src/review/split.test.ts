import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { Database, OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { deliveriesAreDisposedOf } from '../doctor/checks/deliveries-are-disposed-of.ts'
import { pagesAreInOneBill } from '../doctor/checks/pages-are-in-one-bill.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../http/testing/records.ts'
import type { Outcome } from '../pipeline/lifecycle.ts'
import { type InvoiceRow, move } from '../pipeline/move.ts'
import { listPieces } from '../pipeline/pieces.ts'
import { supportWith } from '../stages/merge-documents.ts'
import { join } from './join.ts'
import { split } from './split.ts'

let database: OpenDatabase
let db: Database
let company: Company
const { now } = startClock()
const actor = 'clerk@acme.example'
const objects = { get: async () => Buffer.alloc(0) } as never
beforeAll(async () => {
  database = await openTestDatabase()
  db = database.db
  company = await insertCompany(db)
})
afterAll(() => database.close())

const ports = () => ({ db, now, newId, dispatch: async () => {} })
const targetOf = ({ id, version }: Pick<InvoiceRow, 'id' | 'version'>) => ({
  companyId: company.id,
  invoiceId: id,
  version,
  actor,
})
const rangesOf = (pieces: readonly InvoiceRow[]) => pieces.map(({ first_page, last_page }) => [first_page, last_page])
const partsOf = (invoice: InvoiceRow) =>
  db
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', '=', invoice.delivery_id)
    .orderBy('position')
    .execute()

/** A file of six pages that waits in review. */
async function insertFile(): Promise<InvoiceRow> {
  const { id } = await insertInvoice(db, { company, status: 'in-review', billKey: `key ${newId()}` })
  await db.updateTable('invoice').set({ page_count: 6 }).where('id', '=', id).execute()
  return await readInvoice(db, id)
}

async function splitFile(at: number[] = [3, 4]): Promise<{ whole: InvoiceRow; pieces: InvoiceRow[] }> {
  const file = await insertFile()
  await split(ports(), { ...targetOf(file), at })
  return { whole: await readInvoice(db, file.id), pieces: await listPieces(db, file.id) }
}

async function moveOn(piece: InvoiceRow, outcomes: readonly Outcome[]): Promise<InvoiceRow> {
  for (const outcome of outcomes) await move({ db, now }, { invoice: await readInvoice(db, piece.id), outcome, actor })
  return await readInvoice(db, piece.id)
}
const TO_APPROVAL = ['identified', 'recognized', 'extracted', 'clean', 'routed'] as const

/** What the doctor says of stacks and deliveries. */
async function findProblems() {
  const checks = [pagesAreInOneBill, deliveriesAreDisposedOf]
  return (await Promise.all(checks.map((check) => check({ db, objects, now })))).flat()
}

test('a person splits a file: each part is an invoice with its pages, from the first stage, and the file is no bill any more', async () => {
  const { whole, pieces } = await splitFile()
  expect(whole).toMatchObject({
    status: 'replaced',
    bill_key: null,
    due_at: null,
    stack: { state: 'split', by: actor },
  })
  expect(rangesOf(pieces)).toEqual([
    [1, 2],
    [3, 3],
    [4, 6],
  ])
  for (const piece of pieces) {
    expect(piece).toMatchObject({ status: 'received', version: 0, original_sha256: whole.original_sha256 })
    expect(piece).toMatchObject({ due_at: now(), touched_by: [actor] })
  }
  const [file, ...parts] = await partsOf(whole)
  expect(file).toMatchObject({ disposition: 'invoice', invoice_id: whole.id })
  expect(file?.reason).toContain(`Became 3 invoices: ${pieces[0]?.id} (pages 1 to 2), ${pieces[1]?.id} (page 3)`)
  expect(parts.map((part) => part.invoice_id)).toEqual(pieces.map(({ id }) => id))
  expect(await findProblems()).toEqual([])
})

test('a split that fails in the middle leaves everything as it was', async () => {
  const file = await insertFile()
  const before = await partsOf(file)
  for (const failsAt of [2, 3, 4, 5, 6]) {
    let count = 0
    const failing = { ...ports(), newId: () => (++count >= failsAt ? (null as never) : newId()) }
    await expect(split(failing, { ...targetOf(file), at: [3, 4] })).rejects.toThrow()
    expect(await readInvoice(db, file.id)).toEqual(file)
    expect(await listPieces(db, file.id)).toEqual([])
    expect(await partsOf(file)).toEqual(before)
  }
  await split(ports(), { ...targetOf(file), at: [3, 4] })
  expect(await listPieces(db, file.id)).toHaveLength(3)
})

test('a file that two people split at once is split once', async () => {
  const file = await insertFile()
  const both = await Promise.allSettled([[2], [5]].map((at) => split(ports(), { ...targetOf(file), at })))
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await listPieces(db, file.id)).toHaveLength(2)
  expect(await findProblems()).toEqual([])
})

test('one action makes it one invoice again, for good, wherever its pieces are', async () => {
  const { whole, pieces } = await splitFile()
  await moveOn(pieces[0]!, TO_APPROVAL)
  await moveOn(pieces[1]!, ['identified', 'recognized', 'extracted', 'doubtful', 'reject'])
  await join(ports(), { ...targetOf(whole), others: [] })
  const again = await readInvoice(db, whole.id)
  expect(again).toMatchObject({ status: 'recognized', stack: { state: 'joined', by: actor }, due_at: now() })
  expect(again.touched_by).toContain(actor)
  expect(await listPieces(db, whole.id)).toEqual([])
  for (const { id } of pieces) expect(await readInvoice(db, id)).toMatchObject({ status: 'replaced', due_at: null })
  expect(await partsOf(whole)).toMatchObject([{ invoice_id: whole.id, disposition: 'invoice' }])
  expect(await findProblems()).toEqual([])
})

test('what was approved stays as it is: its file is not joined any more', async () => {
  const { whole, pieces } = await splitFile()
  await moveOn(pieces[1]!, [...TO_APPROVAL, 'approve'])
  await expect(join(ports(), { ...targetOf(whole), others: [] })).rejects.toMatchObject({
    code: 'pipeline.illegal-outcome',
    message: expect.stringContaining('is approved'),
  })
  expect(await listPieces(db, whole.id)).toHaveLength(3)
})

test('a piece that changed since a person saw it is not joined with what they saw', async () => {
  const { whole, pieces } = await splitFile()
  const others = pieces.map(({ id, version }) => ({ invoiceId: id, version }))
  await moveOn(pieces[2]!, ['identified'])
  await expect(join(ports(), { ...targetOf(whole), others })).rejects.toMatchObject({
    code: 'pipeline.version-conflict',
  })
  expect((await readInvoice(db, whole.id)).status).toBe('replaced')
})

test('neighbours become one invoice and the others stay; pieces that lie apart do not', async () => {
  const { whole, pieces } = await splitFile()
  const [first, second, third] = pieces as [InvoiceRow, InvoiceRow, InvoiceRow]
  const apart = [{ invoiceId: third.id, version: third.version }]
  await expect(join(ports(), { ...targetOf(first), others: apart })).rejects.toMatchObject({
    code: 'pipeline.illegal-outcome',
  })
  const others = [{ invoiceId: second.id, version: second.version }]
  const { pieces: made } = await join(ports(), { ...targetOf(first), others })
  expect(made).toMatchObject([{ firstPage: 1, lastPage: 3 }])
  const after = await listPieces(db, whole.id)
  expect(after.map(({ id }) => id)).toEqual([made[0]?.invoiceId, third.id])
  expect(await findProblems()).toEqual([])
})

test('a piece that gave its pages back is joined with nothing', async () => {
  const { whole, pieces } = await splitFile()
  const [first, second, third] = pieces as [InvoiceRow, InvoiceRow, InvoiceRow]
  await join(ports(), { ...targetOf(first), others: [{ invoiceId: second.id, version: second.version }] })
  const [made] = await listPieces(db, whole.id)
  const others = [made!, third].map(({ id, version }) => ({ invoiceId: id, version }))
  const gone = await readInvoice(db, first.id)
  await expect(join(ports(), { ...targetOf(gone), others })).rejects.toMatchObject({ code: 'pipeline.illegal-outcome' })
  expect(await listPieces(db, whole.id)).toHaveLength(2)
})

test('a piece that supports another bill is told as such, however the rest is cut', async () => {
  const { whole, pieces } = await splitFile()
  const [first, second, third] = pieces as [InvoiceRow, InvoiceRow, InvoiceRow]
  const leader = await insertInvoice(db, { company, status: 'validated' })
  await db.transaction().execute((transaction) => supportWith(transaction, { follower: first, leader }))
  await join(ports(), { ...targetOf(second), others: [{ invoiceId: third.id, version: third.version }] })
  const parts = await partsOf(whole)
  expect(parts.filter(({ invoice_id }) => invoice_id === leader.id)).toMatchObject([{ disposition: 'supporting' }])
  expect(parts.filter(({ invoice_id }) => invoice_id === first.id)).toEqual([])
})

test('a piece is split further, and its pages stay pages of the file', async () => {
  const { whole, pieces } = await splitFile()
  const last = await moveOn(pieces[2]!, ['identified', 'recognized', 'extracted', 'doubtful'])
  await split(ports(), { ...targetOf(last), at: [2] })
  expect(rangesOf(await listPieces(db, whole.id))).toEqual([
    [1, 2],
    [3, 3],
    [4, 4],
    [5, 6],
  ])
  expect(await findProblems()).toEqual([])
})

test.each([[[1]], [[7]], [[2, 9]]])('an invoice of six pages is not split at %j', async (at) => {
  const file = await insertFile()
  await expect(split(ports(), { ...targetOf(file), at })).rejects.toMatchObject({ code: 'http.invalid-request' })
  expect(await listPieces(db, file.id)).toEqual([])
})

test('nothing but joining brings a file back that was split, or a piece that was joined', async () => {
  const { whole } = await splitFile()
  for (const outcome of ['reopen', 'retry', 'correct', 'accept', 'file'] as const)
    await expect(move({ db, now }, { invoice: whole, outcome, actor })).rejects.toMatchObject({
      code: 'pipeline.illegal-outcome',
    })
})

test('the doctor finds pages that are in two bills, and in none', async () => {
  const { whole, pieces } = await splitFile()
  await db.updateTable('invoice').set({ last_page: 3 }).where('id', '=', pieces[0]!.id).execute()
  expect(await findProblems()).toMatchObject([{ subject: `invoice ${whole.id}` }])
  await db.updateTable('invoice').set({ last_page: 1 }).where('id', '=', pieces[0]!.id).execute()
  expect(await findProblems()).toMatchObject([{ subject: `invoice ${whole.id}` }])
  await db.updateTable('invoice').set({ last_page: 2 }).where('id', '=', pieces[0]!.id).execute()
  expect(await findProblems()).toEqual([])
})
