import { sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { STATUSES_WITHDRAWN } from '../pipeline/lifecycle.ts'

/** How far back the overview looks. */
const WEEKS = 12

/** Moves are looked at from the trail's end back to here, so that the cost does not grow with the years. */
const MOST_EVENTS = 20_000

type Week = { week: string; currency: string; invoices: number; amount: string }
type StageTime = { status: string; moves: number; medianSeconds: number; slowSeconds: number }
type Correction = { field: string; supplier: string; count: number }
type Aging = {
  bucket: 'overdue' | 'week' | 'month' | 'later' | 'undated'
  blocker: 'review' | 'approval' | 'posting' | 'payment'
  currency: string
  invoices: number
  amount: string
}
export type OverviewFigures = {
  weeks: Week[]
  stages: StageTime[]
  touchless: { posted: number; untouched: number }
  corrections: Correction[]
  aging: Aging[]
}

/**
 * How the company's invoices went in the last weeks: received by week, how long they stayed in each status (median and 95th percentile, in
 * seconds), how many were posted without anybody's doing before approval, what was corrected, what is owed. Amounts of different
 * currencies are never added up; "?" is a currency that is not known.
 */
export async function readOverview(
  db: Database,
  { companyId, now }: { companyId: string; now: Date },
): Promise<OverviewFigures> {
  const since = new Date(now.getTime() - WEEKS * 7 * 86_400_000)
  // Compared as text: what was read as a due date need not be a day of any calendar.
  const [today, inAWeek, inAMonth] = [0, 7, 30].map((days) => isoDay(new Date(now.getTime() + days * 86_400_000)))
  const recent = sql`select seq, invoice_id, at, kind, data from billhook.event where company_id = ${companyId}
    and seq > (select coalesce(max(seq), 0) - ${MOST_EVENTS} from billhook.event_head where company_id = ${companyId})
    and invoice_id is not null and at >= ${since}`
  const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(db)).rows

  const weeks = await rowsOf(sql<Week>`
    select to_char(date_trunc('week', created_at at time zone 'UTC'), 'YYYY-MM-DD') as week, coalesce(currency, '?') as currency,
      count(*)::int as invoices, coalesce(sum(gross_total), 0)::text as amount
    from billhook.invoice where company_id = ${companyId} and created_at >= ${since}
      and status <> all(${STATUSES_WITHDRAWN}::text[])
    group by 1, 2 order by 1, 2`)
  const stages = await rowsOf(sql<StageTime>`
    select status, count(*)::int as moves, percentile_cont(0.5) within group (order by seconds) as "medianSeconds",
      percentile_cont(0.95) within group (order by seconds) as "slowSeconds"
    from (select data ->> 'from' as status,
        extract(epoch from at - lag(at) over (partition by invoice_id order by seq))::float8 as seconds
      from (${recent}) as recent) as moved
    where status is not null and seconds is not null group by status`)
  const [touchless] = await rowsOf(sql<{ posted: number; untouched: number }>`
    select count(*)::int as posted, (count(*) filter (where not touched))::int as untouched
    from (select invoice_id, bool_or(kind in ('invoice.correct', 'invoice.accept')) as touched
      from (${recent}) as recent group by invoice_id having bool_or(kind = 'invoice.posted')) as posted`)
  const corrections = await rowsOf(sql<Correction>`
    select changed ->> 'what' as field, coalesce(supplier_name, '?') as supplier, count(*)::int as count
    from (${recent}) as recent
      cross join lateral jsonb_array_elements(case when kind = 'invoice.correct' then data -> 'changed' else '[]'::jsonb end) as each (changed)
      join billhook.invoice on invoice.id = recent.invoice_id
    group by 1, 2 order by 3 desc, 1, 2 limit 50`)
  const aging = await rowsOf(sql<Aging>`
    select case when due_date is null then 'undated' when due_date < ${today} then 'overdue'
        when due_date <= ${inAWeek} then 'week' when due_date <= ${inAMonth} then 'month' else 'later' end as bucket,
      case when status = 'posted' then 'payment' when status = 'awaiting-approval' then 'approval'
        when status = 'approved' then 'posting' else 'review' end as blocker,
      coalesce(currency, '?') as currency, count(*)::int as invoices, coalesce(sum(gross_total), 0)::text as amount
    from billhook.invoice where company_id = ${companyId}
      and status <> 'paid' and status <> all(${STATUSES_WITHDRAWN}::text[]) group by 1, 2, 3 order by 1, 2, 3`)
  return { weeks, stages, touchless: touchless ?? { posted: 0, untouched: 0 }, corrections, aging }
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10)
}
