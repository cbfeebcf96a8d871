import type { Rule } from '../rule.ts'

/** The first bill of a supplier has nothing to be compared with: whoever approves it should know that. */
export const supplierIsKnown: Rule = (draft, { supplier }) => {
  if (!supplier || supplier.isKnown) return []
  const { supplierName } = draft.fields
  return [
    {
      severity: 'warning',
      field: 'supplierName',
      says: {
        text: 'supplier-is-known',
        values: { supplier: supplierName?.value ?? { word: 'supplier.unnamed' } },
      },
      holds: false,
    },
  ]
}
