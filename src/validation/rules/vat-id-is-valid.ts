import { checkVatId } from '../../extraction/notation/check-digits.ts'
import type { Rule } from '../rule.ts'

/** Form and check digits of the supplier's VAT id, where its country has them. */
export const vatIdIsValid: Rule = (draft) => {
  const vatId = draft.fields.supplierVatId?.value
  if (vatId === undefined || checkVatId(vatId) !== 'wrong') return []
  return [
    {
      severity: 'warning',
      field: 'supplierVatId',
      message: `${vatId} is not a valid VAT id: its form or check digits are wrong. Compare with the page; an invalid id may cost the input tax.`,
    },
  ]
}
