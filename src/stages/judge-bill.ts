import type { Company } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoicePatch, InvoiceRow } from '../pipeline/move.ts'
import { findSupplierOfBill } from '../suppliers/find-supplier-of-bill.ts'
import { billKey } from '../validation/bill-key.ts'
import { validate } from '../validation/index.ts'
import { sameBills } from './same-bills.ts'

/** Checks a draft against every rule, with what the records know beside it. @returns the findings, and the columns that say so. */
export async function judgeBill(
  db: Database,
  {
    invoice,
    draft,
    company: { own, policy },
  }: { invoice: InvoiceRow; draft: Draft; company: Pick<Company, 'own' | 'policy'> },
): Promise<{ findings: Finding[]; patch: InvoicePatch }> {
  const key = billKey(draft)
  const sameBill = await sameBills(db, { companyId: invoice.company_id, key, except: invoice.id })
  const { patch, supplier } = await findSupplierOfBill(db, { invoice, draft, own })
  const findings = validate(draft, { own, supplier, sameBill, review: policy.review })
  return { findings, patch: { ...patch, findings: asJson(findings), bill_key: key } }
}
