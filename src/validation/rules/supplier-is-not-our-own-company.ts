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
      says: { text: 'supplier-is-not-our-own-company.vat-id', values: { value: supplierVatId.value } },
    })
  }
  if (supplierName && own.names.some((name) => nameKey(name) !== '' && nameKey(name) === nameKey(supplierName.value))) {
    findings.push({
      severity: 'error',
      field: 'supplierName',
      says: { text: 'supplier-is-not-our-own-company.name', values: { value: { quoted: [supplierName.value] } } },
    })
  }
  if (iban && own.ibans.some((ours) => compact(ours) === compact(iban.value))) {
    findings.push({
      severity: 'error',
      field: 'iban',
      says: { text: 'supplier-is-not-our-own-company.iban', values: { value: iban.value } },
    })
  }
  return findings
}
