import type { Rule } from '../rule.ts'

/** A supplier is paid where it was paid before: an invoice that names another account may be somebody else's. */
export const bankDetailsAreTrusted: Rule = (draft, { supplier }) => {
  const { iban } = draft.fields
  const trusted = supplier?.trustedIbans ?? []
  if (!iban || trusted.length === 0 || trusted.includes(iban.value)) return []
  return [
    {
      severity: 'error',
      field: 'iban',
      message: `${supplier?.name ?? 'This supplier'} was paid to ${trusted.join(' or ')} so far; this bill names ${iban.value}. Ask the supplier by a phone number that is not from this bill before you accept it.`,
    },
  ]
}
