import type { Database } from '../database/index.ts'
import { STATUSES_WITHDRAWN } from '../pipeline/lifecycle.ts'

/** The company's other invoices, not withdrawn, that carry the same bill key. */
export async function sameBills(
  db: Database,
  { companyId, key, except }: { companyId: string; key: string | null; except: string },
): Promise<{ invoiceId: string }[]> {
  if (key === null) return []
  return await db
    .selectFrom('invoice')
    .select('id as invoiceId')
    .where('company_id', '=', companyId)
    .where('bill_key', '=', key)
    .where('id', '!=', except)
    .where('status', 'not in', STATUSES_WITHDRAWN)
    .orderBy('created_at')
    .execute()
}
