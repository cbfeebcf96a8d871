import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, PLAIN_BILL, readInvoice, startClock } from '../http/testing/records.ts'
import { move } from '../pipeline/move.ts'
import { keepWords } from '../stages/keep-words.ts'
import { correct } from './correct.ts'
import { countInvoices, type InvoiceQuery, listInvoices } from './list-invoices.ts'

let opened: OpenDatabase
let company: Company
const clock = startClock()
beforeAll(async () => {
  opened = await openTestDatabase()
  company = await insertCompany(opened.db)
})
afterAll(() => opened?.close())

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS)
const numbersOf = (invoices: { invoice_number: string | null }[]) => invoices.map((invoice) => invoice.invoice_number)

type Given = Partial<Record<keyof typeof PLAIN_BILL, string>> & { fileName?: string; at?: Date; status?: InvoiceStatus }
function insert(of: Pick<Company, 'id'>, { fileName, at, status = 'posted', ...values }: Given) {
  return insertInvoice(opened.db, {
    company: of,
    status,
    values: { ...PLAIN_BILL, ...values },
    ...(fileName ? { fileName } : {}),
    ...(at ? { at } : {}),
  })
}

/** The numbers of all invoices that a query finds, page by page. */
async function readAll(query: Omit<InvoiceQuery, 'cursor'>, between: () => Promise<unknown> = async () => {}) {
  const found: (string | null)[] = []
  let cursor: string | undefined
  do {
    const page = await listInvoices(opened.db, { ...query, cursor })
    found.push(...numbersOf(page.invoices))
    cursor = page.nextCursor ?? undefined
    await between()
  } while (cursor !== undefined)
  return found
}

describe('searching', () => {
  beforeAll(async () => {
    await insert(company, {
      invoiceNumber: 'R-2026/0017',
      supplierName: 'Müller Bürobedarf GmbH & Co. KG',
      grossTotal: '1234.50',
      fileName: 'Scan_2026-02-28 (3).pdf',
    })
    await insert(company, {
      invoiceNumber: 'INV004711',
      supplierName: 'Nordlicht-Papier Société Générale',
      grossTotal: '12000',
      currency: 'JPY',
      at: daysAgo(900),
    })
    await insert(company, { invoiceNumber: 'Ж-5', supplierName: 'ООО Ромашка', grossTotal: '7.00', at: daysAgo(30) })
    await insert(await insertCompany(opened.db), { invoiceNumber: 'R-2026/0017', supplierName: 'Müller Bürobedarf' })
  })

  test.each([
    ['a whole number', 'R-2026/0017', 'R-2026/0017'],
    ['a number in another spelling', 'r2026 0017', 'R-2026/0017'],
    ['the end of a number', '0017', 'R-2026/0017'],
    ['the middle of a number', '26-00', 'R-2026/0017'],
    ['the last digits of an old one', '711', 'INV004711'],
    ['a word of the supplier', 'bürobedarf', 'R-2026/0017'],
    ['capitals without accents', 'BUROBEDARF', 'R-2026/0017'],
    ['umlauts as two letters', 'mueller buero', 'R-2026/0017'],
    ['the beginning of a word', 'nordl', 'INV004711'],
    ['the second half of a compound', 'bedarf', 'R-2026/0017'],
    ['words in any order', 'generale papier', 'INV004711'],
    ['two letters', 'kg', 'R-2026/0017'],
    ['one letter of another alphabet', 'Ж', 'Ж-5'],
    ['an amount as a German writes it', '1.234,50', 'R-2026/0017'],
    ['an amount as an American writes it', '1,234.50 EUR', 'R-2026/0017'],
    ['an amount without its zero cents', '12000', 'INV004711'],
    ['a part of a file name', 'scan_2026-02-28', 'R-2026/0017'],
  ])('finds %s', async (_, q, number) => {
    expect(await readAll({ companyId: company.id, q, limit: 10 })).toEqual([number])
    expect(await readAll({ companyId: company.id, q, status: 'posted', limit: 10 })).toEqual([number])
  })

  test.each(['0018', 'müller papier', '1234.51', 'R-2026/0017 JPY', '---', "' & 'x", '\\', '%', '😀'])(
    'finds nothing for what is nowhere: %s',
    async (q) => {
      expect(await readAll({ companyId: company.id, q, limit: 10 })).toEqual([])
    },
  )

  test('is about what a person corrected, not what was read', async () => {
    const ports = { db: opened.db, now: clock.now, dispatch: async () => {} }
    const { id, version } = await insert(company, { invoiceNumber: 'W-1', supplierName: 'Wrong', status: 'in-review' })
    const target = { companyId: company.id, invoiceId: id, version, actor: 'clerk@acme.example' }
    await correct(ports, { ...target, correction: { fields: { supplierName: 'Zwiebelhof' } } })
    expect(await readAll({ companyId: company.id, q: 'zwiebel', limit: 10 })).toEqual(['W-1'])
    expect(await readAll({ companyId: company.id, q: 'wrong', limit: 10 })).toEqual([])
  })
})

