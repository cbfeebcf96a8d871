import type { Draft } from '../../schemas/draft.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoicePatch } from '../pipeline/move.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { loadCompany } from '../stages/company.ts'
import { sameBills } from '../stages/same-bills.ts'
import { billKey } from '../validation/bill-key.ts'
import { validate } from '../validation/index.ts'

/** Everything of an invoice that follows from its draft: findings by the same rules as the stage, the bill's key, the columns of lists. */
export async function recheck(
  db: Database,
  { companyId, invoiceId, draft }: { companyId: string; invoiceId: string; draft: Draft },
): Promise<InvoicePatch> {
  const { own, policy } = await loadCompany(db, companyId)
  const key = billKey(draft)
  const sameBill = await sameBills(db, { companyId, key, except: invoiceId })
  return {
    draft: asJson(draft),
    findings: asJson(validate(draft, { own, sameBill, review: policy.review })),
    bill_key: key,
    ...summaryOf(draft),
  }
}
