import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { InboxRow } from '../http/workspace-shapes.ts'
import { STATUSES_OPEN } from '../pipeline/lifecycle.ts'

/** Beyond this many, people filter and search; a browser should not hold more. */
const MOST_INBOX_ROWS = 20_000

/**
 * Every invoice of the company that is still on its way, longest waiting first, as the JSON of `InboxRow[]`: of the findings the code of the
 * gravest, of what holds it or made it unreadable the code; times in ISO 8601. Written by the database, because ten thousand rows that are
 * taken apart here only to be written again cost four times as much.
 * @returns at most `MOST_INBOX_ROWS`
 */
export async function writeInbox(db: Database, { companyId }: { companyId: string }): Promise<string> {
  return await writeRows(db, sql<SqlBool>`company_id = ${companyId} and status = any(${STATUSES_OPEN}::text[])`)
}

/** The company's invoices with these ids, whatever became of them. */
export async function readInbox(
  db: Database,
  { companyId, ids }: { companyId: string; ids: readonly string[] },
): Promise<InboxRow[]> {
  if (ids.length === 0) return []
  const rows = await writeRows(db, sql<SqlBool>`company_id = ${companyId} and id = any(${ids}::text[])`)
  return JSON.parse(rows) as InboxRow[]
}

// Of the findings a path is asked for: that costs less than unnesting and sorting, and there are thousands of rows.
async function writeRows(db: Database, condition: RawBuilder<SqlBool>): Promise<string> {
  const { rows } = await sql<{ rows: string }>`
    select coalesce(json_agg(found), '[]')::text as rows from (
      select id, status, version, type, supplier_name as "supplierName", invoice_number as "invoiceNumber", due_date as "dueDate", currency,
        gross_total::text as "grossTotal", file_name as "fileName",
        coalesce(jsonb_path_query_first(findings, '$[*] ? (@.severity == "error").code'),
          jsonb_path_query_first(findings, '$[*] ? (@.severity == "warning" && !(exists (@.holds))).code'),
          jsonb_path_query_first(findings, '$[*] ? (@.severity == "warning").code'),
          jsonb_path_query_first(findings, '$[*].code')) #>> '{}' as finding,
        failure ->> 'code' as failure, unreadable ->> 'code' as unreadable,
        ${asInstant('created_at')} as "createdAt", ${asInstant('updated_at')} as "updatedAt"
      from billhook.invoice where ${condition}
      order by created_at limit ${MOST_INBOX_ROWS}) as found`.execute(db)
  return rows[0]?.rows ?? '[]'
}

function asInstant(column: string): RawBuilder<string> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
