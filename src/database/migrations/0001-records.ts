import { type Kysely, sql } from 'kysely'

/** The records of issue 1. Statements are plain SQL so that the server and the embedded PostgreSQL run the same text. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table billhook.company (
     id text primary key, name text not null, own jsonb not null, policy jsonb not null, connectors jsonb not null,
     created_at timestamptz not null)`,

  `create table billhook.delivery (
     id text primary key, company_id text not null references billhook.company, channel text not null, digest text not null,
     idempotency_key text, raw_sha256 text, envelope jsonb not null, received_at timestamptz not null, disposed_at timestamptz,
     attempts int not null default 0, due_at timestamptz, failure jsonb,
     unique (company_id, channel, digest), unique (company_id, idempotency_key))`,
  `create index delivery_due on billhook.delivery (due_at) where due_at is not null`,
  `create index delivery_newest on billhook.delivery (company_id, received_at desc, id desc)`,

  `create table billhook.original (
     company_id text not null references billhook.company, sha256 text not null, bytes bigint not null, media_type text not null,
     kept_at timestamptz not null, primary key (company_id, sha256))`,

  `create table billhook.invoice (
     id text primary key, company_id text not null references billhook.company, delivery_id text not null references billhook.delivery,
     original_sha256 text not null, file_name text not null, media_type text not null, page_count int,
     status text not null, version int not null, attempts int not null default 0, due_at timestamptz, failure jsonb, unreadable jsonb,
     draft jsonb, findings jsonb not null, bill_key text, touched_by jsonb not null, approved_by text, approved_at timestamptz,
     type text, supplier_name text, invoice_number text, issue_date text, due_date text, currency text, gross_total numeric,
     created_at timestamptz not null, updated_at timestamptz not null,
     foreign key (company_id, original_sha256) references billhook.original (company_id, sha256))`,
  `create unique index invoice_one_per_original on billhook.invoice (company_id, original_sha256)`,
  `create unique index invoice_one_per_bill on billhook.invoice (company_id, bill_key)
     where status in ('validated', 'awaiting-approval', 'approved', 'posted', 'paid')`,
  `create index invoice_due on billhook.invoice (due_at) where due_at is not null`,
  `create index invoice_newest on billhook.invoice (company_id, created_at desc, id desc)`,
  `create index invoice_by_status on billhook.invoice (company_id, status, created_at desc, id desc)`,

  `create table billhook.delivery_part (
     id text primary key, delivery_id text not null references billhook.delivery, position int not null, file_name text not null,
     declared_type text not null, media_type text not null, sha256 text not null, bytes int not null, disposition text not null,
     reason text not null, invoice_id text references billhook.invoice, unique (delivery_id, position))`,
  `create index delivery_part_by_invoice on billhook.delivery_part (invoice_id)`,

  `create table billhook.event (
     company_id text not null references billhook.company, seq int not null, invoice_id text, at timestamptz not null, actor text not null,
     kind text not null, data jsonb not null, previous_hash text not null, hash text not null, primary key (company_id, seq))`,
  `create index event_by_invoice on billhook.event (invoice_id, seq)`,
  `create table billhook.event_head (company_id text primary key references billhook.company, seq int not null, hash text not null)`,
  // The trail is append-only for whoever uses these tables; issue 2 adds a database role that could not do it even without the trigger.
  `create function billhook.refuse_change() returns trigger language plpgsql as
     $$ begin raise exception 'the audit trail is append-only'; end $$`,
  `create trigger event_is_append_only before update or delete on billhook.event
     for each row execute function billhook.refuse_change()`,

  `create table billhook.decision_request (
     id text primary key, company_id text not null references billhook.company, invoice_id text not null references billhook.invoice,
     invoice_version int not null, approver text not null, token_hash text not null unique, created_at timestamptz not null,
     expires_at timestamptz not null, voided_at timestamptz, decided_at timestamptz, decision text, comment text,
     unique (invoice_id, invoice_version, approver))`,

  `create table billhook.message (
     id text primary key, company_id text not null references billhook.company, invoice_id text references billhook.invoice,
     kind text not null, recipient text not null, subject text not null, text text not null, html text not null,
     message_id text not null unique, created_at timestamptz not null, sent_at timestamptz, attempts int not null default 0,
     due_at timestamptz, failure jsonb)`,
  `create index message_due on billhook.message (due_at) where due_at is not null`,
  `create index message_newest on billhook.message (created_at desc, id desc)`,

  `create table billhook.effect (
     key text primary key, company_id text not null references billhook.company, invoice_id text not null references billhook.invoice,
     invoice_version int not null, target text not null, state text not null, attempts int not null, receipt jsonb, message text,
     created_at timestamptz not null, updated_at timestamptz not null)`,
  `create index effect_by_invoice on billhook.effect (invoice_id)`,

  `create table billhook.person (id text primary key, email text not null unique, name text not null, created_at timestamptz not null)`,
  `create table billhook.membership (
     person_id text not null references billhook.person, company_id text not null references billhook.company, role text not null,
     primary key (person_id, company_id))`,
  `create table billhook.sign_in_link (
     token_hash text primary key, person_id text not null references billhook.person, expires_at timestamptz not null, used_at timestamptz)`,
  `create table billhook.session (id_hash text primary key, data jsonb not null, expires_at timestamptz not null)`,
  `create table billhook.api_key (
     id text primary key, company_id text not null references billhook.company, name text not null, key_hash text not null unique,
     role text not null, created_at timestamptz not null, revoked_at timestamptz)`,
]
