import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { DatabaseTransaction } from '../database/index.ts'

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
 * Appends events of one company, in their order, to its hash-chained trail inside the caller's transaction. The trail's end stays locked
 * until that ends, which puts the company's events in one order without gaps. So this is the last thing a transaction does: everybody of
 * the company waits from here to its commit, and nobody can wait for a row that another holds who waits for the trail.
 */
export async function appendEvents(
  transaction: DatabaseTransaction,
  events: readonly [AuditEvent, ...AuditEvent[]],
): Promise<void> {
  const [{ companyId }] = events
  const entries = events.map((event) => {
    const { invoiceId, at, actor, kind, data } = event
    return { invoiceId, at: at.toISOString(), actor, kind, data, content: beginContent(event) }
  })
  await sql`select billhook.append_events(${companyId}, ${JSON.stringify(entries)}::jsonb)`.execute(transaction)
}

/** Appends one event; see `appendEvents`. */
export async function appendEvent(transaction: DatabaseTransaction, event: AuditEvent): Promise<void> {
  await appendEvents(transaction, [event])
}

/** The canonical JSON of what an event says, without the two keys that come last in it: its place in the chain. */
function beginContent({ companyId, invoiceId, at, actor, kind, data }: AuditEvent): string {
  const content = canonicalJson({ companyId, invoiceId, at: at.toISOString(), actor, kind, data })
  return `${content.slice(0, -1)},`
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
