import type { Draft } from '../../schemas/draft.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoicePatch, InvoiceRow } from '../pipeline/move.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { loadCompany } from '../stages/company.ts'
import { sameBills } from '../stages/same-bills.ts'
import { findSupplierOfBill } from '../suppliers/find-supplier-of-bill.ts'
import { billKey } from '../validation/bill-key.ts'
import { validate } from '../validation/index.ts'

/** Everything of an invoice that follows from its draft: its supplier, findings by the same rules as the stage, the bill's key, the columns of lists. */
export async function recheck(
  db: Database,
  { invoice, draft }: { invoice: InvoiceRow; draft: Draft },
): Promise<InvoicePatch> {
  const { own, policy } = await loadCompany(db, invoice.company_id)
  const key = billKey(draft)
  const sameBill = await sameBills(db, { companyId: invoice.company_id, key, except: invoice.id })
  const { patch, supplier } = await findSupplierOfBill(db, { invoice, draft, own })
  return {
    ...patch,
    draft: asJson(draft),
    findings: asJson(validate(draft, { own, supplier, sameBill, review: policy.review })),
    bill_key: key,
    ...summaryOf(draft),
  }
}
