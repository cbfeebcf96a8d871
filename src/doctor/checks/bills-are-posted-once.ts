import { STATUSES_APPROVED } from '../../pipeline/lifecycle.ts'
import type { Check } from '../problem.ts'

/** No invoice has two done postings at one target, none is posted without one, and none that never was approved has any. */
export const billsArePostedOnce: Check = async ({ db }) => {
  const twice = await db
    .selectFrom('effect')
    .select(['invoice_id', 'target'])
    .where('state', '=', 'done')
    .groupBy(['invoice_id', 'target'])
    .having((group) => group.fn.countAll(), '>', 1)
    .execute()
  const open = await db
    .selectFrom('effect')
    .innerJoin('invoice', 'invoice.id', 'effect.invoice_id')
    .select(['invoice.id', 'effect.target', 'effect.state'])
    .where('invoice.status', 'in', ['posted', 'paid'])
    .where('effect.state', '!=', 'done')
    .execute()
  const unapproved = await db
    .selectFrom('effect')
    .innerJoin('invoice', 'invoice.id', 'effect.invoice_id')
    .select(['invoice.id', 'effect.target', 'invoice.status'])
    .where('effect.state', '=', 'done')
    .where('invoice.status', 'not in', STATUSES_APPROVED)
    .execute()
  return [
    ...twice.map((row) => ({
      subject: `invoice ${row.invoice_id}`,
      message: `It was posted to ${row.target} more than once.`,
    })),
    ...open.map((row) => ({
      subject: `invoice ${row.id}`,
      message: `It counts as posted, but ${row.target} is ${row.state}.`,
    })),
    ...unapproved.map((row) => ({
      subject: `invoice ${row.id}`,
      message: `It is ${row.status}, but ${row.target} has it.`,
    })),
  ]
}
