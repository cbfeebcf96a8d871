import { sql } from 'kysely'
import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'

/** In these somebody or something still has to act before the bill is posted. */
const OPEN: readonly InvoiceStatus[] = [
  'received',
  'identified',
  'recognized',
  'extracted',
  'validated',
  'in-review',
  'awaiting-approval',
  'approved',
]

/** Beyond this many, people filter and search; a browser should not hold more. */
export const MOST_INBOX_ROWS = 20_000

/** One invoice as the inbox shows it; times in ISO 8601. */
export type InboxRow = {
  id: string
  status: InvoiceStatus
  version: number
  type: string | null
  supplierName: string | null
  invoiceNumber: string | null
  dueDate: string | null
  currency: string | null
  grossTotal: string | null
  fileName: string
  /** Code of its gravest finding. */
  finding: string | null
  /** Code of the outage that holds it. */
  failure: string | null
  /** Why its file could not be read. */
  unreadable: string | null
  createdAt: string
  updatedAt: string
}

/**
 * Every invoice of the company that is still on its way, longest waiting first, or the ones with these ids whatever became of them.
 * @returns at most `MOST_INBOX_ROWS`
 */
export async function readInbox(
  db: Database,
  { companyId, ids }: { companyId: string; ids?: readonly string[] },
): Promise<InboxRow[]> {
  if (ids?.length === 0) return []
  const all = db
    .selectFrom('invoice')
    .select((of) => [
      'id',
      'status',
      'version',
      'type',
      of.ref('supplier_name').as('supplierName'),
      of.ref('invoice_number').as('invoiceNumber'),
      of.ref('due_date').as('dueDate'),
      'currency',
      of.ref('gross_total').as('grossTotal'),
      of.ref('file_name').as('fileName'),
      // A path costs less than unnesting and sorting, and there are thousands of rows.
      sql<string | null>`coalesce(jsonb_path_query_first(findings, '$[*] ? (@.severity == "error").code'),
        jsonb_path_query_first(findings, '$[*] ? (@.severity == "warning").code'),
        jsonb_path_query_first(findings, '$[*].code')) #>> '{}'`.as('finding'),
      sql<string | null>`failure ->> 'code'`.as('failure'),
      sql<string | null>`unreadable ->> 'code'`.as('unreadable'),
      of.ref('created_at').as('createdAt'),
      of.ref('updated_at').as('updatedAt'),
    ])
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .limit(MOST_INBOX_ROWS)
  const rows = await (ids ? all.where('id', 'in', ids) : all.where('status', 'in', OPEN)).execute()
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}
