import { nameKey } from '../../extraction/notation/company-name.ts'
import type { Rule } from '../rule.ts'

/** We never owe ourselves: our own name or number as the supplier means that customer and supplier were mixed up. */
export const supplierIsNotOurOwnCompany: Rule = (draft, { own }) => {
  const { supplierName, supplierVatId, iban } = draft.fields
  const compact = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  const findings: ReturnType<Rule> = []
  if (supplierVatId && own.vatIds.some((vatId) => compact(vatId) === compact(supplierVatId.value))) {
    findings.push({
      severity: 'error',
      field: 'supplierVatId',
      message: `${supplierVatId.value} is our own VAT id. Enter the supplier's.`,
    })
  }
  if (supplierName && own.names.some((name) => nameKey(name) !== '' && nameKey(name) === nameKey(supplierName.value))) {
    findings.push({
      severity: 'error',
      field: 'supplierName',
      message: `"${supplierName.value}" is our own name. Enter the supplier's.`,
    })
  }
  if (iban && own.ibans.some((ours) => compact(ours) === compact(iban.value))) {
    findings.push({
      severity: 'error',
      field: 'iban',
      message: `${iban.value} is our own account. Enter the supplier's.`,
    })
  }
  return findings
}
