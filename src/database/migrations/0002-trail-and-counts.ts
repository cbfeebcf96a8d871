import { type Kysely, sql } from 'kysely'

/** What the audit trail still let through, and indexes for what is counted at every look at the metrics. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // A row's trigger does not see TRUNCATE.
  `create trigger event_is_not_truncated before truncate on billhook.event
     for each statement execute function billhook.refuse_change()`,
  `create index invoice_count_by_status on billhook.invoice (status)`,
  `create index invoice_failed on billhook.invoice (id) where failure is not null`,
  `create index delivery_failed on billhook.delivery (id) where failure is not null`,
  `create index delivery_open on billhook.delivery (received_at) where disposed_at is null`,
  `create index message_failed on billhook.message (id) where failure is not null`,
  `create index message_unsent on billhook.message (created_at) where sent_at is null`,
  `create index effect_count_by_state on billhook.effect (state)`,
]
