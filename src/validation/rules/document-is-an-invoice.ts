import type { DocumentType } from '../../../schemas/draft.ts'
import type { Rule } from '../rule.ts'

/** What a bill can be made of; null: it can. */
const WORDS: Record<DocumentType, string | null> = {
  invoice: null,
  'credit-note': null,
  receipt: null,
  reminder: 'a payment reminder',
  statement: 'a statement of account',
  order: 'an order',
  'order-confirmation': 'an order confirmation',
  quote: 'a quote',
  contract: 'a contract',
  'delivery-note': 'a delivery note',
  'payment-part': 'a payment slip',
  other: 'no invoice',
}

/** Only invoices, credit notes and receipts become bills. */
export const documentIsAnInvoice: Rule = (draft) => {
  const words = WORDS[draft.type]
  if (words === null) return []
  return [{ severity: 'error', message: `This looks like ${words}. File it, or correct the type if it is an invoice.` }]
}
