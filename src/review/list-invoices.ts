import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { cutPage, isAfter, readCursor } from './cursor.ts'
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
  if (before) query = query.where(isAfter('created_at', before))
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, nextCursor } = cutPage(rows, { limit, placeOf: (row) => ({ at: row.created_at, id: row.id }) })
  return { invoices: page, nextCursor }
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
