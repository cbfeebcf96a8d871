/** The words that pages use for what the records call by code names. */
import type { DocumentType, FieldName } from '../../schemas/draft.ts'
import type { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Outcome } from '../pipeline/lifecycle.ts'

export const STATUS_WORDS: Record<InvoiceStatus, string> = {
  received: 'Received',
  identified: 'Identified',
  recognized: 'Recognized',
  extracted: 'Extracted',
  validated: 'Validated',
  'in-review': 'In review',
  'awaiting-approval': 'Awaiting approval',
  approved: 'Approved',
  posted: 'Posted',
  paid: 'Paid',
  rejected: 'Rejected',
  duplicate: 'Duplicate',
  filed: 'Filed',
}

/** How a status is coloured; the word says the same. */
export const STATUS_TONES: Record<InvoiceStatus, 'busy' | 'wait' | 'good' | 'ended'> = {
  received: 'busy',
  identified: 'busy',
  recognized: 'busy',
  extracted: 'busy',
  validated: 'busy',
  'in-review': 'wait',
  'awaiting-approval': 'wait',
  approved: 'good',
  posted: 'good',
  paid: 'good',
  rejected: 'ended',
  duplicate: 'ended',
  filed: 'ended',
}

export const FIELD_WORDS: Record<FieldName, string> = {
  supplierName: 'Supplier',
  supplierVatId: 'Supplier VAT id',
  supplierTaxNumber: 'Supplier tax number',
  customerName: 'Customer',
  invoiceNumber: 'Invoice number',
  issueDate: 'Issue date',
  dueDate: 'Due date',
  currency: 'Currency',
  netTotal: 'Net total',
  taxTotal: 'Tax total',
  grossTotal: 'Total',
  amountDue: 'Amount due',
  iban: 'IBAN',
  paymentReference: 'Payment reference',
  purchaseOrder: 'Purchase order',
}

export const TYPE_WORDS: Record<DocumentType, string> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  receipt: 'Receipt',
  reminder: 'Reminder',
  statement: 'Statement',
  order: 'Order',
  'order-confirmation': 'Order confirmation',
  quote: 'Quote',
  contract: 'Contract',
  'delivery-note': 'Delivery note',
  'payment-part': 'Payment part',
  other: 'Other',
}

/** What the page says after an action. */
export const DONE_WORDS = {
  correct: 'Saved. It was checked again.',
  accept: 'Accepted. It is on its way to its approver.',
  reject: 'Rejected.',
  retry: 'It is being read again.',
  password: 'It is being opened with this password. Look again in a moment.',
  'mark-duplicate': 'Marked as a duplicate.',
  file: 'Filed.',
  recall: 'Taken back from its approvers.',
  reopen: 'Taken back into review.',
  settings: 'Saved.',
  member: 'Saved.',
  key: 'Done.',
} as const satisfies Partial<Record<Outcome | 'password' | 'settings' | 'member' | 'key', string>>

/** "2026-03-02 09:15" in UTC; pages say so once. */
export function writeTime(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ')
}

/** "1.2 MB" */
export function writeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
