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
