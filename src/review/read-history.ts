import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { EventTable } from '../database/schema.ts'

export type HistoryEvent = Pick<Selectable<EventTable>, 'seq' | 'at' | 'actor' | 'kind' | 'data'>

/** What happened to an invoice, oldest first, from the audit trail. */
export async function readHistory(
  db: Database,
  { companyId, invoiceId }: { companyId: string; invoiceId: string },
): Promise<HistoryEvent[]> {
  return await db
    .selectFrom('event')
    .select(['seq', 'at', 'actor', 'kind', 'data'])
    .where('company_id', '=', companyId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('seq')
    .execute()
}
