import { sql } from 'kysely'
import type { Coding } from '../../schemas/coding.ts'
import type { Database } from '../database/index.ts'
import { STATUSES_OF_BILLS } from '../pipeline/lifecycle.ts'
import { findInvoice } from './open-invoice.ts'

export type CodingSuggestion = {
  /** The bill of the same supplier that was coded last; null: the supplier's own default. */
  from: { invoiceId: string; invoiceNumber: string | null; issueDate: string | null } | null
  coding: Coding
  /** How that bill's lines were coded where they differ from the bill. */
  lines: { description: string; coding: Coding }[]
}

/** How an invoice is probably coded: as the last bill of its supplier, else as the supplier's default says; null where nothing is known. */
export async function suggestCoding(
  db: Database,
  { companyId, invoiceId }: { companyId: string; invoiceId: string },
): Promise<CodingSuggestion | null> {
  const { supplier_id: supplierId } = await findInvoice(db, { companyId, invoiceId })
  if (supplierId === null) return null
  const last = await db
    .selectFrom('invoice')
    .select(['id', 'invoice_number', 'issue_date', 'draft'])
    .where('company_id', '=', companyId)
    .where('supplier_id', '=', supplierId)
    .where('id', '!=', invoiceId)
    .where('status', 'in', STATUSES_OF_BILLS)
    .where(sql<boolean>`(draft ? 'coding' or jsonb_path_exists(draft, '$.lines[*].coding'))`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last?.draft) {
    const { coding = {}, lines } = last.draft
    return {
      from: { invoiceId: last.id, invoiceNumber: last.invoice_number, issueDate: last.issue_date },
      coding,
      lines: lines.flatMap((line) => (line.coding ? [{ description: line.description, coding: line.coding }] : [])),
    }
  }
  const supplier = await db.selectFrom('supplier').select('coding').where('id', '=', supplierId).executeTakeFirst()
  if (!supplier || Object.keys(supplier.coding).length === 0) return null
  return { from: null, coding: supplier.coding, lines: [] }
}
