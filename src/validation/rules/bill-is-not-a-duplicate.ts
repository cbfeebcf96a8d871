import type { Rule } from '../rule.ts'

/** One bill is one supplier and one number: it is on its way only once. */
export const billIsNotADuplicate: Rule = (draft, { sameBill }) => {
  const [first] = sameBill
  if (!first) return []
  const { supplierName, invoiceNumber } = draft.fields
  return [
    {
      severity: 'error',
      field: 'invoiceNumber',
      says: {
        text: 'bill-is-not-a-duplicate',
        values: {
          supplier: supplierName?.value ?? { word: 'supplier.this' },
          number: invoiceNumber?.value ?? '',
          invoice: first.invoiceId,
        },
      },
    },
  ]
}