describe('searching the words of pages', () => {
  let books: Company
  const find = async (q: string) => await readAll({ companyId: books.id, q, limit: 10 })
  /** What is done when its draft is made. */
  async function keep(invoiceId: string, text: string) {
    const words = text.split(' ').map((word) => ({
      text: word,
      box: [0, 0, 1, 1] as [number, number, number, number],
      source: 'ocr' as const,
      confidence: 1,
    }))
    const page = { number: 1, width: 1, height: 1, source: 'ocr' as const, words }
    await opened.db.transaction().execute(keepWords({ pages: [page] }, { invoiceId }))
  }

  beforeAll(async () => {
    books = await insertCompany(opened.db)
    const { id } = await insert(books, { invoiceNumber: 'P-1', supplierName: 'Stadtwerke' })
    await keep(id, 'Ökostrom Zähler 1ESY-1160 \u0000 Grundpreis 12,50 <b> Ableitung </b> 田中')
    const old = await insert(books, { invoiceNumber: 'P-2', supplierName: 'Nordlicht', at: daysAgo(700) })
    await keep(old.id, 'Grundpreis Toner')
    await insert(books, { invoiceNumber: 'P-3', supplierName: 'Grundner' })
    const other = await insert(await insertCompany(opened.db), { invoiceNumber: 'P-4' })
    await keep(other.id, 'Toner')
  })

  test.each([
    ['a word', 'toner', ['P-2']],
    ['the beginning of a word', 'ablei', ['P-1']],
    ['a word that several have, newest first', 'grundpreis', ['P-1', 'P-2']],
    ['beginnings of fields and pages alike', 'grund', ['P-3', 'P-1', 'P-2']],
    ['an umlaut as it is, without its dots, as two letters', 'ökostrom', ['P-1']],
    ['an umlaut without its dots', 'okostrom zahler', ['P-1']],
    ['an umlaut as two letters', 'oekostrom zaehler', ['P-1']],
    ['a number in another spelling', '1esy1160', ['P-1']],
    ['an amount as an American writes it', '12.50', ['P-1']],
    ['a word of a field and one of the pages', 'stadtwerke grundpreis', ['P-1']],
    ['letters of another alphabet', '田中', ['P-1']],
    ['no word that stands on another bill', 'stadtwerke toner', []],
    ['no middle of a word', 'preis', []],
  ])('finds %s', async (_, q, numbers) => {
    expect((await find(q)).toSorted()).toEqual(numbers.toSorted())
  })

  test('goes through all pages of what was found, by status too', async () => {
    expect(await readAll({ companyId: books.id, q: 'grundpreis', limit: 1 })).toEqual(['P-1', 'P-2'])
    expect(await readAll({ companyId: books.id, q: 'grundpreis', status: 'posted', limit: 1 })).toEqual(['P-1', 'P-2'])
    expect(await readAll({ companyId: books.id, q: 'grundpreis', status: 'paid', limit: 1 })).toEqual([])
  })

  test('follows a correction, and a document that is read again', async () => {
    const { id } = await insert(books, { invoiceNumber: 'P-5', supplierName: 'Kite', status: 'in-review' })
    await keep(id, 'Segeltuch')
    await opened.db.updateTable('invoice').set({ supplier_name: 'Drachen' }).where('id', '=', id).execute()
    expect(await find('drachen segel')).toEqual(['P-5'])
    expect(await find('kite segel')).toEqual([])
    await keep(id, 'Leinen')
    expect([await find('leinen'), await find('segeltuch')]).toEqual([['P-5'], []])
  })
})

describe('pages', () => {
  test.each([
    ['all', {}],
    ['of a status', { status: 'paid' as const }],
    ['of a search', { q: 'spread' }],
    ['of a search in a status', { q: 'spread', status: 'paid' as const }],
  ])('%s show every invoice once, newest first, while others come in', async (_, filter) => {
    const books = await insertCompany(opened.db)
    const expected: string[] = []
    for (let n = 0; n < 23; n++) {
      // Some at the same moment, some weeks and a year apart.
      const at = daysAgo([0, 0, 0, 8, 30, 400][n % 6] as number)
      const status = n % 3 === 0 ? 'filed' : 'paid'
      const { id } = await insert(books, { invoiceNumber: `S-${n}`, supplierName: 'Spread Ltd', at, status })
      if (!('status' in filter) || status === 'paid') expected.push(`${at.toISOString()} ${id}`)
    }
    const order = expected.toSorted().reverse()
    const rows = await opened.db
      .selectFrom('invoice')
      .select(['id', 'invoice_number', 'created_at'])
      .where('company_id', '=', books.id)
      .execute()
    const numbers = new Map(rows.map((row) => [`${row.created_at.toISOString()} ${row.id}`, row.invoice_number]))
    const found = await readAll({ companyId: books.id, limit: 4, ...filter }, () =>
      insert(books, { invoiceNumber: 'late', supplierName: 'Spread Ltd', status: 'paid', at: daysAgo(-1) }),
    )
    expect(found).toEqual(order.map((key) => numbers.get(key)))
  })
})

describe('the number of invoices in each status', () => {
  test('follows arrivals, moves and refused moves', async () => {
    const books = await insertCompany(opened.db)
    const first = await insert(books, { invoiceNumber: 'C-1', status: 'in-review' })
    await insert(books, { invoiceNumber: 'C-2', status: 'in-review' })
    expect(await countInvoices(opened.db, books.id)).toEqual({ 'in-review': 2 })
    const ports = { db: opened.db, now: clock.now }
    await move(ports, { invoice: first, outcome: 'reject', actor: 'clerk@acme.example' })
    expect(await countInvoices(opened.db, books.id)).toEqual({ 'in-review': 1, rejected: 1 })
    expect(await move(ports, { invoice: first, outcome: 'reject', actor: 'clerk@acme.example' })).toBeNull()
    const failing = move(ports, {
      invoice: await readInvoice(opened.db, first.id),
      outcome: 'reopen',
      actor: 'clerk@acme.example',
      together: () => Promise.reject(new Error('no')),
    })
    await expect(failing).rejects.toThrow('no')
    expect(await countInvoices(opened.db, books.id)).toEqual({ 'in-review': 1, rejected: 1 })
  })
})
