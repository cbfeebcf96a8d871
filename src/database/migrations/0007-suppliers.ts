import { type Kysely, sql } from 'kysely'

/** Suppliers, by what they are recognized, and what was learned from their invoices. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table billhook.supplier (
     id text primary key, company_id text not null references billhook.company, name text not null, currency text, coding jsonb not null,
     created_from text references billhook.invoice, created_at timestamptz not null, updated_at timestamptz not null)`,
  `create index supplier_by_name on billhook.supplier (company_id, name)`,

  // What two suppliers share is kept for both and recognizes neither.
  `create table billhook.supplier_identifier (
     supplier_id text not null references billhook.supplier on delete cascade, company_id text not null, kind text not null,
     value text not null, shown text not null, trusted boolean not null, invoice_id text references billhook.invoice,
     created_at timestamptz not null, primary key (supplier_id, kind, value))`,
  `create index supplier_identifier_lookup on billhook.supplier_identifier (company_id, value, kind)`,
  `create index supplier_identifier_by_invoice on billhook.supplier_identifier (invoice_id) where invoice_id is not null`,

  `create table billhook.supplier_layout (
     id text primary key, supplier_id text not null references billhook.supplier on delete cascade, print jsonb not null,
     invoice_id text not null references billhook.invoice, created_at timestamptz not null)`,
  `create index supplier_layout_by_supplier on billhook.supplier_layout (supplier_id)`,

  `create table billhook.supplier_lesson (
     id text primary key, supplier_id text not null references billhook.supplier on delete cascade,
     layout_id text references billhook.supplier_layout on delete cascade, kind text not null, subject text not null,
     content jsonb not null, hits int not null, misses int not null, invoice_id text not null references billhook.invoice,
     edited_by text, forgotten_at timestamptz, created_at timestamptz not null)`,
  `create index supplier_lesson_by_supplier on billhook.supplier_lesson (supplier_id)`,
  `create index supplier_lesson_by_invoice on billhook.supplier_lesson (invoice_id)`,

  // What an invoice has added to the counts of its supplier, so that learning from it again takes that off first.
  `create table billhook.supplier_learning (
     invoice_id text primary key references billhook.invoice, supplier_id text not null references billhook.supplier on delete cascade,
     verdicts jsonb not null, outcomes jsonb not null)`,
  `create index supplier_learning_by_supplier on billhook.supplier_learning (supplier_id)`,

  `create table billhook.supplier_precision (
     supplier_id text not null references billhook.supplier on delete cascade, field text not null, right_count int not null,
     wrong_count int not null, missing_count int not null, sure_count int not null, sure_right_count int not null,
     primary key (supplier_id, field))`,

  // An invoice that there is something to learn from; written together with the move, gone with what was learned.
  `create table billhook.lesson_due (
     id text primary key references billhook.invoice, company_id text not null, actor text not null, noted int not null,
     attempts int not null default 0, due_at timestamptz, failure jsonb)`,
  `create index lesson_due_due on billhook.lesson_due (due_at) where due_at is not null`,

  `alter table billhook.invoice add column supplier_id text references billhook.supplier on delete set null,
     add column supplier_match jsonb`,
  `create index invoice_by_supplier on billhook.invoice (supplier_id, created_at desc, id desc) where supplier_id is not null`,
]
