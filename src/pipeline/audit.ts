import { createHash } from 'node:crypto'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'

/** What happened, to be appended to a company's audit trail. */
export type AuditEvent = {
  companyId: string
  invoiceId: string | null
  at: Date
  /** `system`, `stage:NAME`, or a person's mail address, or `key:NAME` for an API key. */
  actor: string
  kind: string
  data: Record<string, unknown>
}

/** The hash before the first event of every company. */
export const GENESIS_HASH = '0'.repeat(64)

/**
 * Appends to the company's hash-chained trail inside the caller's transaction. The row of `event_head` is locked until that commits,
 * which puts the company's events in one order without gaps.
 */
export async function appendEvent(transaction: DatabaseTransaction, event: AuditEvent): Promise<void> {
  const head = await transaction
    .insertInto('event_head')
    .values({ company_id: event.companyId, seq: 1, hash: GENESIS_HASH })
    .onConflict((conflict) =>
      conflict.column('company_id').doUpdateSet((row) => ({ seq: row('event_head.seq', '+', 1) })),
    )
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow()
  const hash = hashEvent({ ...event, seq: head.seq, previousHash: head.hash })
  await transaction
    .insertInto('event')
    .values({
      company_id: event.companyId,
      seq: head.seq,
      invoice_id: event.invoiceId,
      at: event.at,
      actor: event.actor,
      kind: event.kind,
      data: asJson(event.data),
      previous_hash: head.hash,
      hash,
    })
    .execute()
  await transaction.updateTable('event_head').set({ hash }).where('company_id', '=', event.companyId).execute()
}

/** SHA-256 over the canonical JSON of an event with its place in the chain; 64 hex digits. */
export function hashEvent(event: AuditEvent & { seq: number; previousHash: string }): string {
  const { companyId, seq, invoiceId, at, actor, kind, data, previousHash } = event
  const content = { companyId, seq, invoiceId, at: at.toISOString(), actor, kind, data, previousHash }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/** JSON with sorted keys and no blanks, so that the same content has the same bytes whatever a database did to the order (RFC 8785's idea). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
