import { type Kysely, sql } from 'kysely'

/** A file may hold several invoices: each piece is an invoice of its own that names the whole and its pages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table billhook.invoice add column split_from text references billhook.invoice, add column first_page int,
     add column last_page int, add column page_roles jsonb, add column stack jsonb,
     add constraint invoice_piece_has_pages check ((split_from is null) = (first_page is null)
       and (first_page is null) = (last_page is null) and first_page <= last_page)`,
  // The same bytes are one whole; its pieces are made of it, never received.
  `drop index billhook.invoice_one_per_original`,
  `create unique index invoice_one_per_original on billhook.invoice (company_id, original_sha256) where split_from is null`,
  `create index invoice_by_whole on billhook.invoice (split_from) where split_from is not null`,
]
