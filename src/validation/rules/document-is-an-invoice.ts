import type { DocumentType } from '../../../schemas/draft.ts'
import type { Rule } from '../rule.ts'

const BILLS: readonly DocumentType[] = ['invoice', 'credit-note', 'receipt']

/** Only invoices, credit notes and receipts become bills. */
export const documentIsAnInvoice: Rule = ({ type }) =>
  BILLS.includes(type)
    ? []
    : [{ severity: 'error', says: { text: 'document-is-an-invoice', values: { kind: { word: `kind.${type}` } } } }]
