import { asJson } from '../database/json.ts'
import { billProblems } from '../pipeline/bill.ts'
import { billKey } from '../validation/bill-key.ts'
import { validate as checkDraft, holds } from '../validation/index.ts'
import { loadCompany } from './company.ts'
import type { StageOf } from './ports.ts'
import { sameBills } from './same-bills.ts'

/** Checks the draft against every rule. Clean goes on by itself; anything that an error or a warning says waits for a person. */
export const validate: StageOf<'validate'> = async (invoice, ports) => {
  const { draft } = invoice
  if (!draft) throw new Error(`invoice ${invoice.id} reached validate without a draft`)
  const company = await loadCompany(ports.db, invoice.company_id)
  const key = billKey(draft)
  const sameBill = await sameBills(ports.db, { companyId: invoice.company_id, key, except: invoice.id })
  const findings = checkDraft(draft, { own: company.own, sameBill })
  const clean = !findings.some(holds) && billProblems(draft).length === 0
  return {
    outcome: clean ? 'clean' : 'doubtful',
    patch: { findings: asJson(findings), bill_key: key },
    data: { findings: findings.map(({ code, severity }) => ({ code, severity })) },
  }
}
