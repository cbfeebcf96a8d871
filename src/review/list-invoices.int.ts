import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillRecords, MEASURED } from '../bench/records-fill.ts'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { startPostgres, type TestPostgres } from '../database/testing/start-postgres.ts'
import { openMetrics } from '../insight/metrics.ts'
import { writeCursor } from './cursor.ts'
import { countInvoices, type InvoiceQuery, listInvoices } from './list-invoices.ts'

const INVOICES = 20_000
/** Of the measured company in a week: four fifths of all, in 157 weeks. */
const IN_A_WEEK = 110

const folder = mkdtempSync(join(tmpdir(), 'billhook-lists-'))
let postgres: TestPostgres
let opened: OpenDatabase
beforeAll(async () => {
  postgres = await startPostgres(folder)
  opened = await openDatabase({ kind: 'server', url: postgres.url })
  await fillRecords(postgres.url, INVOICES)
})
afterAll(async () => {
  await opened?.close()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** How many rows of Billhook's tables the server reads for this, and how often it reads a table through. */
async function countReads(work: () => Promise<unknown>): Promise<{ rows: number; through: number }> {
  const read = async () => {
    // In this order on every connection of the pool: the statements before are in the statistics then.
    await Promise.all(
      Array.from({ length: 12 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(0.05)`.execute(opened.db)),
    )
    const { rows } = await sql<{ rows: number; through: number }>`
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows,
        (sum(seq_scan) filter (where relname in ('invoice', 'invoice_search', 'invoice_text', 'event', 'effect', 'delivery', 'message')))::int as through
      from pg_stat_user_tables where schemaname = 'billhook'`.execute(opened.db)
    return rows[0] as { rows: number; through: number }
  }
  const before = await read()
  await work()
  const after = await read()
  return { rows: after.rows - before.rows, through: after.through - before.through }
}

const anyTime = writeCursor({ at: new Date(Date.now() - 400 * 86_400_000), id: 'ffffffff' })

describe('with many invoices', () => {
  test.each<[string, Omit<InvoiceQuery, 'companyId' | 'limit'>]>([
    ['the newest', {}],
    ['a deep page', { cursor: anyTime }],
    ['what is in review', { status: 'in-review' }],
    ['a deep page of what is paid', { status: 'paid', cursor: anyTime }],
  ])('a list reads what it shows: %s', async (_, query) => {
    const reads = await countReads(() => listInvoices(opened.db, { companyId: MEASURED, limit: 50, ...query }))
    expect(reads.through).toBe(0)
    expect(reads.rows).toBeGreaterThanOrEqual(51)
    expect(reads.rows).toBeLessThan(60)
  })

  test.each([
    ['a word that every fourth supplier has', { q: 'gmbh' }],
    ['such a word in a status of many', { q: 'gmbh', status: 'posted' as const }],
    ['two letters', { q: 'kg' }],
    ['what is nowhere', { q: 'zzyzx' }],
  ])('a search reads some weeks, not the books: %s', async (_, query) => {
    const reads = await countReads(() => listInvoices(opened.db, { companyId: MEASURED, limit: 50, ...query }))
    expect(reads.through).toBe(0)
    expect(reads.rows).toBeLessThan(12 * IN_A_WEEK)
  })

  test.each([
    ['in all', { status: undefined }],
    ['in a status of many', { status: 'posted' as const }],
    ['in a status of few', { status: 'rejected' as const }],
  ])('a search finds page by page what reading everything finds: %s', async (_, filter) => {
    const { rows } = await sql<{ id: string }>`
      select id from billhook.invoice where company_id = ${MEASURED} and supplier_name ilike '%müller%'
        and (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
      order by created_at desc, id desc`.execute(opened.db)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await listInvoices(opened.db, { companyId: MEASURED, q: 'MULLER', cursor, limit: 37, ...filter })
      found.push(...page.invoices.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(found.length).toBeGreaterThan(5)
    expect(found).toEqual(rows.map(({ id }) => id))
  })

  test('the numbers beside the filters and the metrics count nothing that has ended', async () => {
    const counts = await countInvoices(opened.db, MEASURED)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe((INVOICES / 20) * 16)
    const inbox = await countReads(() => countInvoices(opened.db, MEASURED))
    expect(inbox.rows).toBeLessThan(100)
    const metrics = openMetrics({ db: opened.db, now: () => new Date(), countJobs: async () => [] })
    let text = ''
    const reads = await countReads(async () => {
      text = (await metrics.write()).text
    })
    expect(text).toMatch(/^billhook_invoices\{status="paid"\} \d{4,}$/m)
    expect(reads.through).toBe(0)
    // A tenth of these books is in work, at most.
    expect(reads.rows).toBeLessThan(INVOICES / 10)
  })
})
