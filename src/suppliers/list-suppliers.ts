import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { nameKey } from '../extraction/notation/company-name.ts'
import { STATUSES_WITHDRAWN } from '../pipeline/lifecycle.ts'
import { isVouchedFor } from './vouched-for.ts'

export type ListedSupplier = {
  id: string
  name: string
  vatId: string | null
  invoices: number
  open: number
  lastIssued: string | null
  totals: { currency: string; amount: string }[]
  lessons: number
}

const MOST_ROWS = 500

/**
 * The company's suppliers, those with most invoices first. What is withdrawn does not count, and who is known from withdrawn bills alone
 * is not listed but by its id. `q`: parts of a name or a number of it.
 */
export async function listSuppliers(
  db: Database,
  {
    companyId,
    q = '',
    limit = MOST_ROWS,
    id,
  }: { companyId: string; q?: string | undefined; limit?: number; id?: string },
): Promise<ListedSupplier[]> {
  const { rows } = await sql<ListedSupplier>`
    with chosen as (
      select id, name from billhook.supplier where company_id = ${companyId} and ${chosenBy({ companyId, q, id })}),
    each as (
      select supplier_id, currency, count(*) as invoices, sum(gross_total)::text as amount, max(issue_date) as issued,
        count(*) filter (where status in ('in-review', 'awaiting-approval')) as open
      from billhook.invoice where supplier_id in (select id from chosen) and status <> all(${STATUSES_WITHDRAWN}::text[])
      group by supplier_id, currency)
    select chosen.id, chosen.name,
      (select min(shown) from billhook.supplier_identifier where supplier_id = chosen.id and kind = 'vat-id') as "vatId",
      coalesce(sum(invoices), 0)::int as invoices, coalesce(sum(open), 0)::int as open, max(issued) as "lastIssued",
      coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) order by currency)
        filter (where currency is not null and amount is not null), '[]'::jsonb) as totals,
      (select count(*)::int from billhook.supplier_lesson where supplier_id = chosen.id and forgotten_at is null) as lessons
    from chosen left join each on each.supplier_id = chosen.id
    group by chosen.id, chosen.name order by invoices desc, chosen.name, chosen.id limit ${limit}`.execute(db)
  return rows
}

function chosenBy({ companyId, q, id }: { companyId: string; q: string; id: string | undefined }) {
  if (id !== undefined) return sql<SqlBool>`id = ${id}`
  if (q.trim() === '') return isVouchedFor()
  const name = nameKey(q)
  const code = q.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  return sql<SqlBool>`${isVouchedFor()} and (strpos(lower(name), ${q.trim().toLowerCase()}) > 0 or id in (
    select supplier_id from billhook.supplier_identifier where company_id = ${companyId}
      and (${name} <> '' and kind = 'name' and strpos(value, ${name}) > 0
        or ${code} <> '' and kind <> 'name' and strpos(upper(value), ${code}) > 0)))`
}
