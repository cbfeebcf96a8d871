import { sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { STATUSES_OPEN } from '../pipeline/lifecycle.ts'

/** Beyond this many, people filter and search; a browser should not hold more. */
export const MOST_INBOX_ROWS = 20_000

/**
 * Every invoice of the company that is still on its way, longest waiting first, or the ones with these ids whatever became of them: of the
 * findings the code of the gravest, of what holds it or made it unreadable the code; times in ISO 8601.
 * @returns at most `MOST_INBOX_ROWS`
 */
export async function readInbox(db: Database, { companyId, ids }: { companyId: string; ids?: readonly string[] }) {
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
  const rows = await (ids ? all.where('id', 'in', ids) : all.where('status', 'in', STATUSES_OPEN)).execute()
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}
