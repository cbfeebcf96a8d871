import { type SqlBool, sql } from 'kysely'
import { STATUSES_WITHDRAWN } from '../pipeline/lifecycle.ts'

/**
 * Whether a row of `billhook.supplier` stands for somebody: a person entered or edited it, or a bill of it is not withdrawn. One that arose
 * from a bill that was rejected does not, until another bill names it. `besides`: an invoice that does not vouch.
 */
export function isVouchedFor({ besides = '' }: { besides?: string } = {}) {
  return sql<SqlBool>`(supplier.created_from is null or exists (
    select from billhook.invoice vouching where vouching.supplier_id = supplier.id and vouching.id <> ${besides}
      and vouching.status <> all(${STATUSES_WITHDRAWN}::text[])))`
}
