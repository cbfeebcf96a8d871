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
      says: {
        text: 'bank-details-are-trusted',
        values: {
          supplier: supplier?.name ?? { word: 'supplier.this' },
          trusted: { any: [...trusted] },
          iban: iban.value,
        },
      },
    },
  ]
}
