import type { Finding } from '../../schemas/finding.ts'
import { chooseApprovers } from '../approvals/policy.ts'
import { requestDecisions } from '../approvals/request-decisions.ts'
import { asJson } from '../database/json.ts'
import { loadCompany } from './company.ts'
import type { StageOf } from './ports.ts'

/** Finds out who has to decide by the company's policy and asks them by mail, together with the move. */
export const route: StageOf<'route'> = async (invoice, ports) => {
  const company = await loadCompany(ports.db, invoice.company_id)
  const routing = chooseApprovers(
    {
      grossTotal: invoice.gross_total,
      currency: invoice.currency,
      supplierName: invoice.supplier_name,
      supplierVatId: invoice.draft?.fields.supplierVatId?.value ?? null,
    },
    { policy: company.policy, touchedBy: invoice.touched_by },
  )
  if (routing.approvers === null) {
    const { reason: message, says } = routing
    const finding: Finding = { code: 'approver-is-known', severity: 'error', message, says }
    const others = invoice.findings.filter(({ code }) => code !== finding.code)
    return {
      outcome: 'unroutable',
      patch: { findings: asJson([...others, finding]) },
      data: { reason: message },
    }
  }
  const { approvers } = routing
  const { newId, now, publicUrl } = ports
  let messageIds: string[] = []
  return {
    outcome: 'routed',
    data: { approvers },
    async together(transaction, { version }) {
      ;({ messageIds } = await requestDecisions(transaction, {
        invoice,
        version,
        approvers,
        company,
        now,
        newId,
        publicUrl,
      }))
    },
    hints: () => messageIds.map((messageId) => ({ name: 'send', messageId })),
  }
}
