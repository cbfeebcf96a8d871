import type { Database } from '../database/index.ts'

/** The company's other invoices, not ended as rejected, duplicate or filed, that carry the same bill key. */
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
    .where('status', 'not in', ['rejected', 'duplicate', 'filed', 'replaced'])
    .orderBy('created_at')
    .execute()
}
