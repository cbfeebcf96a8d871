import { type RawBuilder, sql } from 'kysely'
import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import { WEEK, WEEK_SECONDS, weekOf, writeTerm, writeTerms } from './search-words.ts'

export type Search = {
  companyId: string
  /** What somebody typed. */
  q: string
  /** Any of them; without it all. */
  statuses?: readonly InvoiceStatus[] | undefined
  /** Older ones only. */
  before: { at: Date; id: string } | null
  limit: number
}

/**
 * The condition that an invoice is among the newest `limit` ones that hold every word of `q`: all of them somewhere in supplier, number,
 * total, currency or file name, as parts of words; or all of them in those and on its pages, as beginnings of words. Without regard to case,
 * accents and punctuation. Null where `q` has nothing to look for.
 *
 * Its cost depends on `limit` and on how many weeks of invoices there are, not on how many invoices: the indexes find what holds the
 * words within one week, newest week first, until there are enough.
 */
export async function searchInvoices(db: Database, search: Search): Promise<RawBuilder<boolean> | null> {
  const { companyId, statuses, before, limit } = search
  const { words, newest, oldest } = await prepare(db, search)
  const looked = [...new Set(words.split(' ').filter((word) => word !== ''))]
  if (looked.length === 0 || newest === null || oldest === null) return null
  const isOlder = before ? sql<boolean>`(created_at, invoice_id) < (${before.at}, ${before.id})` : sql<boolean>`true`
  // "Is true" keeps it from becoming a join: it is a hash of the week's invoices of that status, read from the index alone.
  const hasStatus =
    statuses === undefined
      ? sql<boolean>`true`
      : sql<boolean>`(invoice_id in (select id from billhook.invoice where company_id = ${companyId} and status = any(${statuses}::text[])
          and created_at >= to_timestamp(number * ${WEEK_SECONDS}::float8)
          and created_at < to_timestamp((number + 1) * ${WEEK_SECONDS}::float8))) is true`
  const ofWeek = (terms: string) => sql`replace(${terms}, ${WEEK}, number::text)::tsquery`
  const newestOf = (found: RawBuilder<unknown>) => sql`(
    select invoice_id, created_at from ${found} and company_id = ${companyId} and ${isOlder} and ${hasStatus}
    order by created_at desc, invoice_id desc limit ${limit})`
  const inFields = newestOf(sql`billhook.invoice_search
    where billhook.search_grams(company_id, week, words) @@ ${ofWeek(writeGrams(companyId, looked))}
      and words like all (${looked.map((word) => `%${word}%`)}::text[])`)
  const onPages = newestOf(sql`billhook.invoice_text
    where billhook.search_terms(company_id, week, fields || ' ' || pages) @@ ${ofWeek(writeTerms(companyId, looked))}`)
  const [from, to] = [weekOf(before?.at ?? newest), weekOf(oldest)]
  // The weeks come in the order of the series, because a lateral join is a loop over it; and the limit ends the loop.
  return sql<boolean>`id in (
    select invoice_id from generate_series(${from}::int, ${to}::int, -1) as series (number)
    cross join lateral (
      select invoice_id from (${inFields} union ${onPages}) as either
      order by created_at desc, invoice_id desc limit ${limit}
    ) as found limit ${limit})`
}

/** What was typed as it is looked for, and between which times there is anything to look at. */
async function prepare(db: Database, { companyId, q, statuses }: Search) {
  const end = (direction: RawBuilder<unknown>) =>
    statuses === undefined
      ? sql`(select created_at from billhook.invoice where company_id = ${companyId}
          order by created_at ${direction}, id ${direction} limit 1)`
      : sql`(select first.created_at from unnest(${statuses}::text[]) as wanted (status)
          cross join lateral (select created_at from billhook.invoice where company_id = ${companyId} and status = wanted.status
            order by created_at ${direction}, id ${direction} limit 1) as first
          order by first.created_at ${direction} limit 1)`
  const { rows } = await sql<{ words: string; newest: Date | null; oldest: Date | null }>`
    select billhook.fold_words(${q}) as words, ${end(sql`desc`)} as newest, ${end(sql`asc`)} as oldest`.execute(db)
  return rows[0] as (typeof rows)[number]
}

/**
 * A tsquery for the entries that `billhook.search_grams` makes: groups of three letters that cover the words, because the words themselves
 * are compared afterwards and every further group is one more list to read in every week. Words of one or two letters are beginnings of
 * such groups, of which there are many; they are looked up where there is nothing better.
 */
function writeGrams(companyId: string, words: readonly string[]): string {
  const groups = words.flatMap((word) => {
    const letters = [...word]
    const last = letters.length - 3
    return letters
      .map((_, place) => Math.min(place, last))
      .filter((place) => place >= 0 && (place % 3 === 0 || place === last))
      .map((place) => letters.slice(place, place + 3).join(''))
  })
  const terms =
    groups.length > 0
      ? groups.map((group) => writeTerm(companyId, group))
      : words.map((word) => `${writeTerm(companyId, word)}:*`)
  return [...new Set(terms)].join(' & ')
}
