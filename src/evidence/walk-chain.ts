import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { EventTable } from '../database/schema.ts'
import { type AuditEvent, GENESIS_HASH, hashEvent } from '../pipeline/audit.ts'

/** An event with its place in the company's chain. */
export type ChainedEvent = AuditEvent & { seq: number; previousHash: string; hash: string }

/** A place in a chain; before the first event: number 0 and the genesis hash. */
export type ChainPlace = { seq: number; hash: string }
export const CHAIN_START: ChainPlace = { seq: 0, hash: GENESIS_HASH }

/** Whether the event follows that place: the next number, its predecessor's hash, and a hash that fits its content. */
export function followsInChain(event: ChainedEvent, before: ChainPlace): boolean {
  return (
    event.seq === before.seq + 1 && event.previousHash === before.hash && event.hash === hashEvent(withoutHash(event))
  )
}

function withoutHash({ hash: _, ...event }: ChainedEvent): Omit<ChainedEvent, 'hash'> {
  return event
}

/** Events in memory at a time: a company may have millions. */
const PAGE = 1_000

/** A company's events in order, from one number to another, both included. */
export async function* readChain(
  db: Database,
  { companyId, from = 1, to = Number.MAX_SAFE_INTEGER }: { companyId: string; from?: number; to?: number },
): AsyncGenerator<ChainedEvent> {
  for (let next = from; next <= to; ) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('company_id', '=', companyId)
      .where('seq', '>=', next)
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    for (const row of rows) if (row.seq <= to) yield toChained(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    next = last.seq + 1
  }
}

function toChained(row: Selectable<EventTable>): ChainedEvent {
  const { company_id: companyId, invoice_id: invoiceId, seq, at, actor, kind, data } = row
  return { companyId, invoiceId, seq, at, actor, kind, data, previousHash: row.previous_hash, hash: row.hash }
}
