import { z } from 'zod'

/** The header fields of a bill; the comment is the business term of EN 16931. */
export const FieldName = z.enum([
  'invoiceNumber', // BT-1
  'issueDate', // BT-2, ISO date
  'dueDate', // BT-9, ISO date
  'supplierName', // BT-27
  'supplierVatId', // BT-31, upper case without blanks
  'supplierTaxNumber', // BT-32
  'customerName', // BT-44
  'currency', // BT-5, ISO 4217
  'netTotal', // BT-109, amount
  'taxTotal', // BT-110, amount
  'grossTotal', // BT-112, amount
  'amountDue', // BT-115, amount
  'iban', // BT-84, upper case without blanks
  'paymentReference', // BT-83
  'purchaseOrder', // BT-13
])
export type FieldName = z.infer<typeof FieldName>
