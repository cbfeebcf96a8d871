import type { Selectable } from 'kysely'
import type { Database } from '../database/index.ts'
import type { DeliveryPartTable, DeliveryTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { cutPage, isAfter, readCursor } from './cursor.ts'
import { searchDeliveries } from './search-deliveries.ts'

export type DeliveryWithParts = Selectable<DeliveryTable> & { parts: Selectable<DeliveryPartTable>[] }

/**
 * One page of the company's deliveries with their parts, newest first, and the cursor of the next page (null at the end).
 * `open`: only those with parts that are not disposed of yet; `q`: only those whose sender, subject and file names hold these words.
 */
export async function listDeliveries(
  db: Database,
  {
    companyId,
    cursor,
    limit,
    open = false,
    q,
  }: {
    companyId: string
    cursor?: string | undefined
    limit: number
    open?: boolean | undefined
    q?: string | undefined
  },
): Promise<{ deliveries: DeliveryWithParts[]; nextCursor: string | null }> {
  let query = db.selectFrom('delivery').selectAll().where('company_id', '=', companyId)
  if (open) query = query.where('disposed_at', 'is', null)
  const before = cursor ? readCursor(cursor) : null
  if (q?.trim()) {
    const isFound = await searchDeliveries(db, { companyId, q, open, before, limit: limit + 1 })
    if (isFound === null) return { deliveries: [], nextCursor: null }
    query = query.where(isFound)
  }
  if (before) query = query.where(isAfter('received_at', before))
  const rows = await query
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, nextCursor } = cutPage(rows, { limit, placeOf: (row) => ({ at: row.received_at, id: row.id }) })
  return { deliveries: await addParts(db, page), nextCursor }
}

/** One delivery of the company with its parts. @throws BillhookError `pipeline.not-found` */
export async function findDelivery(
  db: Database,
  { companyId, deliveryId }: { companyId: string; deliveryId: string },
): Promise<DeliveryWithParts> {
  const row = await db
    .selectFrom('delivery')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('id', '=', deliveryId)
    .executeTakeFirst()
  const [delivery] = row ? await addParts(db, [row]) : []
  if (delivery) return delivery
  throw new BillhookError('pipeline.not-found', `There is no delivery ${deliveryId} in the books of ${companyId}.`)
}

async function addParts(db: Database, deliveries: Selectable<DeliveryTable>[]): Promise<DeliveryWithParts[]> {
  if (deliveries.length === 0) return []
  const ids = deliveries.map(({ id }) => id)
  const parts = await db
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', 'in', ids)
    .orderBy('position')
    .execute()
  const byDelivery = Map.groupBy(parts, (part) => part.delivery_id)
  return deliveries.map((delivery) => ({ ...delivery, parts: byDelivery.get(delivery.id) ?? [] }))
}
