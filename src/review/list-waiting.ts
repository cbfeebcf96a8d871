import { sql } from 'kysely'
import type { Database } from '../database/index.ts'

/** What lists show of the invoice that a decision or posting is about. */
const ABOUT = [
  'invoice.id as invoiceId',
  'invoice.supplier_name as supplierName',
  'invoice.invoice_number as invoiceNumber',
  'invoice.due_date as dueDate',
  'invoice.currency as currency',
  'invoice.gross_total as grossTotal',
] as const

const MOST_ROWS = 500

/** Who is asked to decide what, longest waiting first. */
export async function listOpenDecisions(db: Database, companyId: string) {
  return await db
    .selectFrom('decision_request')
    .innerJoin('invoice', 'invoice.id', 'decision_request.invoice_id')
    .select([...ABOUT, 'approver', 'decision_request.created_at as since', 'expires_at as expiresAt'])
    .where('decision_request.company_id', '=', companyId)
    .where('invoice.status', '=', 'awaiting-approval')
    .where('decided_at', 'is', null)
    .where('voided_at', 'is', null)
    .orderBy('decision_request.created_at')
    .limit(MOST_ROWS)
    .execute()
}

/** The last postings, those that need a look (uncertain, refused, without an answer) first. */
export async function listPostings(db: Database, companyId: string) {
  return await db
    .selectFrom('effect')
    .innerJoin('invoice', 'invoice.id', 'effect.invoice_id')
    .select([...ABOUT, 'target', 'state', 'effect.attempts as attempts', 'message', 'effect.updated_at as updatedAt'])
    .where('effect.company_id', '=', companyId)
    .orderBy(sql`effect.state = 'done'`)
    .orderBy('effect.updated_at', 'desc')
    .limit(200)
    .execute()
}

/** Suppliers as their invoices name them, those with most invoices first. Rejected ones, duplicates and filed papers do not count. */
export async function listSupplierNames(db: Database, companyId: string) {
  const { rows } = await sql<{
    name: string
    invoices: number
    open: number
    lastIssued: string | null
    totals: { currency: string; amount: string }[]
  }>`
    select name, sum(invoices)::int as invoices, sum(open)::int as open, max(issued) as "lastIssued",
      coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) order by currency)
        filter (where currency is not null and amount is not null), '[]'::jsonb) as totals
    from (select supplier_name as name, currency, count(*) as invoices, sum(gross_total)::text as amount, max(issue_date) as issued,
        count(*) filter (where status in ('in-review', 'awaiting-approval')) as open
      from billhook.invoice where company_id = ${companyId} and supplier_name is not null
        and status not in ('rejected', 'duplicate', 'filed', 'replaced') group by supplier_name, currency) as each
    group by name order by 2 desc, name limit ${MOST_ROWS}`.execute(db)
  return rows
}
