import type { Rule } from '../rule.ts'

/** The first bill of a supplier has nothing to be compared with: whoever approves it should know that. */
export const supplierIsKnown: Rule = (draft, { supplier }) => {
  if (!supplier || supplier.isKnown) return []
  const { supplierName } = draft.fields
  return [
    {
      severity: 'warning',
      field: 'supplierName',
      message: `This is the first bill of ${supplierName?.value ?? 'this supplier'}. Make sure that it is one of yours, and that the account is theirs.`,
      holds: false,
    },
  ]
}
