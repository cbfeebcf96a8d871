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

/** The end of a company's trail, locked: nobody else appends to it until the transaction ends. */
export type Trail = { companyId: string; seq: number; hash: string }

/**
 * Locks the end of the company's trail for the caller's transaction, which puts the company's events in one order without gaps. Who also
 * makes invoices does so after this: the lock keeps two transactions from making one of the same bytes at once.
 */
export async function lockTrail(transaction: DatabaseTransaction, companyId: string): Promise<Trail> {
  const { seq, hash } = await transaction
    .insertInto('event_head')
    .values({ company_id: companyId, seq: 0, hash: GENESIS_HASH })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet((row) => ({ seq: row.ref('event_head.seq') })))
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow()
  return { companyId, seq, hash }
}

/** Appends events, in their order, to the trail that the caller's transaction has locked. Called once for a lock. */
export async function appendTo(
  transaction: DatabaseTransaction,
  { trail, events }: { trail: Trail; events: readonly AuditEvent[] },
): Promise<void> {
  let { seq, hash } = trail
  const rows = events.map((event) => {
    const previousHash = hash
    seq += 1
    hash = hashEvent({ ...event, seq, previousHash })
    return {
      company_id: event.companyId,
      seq,
      invoice_id: event.invoiceId,
      at: event.at,
      actor: event.actor,
      kind: event.kind,
      data: asJson(event.data),
      previous_hash: previousHash,
      hash,
    }
  })
  await transaction
    .with('appended', (query) => query.insertInto('event').values(rows))
    .updateTable('event_head')
    .set({ seq, hash })
    .where('company_id', '=', trail.companyId)
    .execute()
}

/** Appends one event to the company's hash-chained trail inside the caller's transaction. */
export async function appendEvent(transaction: DatabaseTransaction, event: AuditEvent): Promise<void> {
  await appendTo(transaction, { trail: await lockTrail(transaction, event.companyId), events: [event] })
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
