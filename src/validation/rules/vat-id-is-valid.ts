import { checkVatId } from '../../extraction/notation/check-digits.ts'
import type { Rule } from '../rule.ts'

/** Form and check digits of the supplier's VAT id, where its country has them. */
export const vatIdIsValid: Rule = (draft) => {
  const { value: vatId, path } = draft.fields.supplierVatId ?? {}
  if (vatId === undefined || checkVatId(vatId) !== 'wrong') return []
  return [
    {
      severity: 'warning',
      // In data nothing was misread: it is the supplier's number, and no reason to keep the bill from its approver, who is told.
      ...(path !== undefined && { holds: false as const }),
      field: 'supplierVatId',
      says: { text: 'vat-id-is-valid', values: { vatId } },
    },
  ]
}
