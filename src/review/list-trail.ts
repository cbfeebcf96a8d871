import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { EventTable } from '../database/schema.ts'

export type TrailEntry = Pick<Selectable<EventTable>, 'seq' | 'at' | 'actor' | 'kind' | 'data' | 'invoice_id'>

/** One page of the company's audit trail, newest first: what stands before the place `before`, all where it is not given. */
export async function listTrail(
  db: Database,
  { companyId, before, limit }: { companyId: string; before?: number | undefined; limit: number },
): Promise<TrailEntry[]> {
  let query = db
    .selectFrom('event')
    .select(['seq', 'at', 'actor', 'kind', 'data', 'invoice_id'])
    .where('company_id', '=', companyId)
  if (before !== undefined) query = query.where('seq', '<', before)
  return await query.orderBy('seq', 'desc').limit(limit).execute()
}
