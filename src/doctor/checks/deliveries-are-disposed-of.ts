import type { Check } from '../problem.ts'

/** A delivery is due, disposed of, or shows a failure; each part of a disposed one has a disposition, and invoices exist. */
export const deliveriesAreDisposedOf: Check = async ({ db }) => {
  const forgotten = await db
    .selectFrom('delivery')
    .select('id')
    .where('disposed_at', 'is', null)
    .where('due_at', 'is', null)
    .where('failure', 'is', null)
    .execute()
  const pending = await db
    .selectFrom('delivery_part')
    .innerJoin('delivery', 'delivery.id', 'delivery_part.delivery_id')
    .select(['delivery.id', 'delivery_part.position'])
    .where('delivery.disposed_at', 'is not', null)
    .where((part) =>
      part.or([
        part('disposition', '=', 'pending'),
        part.and([part('disposition', '=', 'invoice'), part('delivery_part.invoice_id', 'is', null)]),
      ]),
    )
    .execute()
  return [
    ...forgotten.map(({ id }) => ({
      subject: `delivery ${id}`,
      message: 'It was neither disposed of nor is it due. Retry it.',
    })),
    ...pending.map(({ id, position }) => ({
      subject: `delivery ${id}, part ${position}`,
      message: 'It has no disposition though its delivery is closed.',
    })),
  ]
}
