import { type Kysely, sql } from 'kysely'

/** What the virus scanner said about originals, and passwords of documents. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // By content, as originals are kept: whatever company it came to, the bytes are the same.
  `create table billhook.scan (
     sha256 text primary key, verdict text not null, signature text, scanned_at timestamptz not null)`,
  `create index scan_held on billhook.scan (verdict) where verdict <> 'clean'`,

  `create table billhook.company_secret (
     id text primary key, company_id text not null references billhook.company, invoice_id text references billhook.invoice,
     label text not null, sealed text not null, keep boolean not null, created_by text not null, created_at timestamptz not null,
     used_at timestamptz)`,
  `create index company_secret_by_company on billhook.company_secret (company_id)`,
  `create unique index company_secret_one_per_invoice on billhook.company_secret (invoice_id) where invoice_id is not null`,
]
