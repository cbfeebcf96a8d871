import { isRightIban } from '../../extraction/notation/check-digits.ts'
import type { Rule } from '../rule.ts'

/** ISO 13616: country, length and check digits. */
export const ibanIsValid: Rule = (draft) => {
  const iban = draft.fields.iban?.value
  if (iban === undefined || isRightIban(iban)) return []
  return [
    {
      severity: 'error',
      field: 'iban',
      says: { text: 'iban-is-valid', values: { iban } },
    },
  ]
}
