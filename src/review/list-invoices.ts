import { type Expression, type SqlBool, sql } from 'kysely'
import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { searchInvoices } from './search-invoices.ts'

/** What a list shows of an invoice. */
const LISTED = [
  'id',
  'delivery_id',
  'file_name',
  'status',
  'version',
  'failure',
  'findings',
  'type',
  'supplier_name',
  'invoice_number',
  'issue_date',
  'due_date',
  'currency',
  'gross_total',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof InvoiceRow)[]
export type ListedInvoice = Pick<InvoiceRow, (typeof LISTED)[number]>

export type InvoiceQuery = {
  companyId: string
  status?: InvoiceStatus | undefined
  /** Parts of words of supplier, number, total, currency or file name, or beginnings of words on its pages; see `searchInvoices`. */
  q?: string | undefined
  /** From the page before; newest first. */
  cursor?: string | undefined
  limit: number
}

/**
 * One page of the company's invoices, newest first, and the cursor of the next page (null at the end).
 * @throws BillhookError `http.invalid-request` for a cursor that is not ours.
 */
export async function listInvoices(
  db: Database,
  { companyId, status, q, cursor, limit }: InvoiceQuery,
): Promise<{ invoices: ListedInvoice[]; nextCursor: string | null }> {
  const before = cursor ? readCursor(cursor) : null
  let query = db.selectFrom('invoice').select(LISTED).where('company_id', '=', companyId)
  if (status) query = query.where('status', '=', status)
  if (q?.trim()) {
    const isFound = await searchInvoices(db, { companyId, q, statuses: status && [status], before, limit: limit + 1 })
    if (isFound === null) return { invoices: [], nextCursor: null }
    query = query.where(isFound)
  }
  if (before) query = query.where(isAfter(before))
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const invoices = rows.slice(0, limit)
  const last = invoices.at(-1)
  return { invoices, nextCursor: rows.length > limit && last ? writeCursor(last.created_at, last.id) : null }
}

/** How many invoices of the company are in each status; statuses without any are left out. */
export async function countInvoices(db: Database, companyId: string): Promise<Partial<Record<InvoiceStatus, number>>> {
  const rows = await db
    .selectFrom('tally')
    .select(['state', 'count'])
    .where('company_id', '=', companyId)
    .where('record', '=', 'invoice')
    .where('count', '>', '0')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}

function isAfter({ at, id }: { at: Date; id: string }): Expression<SqlBool> {
  return sql<SqlBool>`(created_at, id) < (${at}, ${id})`
}

/** An opaque place in a list: time and id of the last one shown. */
export function writeCursor(at: Date, id: string): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')
}

/** @throws BillhookError `http.invalid-request` */
export function readCursor(cursor: string): { at: Date; id: string } {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const at = new Date(time)
  if (!Number.isNaN(at.getTime()) && id !== '' && !id.includes('\0')) return { at, id }
  throw new BillhookError('http.invalid-request', 'The cursor is not one of ours. Start again without one.')
}
