/** An older database was restored beside newer books: what was posted since then the records do not know. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bill } from '../../schemas/bill.ts'
import { openCsv } from '../accounting/csv/index.ts'
import { openHledger } from '../accounting/hledger/index.ts'
import type { Connector } from '../accounting/index.ts'
import { openRest } from '../accounting/rest/index.ts'
import { sampleBill } from '../accounting/testing/sample-bill.ts'
import { type StandIn, startStandIn } from '../accounting/testing/stand-in.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice } from '../http/testing/records.ts'
import { postOnce } from './effects.ts'

const now = () => new Date('2026-11-21T10:00:00Z')
let database: OpenDatabase
let folder: string
let standIn: StandIn
let books = 0
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'billhook-restore-'))
  // The other side minds neither the key nor the reference: only looking helps.
  const misbehaviours = ['ignores-the-key', 'accepts-duplicates'] as const
  standIn = await startStandIn({ seed: 'restore', now, misbehaviours })
})
afterAll(async () => {
  await standIn?.close()
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

const ACCOUNTS = { expenseAccount: 'expenses', taxAccount: 'tax', payableAccount: 'payable' }
type Target = { connector: Connector; count: () => Promise<number> }
const countLines = async (path: string, mark: RegExp) =>
  (await readFile(path, 'utf8')).split('\n').filter((line) => mark.test(line)).length
const TARGETS: Record<string, () => Target> = {
  'the journal': () => {
    const book = join(folder, `journal-${++books}`)
    const count = () => countLines(join(book, 'journal.ledger'), /^\d{4}-/)
    return { connector: openHledger({ kind: 'hledger', ...ACCOUNTS }, { folder: book, now }), count }
  },
  'the CSV files': () => {
    const book = join(folder, `csv-${++books}`)
    const count = async () => (await countLines(join(book, 'bills.csv'), /./)) - 1
    return { connector: openCsv({ folder: book, now }), count }
  },
  'an API': () => {
    const { url, token } = standIn
    const before = standIn.bills().length
    const connector = openRest({ kind: 'rest', url, token, searchLagSeconds: 60 }, { now })
    return { connector, count: async () => standIn.bills().length - before }
  },
}

async function approve(change: Partial<Bill> = {}): Promise<Bill> {
  const company = await insertCompany(database.db)
  const invoice = await insertInvoice(database.db, { company, status: 'approved' })
  const { id: invoiceId, version, original_sha256: originalSha256 } = invoice
  return sampleBill({ company: company.id, invoiceId, version, originalSha256, ...change })
}
const post = (connector: Connector, bill: Bill) => postOnce({ db: database.db, now }, { bill, connector })
/** As if the backup had been made before anything was posted. */
const restore = () => database.db.deleteFrom('effect').execute()

describe.each(Object.entries(TARGETS))('after an older database was restored, %s', (_, open) => {
  test('is asked first, and what it has is not posted again', async () => {
    const { connector, count } = open()
    const bill = await approve()
    const first = await post(connector, bill)
    await restore()
    expect(await post(connector, bill)).toMatchObject({ reference: first.reference, foreignId: first.foreignId })
    expect(await count()).toBe(1)
    const effect = await database.db.selectFrom('effect').selectAll().executeTakeFirstOrThrow()
    expect(effect).toMatchObject({ state: 'done', attempts: 1 })
  })

  test('still gets what it does not have', async () => {
    const { connector, count } = open()
    await post(connector, await approve())
    await restore()
    await post(connector, await approve({ invoiceNumber: 'another' }))
    expect(await count()).toBe(2)
  })
})

describe.each(Object.entries(TARGETS).slice(0, 2))('after an older database was restored, %s', (_, open) => {
  test('refuses the same invoice that went another way to its approval this time', async () => {
    const { connector, count } = open()
    const bill = await approve()
    await post(connector, bill)
    await restore()
    const again = post(connector, { ...bill, version: bill.version + 2, invoiceNumber: 'corrected' })
    await expect(again).rejects.toMatchObject({
      code: 'accounting.refused',
      message: expect.stringContaining('already'),
    })
    expect(await count()).toBe(1)
  })

  test('refuses a document that its supplier sent again because the records had lost it', async () => {
    const { connector, count } = open()
    const bill = await approve({ invoiceNumber: 'Nr. "7", 2026; x' })
    await post(connector, bill)
    await restore()
    const { originalSha256, invoiceNumber } = bill
    const again = await approve({ originalSha256, invoiceNumber })
    await expect(post(connector, again)).rejects.toMatchObject({ code: 'accounting.refused' })
    expect(await count()).toBe(1)
    // Another bill that stands in the same file is another bill.
    await post(connector, { ...again, invoiceNumber: '8' })
    expect(await count()).toBe(2)
  })
})
