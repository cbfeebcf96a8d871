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
      message: `${supplierName?.value ?? 'This supplier'} has sent number ${invoiceNumber?.value ?? ''} before (invoice ${first.invoiceId}). If it is the same bill, mark this one as duplicate; if not, correct the number.`,
    },
  ]
}
