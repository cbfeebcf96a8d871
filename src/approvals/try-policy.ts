import type { ApprovalPolicy } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { STATUSES_OF_BILLS } from '../pipeline/lifecycle.ts'
import { chooseApprovers } from './policy.ts'

const MOST_TRIED = 100

/** Whom this policy would ask about the company's newest bills, had it held then; changes nothing. */
export async function tryPolicy(db: Database, { companyId, policy }: { companyId: string; policy: ApprovalPolicy }) {
  const bills = await db
    .selectFrom('invoice')
    .select(['id', 'supplier_name', 'invoice_number', 'currency', 'gross_total', 'draft', 'touched_by'])
    .where('company_id', '=', companyId)
    .where('status', 'in', STATUSES_OF_BILLS)
    .orderBy('created_at', 'desc')
    .limit(MOST_TRIED)
    .execute()
  return bills.map(({ draft, touched_by: touchedBy, ...bill }) => {
    const about = {
      supplierName: bill.supplier_name,
      currency: bill.currency,
      grossTotal: bill.gross_total,
    }
    const supplierVatId = draft?.fields.supplierVatId?.value ?? null
    const routing = chooseApprovers({ ...about, supplierVatId }, { policy, touchedBy })
    return {
      ...about,
      invoiceId: bill.id,
      invoiceNumber: bill.invoice_number,
      approvers: routing.approvers,
      reason: routing.approvers === null ? routing.reason : null,
    }
  })
}
