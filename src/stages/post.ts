import type { Finding } from '../../schemas/finding.ts'
import type { Said } from '../../schemas/said.ts'
import { asJson } from '../database/json.ts'
import { isBillhookError } from '../errors.ts'
import { toBill } from '../pipeline/bill.ts'
import { postOnce } from '../pipeline/effects.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { english } from '../wording/en.ts'
import { sayForRecord } from '../wording/say.ts'
import { loadCompany } from './company.ts'
import type { StageOf, StagePorts } from './ports.ts'

/** Posts the approved bill to every target of its company, each exactly once; a target that refuses sends it back to review. */
export const post: StageOf<'post'> = async (invoice, ports) => {
  const company = await loadCompany(ports.db, invoice.company_id)
  const bill = toBill(invoice, { defaults: company.codeLists?.defaults })
  const receipts: Record<string, unknown> = {}
  for (const connector of ports.connectorsOf(company)) {
    try {
      receipts[connector.target] = await postOnce(ports, { bill, connector })
    } catch (error) {
      if (isBillhookError(error, 'accounting.differs')) await showDifference(ports, { invoice, error })
      // What another target has taken already can't be taken back: then a refusal is an outage to be settled by a person.
      if (!isBillhookError(error, 'accounting.refused') || Object.keys(receipts).length > 0) throw error
      const says: Said = {
        text: 'accounting-refused',
        values: { target: connector.target, answer: { phrases: [error.message] } },
      }
      const message = sayForRecord(says, english)
      const finding: Finding = { code: 'accounting-refused', severity: 'error', message, says }
      return {
        outcome: 'refused',
        patch: { findings: asJson([...invoice.findings, finding]), approved_by: null, approved_at: null },
        data: { target: connector.target, message: error.message },
      }
    }
  }
  const findings = invoice.findings.filter(({ code }) => code !== 'accounting-differs')
  return { outcome: 'posted', patch: { findings: asJson(findings) }, data: { receipts } }
}

/** The bill stays where it is, since accounting has it; the finding says what a person has to put right there. */
async function showDifference(
  { db }: Pick<StagePorts, 'db'>,
  { invoice, error }: { invoice: InvoiceRow; error: Error },
): Promise<void> {
  const finding: Finding = { code: 'accounting-differs', severity: 'error', message: error.message }
  const others = invoice.findings.filter(({ code }) => code !== finding.code)
  await db
    .updateTable('invoice')
    .set({ findings: asJson([...others, finding]) })
    .where('id', '=', invoice.id)
    .where('version', '=', invoice.version)
    .execute()
}
