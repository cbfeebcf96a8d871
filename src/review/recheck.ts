import type { Draft } from '../../schemas/draft.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { InvoicePatch, InvoiceRow } from '../pipeline/move.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { loadCompany } from '../stages/company.ts'
import { judgeBill } from '../stages/judge-bill.ts'

/** Everything of an invoice that follows from its draft: its supplier, findings by the same rules as the stage, the bill's key, the columns of lists. */
export async function recheck(
  db: Database,
  { invoice, draft }: { invoice: InvoiceRow; draft: Draft },
): Promise<InvoicePatch> {
  const company = await loadCompany(db, invoice.company_id)
  const { patch } = await judgeBill(db, { invoice, draft, company })
  return { ...patch, draft: asJson(draft), ...summaryOf(draft) }
}
