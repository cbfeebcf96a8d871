import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Place } from './cursor.ts'
import { WEEK, weekOf, writeTerms } from './search-words.ts'

export type DeliverySearch = {
  companyId: string
  /** What somebody typed. */
  q: string
  /** Only those with parts that are not disposed of yet. */
  open: boolean
  /** Older ones only. */
  before: Place | null
  limit: number
}

/**
 * The condition that a delivery is among the newest `limit` ones that hold every word of `q` in sender, subject or file names, as beginnings
 * of words. Null where `q` has nothing to look for. Walks back week by week as `searchInvoices` does.
 */
export async function searchDeliveries(
  db: Database,
  { companyId, q, open, before, limit }: DeliverySearch,
): Promise<RawBuilder<boolean> | null> {
  const end = (direction: RawBuilder<unknown>) =>
    sql`(select received_at from billhook.delivery where company_id = ${companyId}
      order by received_at ${direction}, id ${direction} limit 1)`
  const { rows } = await sql<{ words: string; newest: Date | null; oldest: Date | null }>`
    select billhook.split_words(${q}) as words, ${end(sql`desc`)} as newest, ${end(sql`asc`)} as oldest`.execute(db)
  const { words, newest, oldest } = rows[0] as (typeof rows)[number]
  const looked = [...new Set(words.split(' ').filter((word) => word !== ''))]
  if (looked.length === 0 || newest === null || oldest === null) return null
  const isOlder = before ? sql`(received_at, delivery_id) < (${before.at}, ${before.id})` : sql`true`
  const isOpen = open
    ? sql`(delivery_id in (select id from billhook.delivery where company_id = ${companyId} and disposed_at is null)) is true`
    : sql`true`
  return sql<boolean>`id in (
    select delivery_id from generate_series(${weekOf(before?.at ?? newest)}::int, ${weekOf(oldest)}::int, -1) as series (number)
    cross join lateral (
      select delivery_id from billhook.delivery_text
      where billhook.search_terms(company_id, week, words) @@ replace(${writeTerms(companyId, looked)}, ${WEEK}, number::text)::tsquery
        and company_id = ${companyId} and ${isOlder} and ${isOpen}
      order by received_at desc, delivery_id desc limit ${limit}
    ) as found limit ${limit})`
}
