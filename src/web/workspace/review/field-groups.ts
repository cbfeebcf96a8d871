import type { DetailName } from '../../../../schemas/detail.ts'
import type { DocumentType, FieldName } from '../../../../schemas/draft.ts'
import type { TextKey } from '../texts/texts.tsx'

export type { DocumentType, FieldName }

type Group = { title: TextKey & `review.${string}`; fields: readonly FieldName[] }

/** The fields in the order in which people look at a bill. */
const GROUPS = [
  { title: 'review.supplier', fields: ['supplierName', 'supplierVatId', 'supplierTaxNumber'] },
  { title: 'review.invoice', fields: ['invoiceNumber', 'issueDate', 'dueDate', 'purchaseOrder', 'customerName'] },
  { title: 'review.amounts', fields: ['currency', 'netTotal', 'taxTotal', 'grossTotal', 'amountDue'] },
  { title: 'review.payment', fields: ['iban', 'paymentReference'] },
] as const satisfies readonly Group[]
export const FIELD_GROUPS: readonly Group[] = GROUPS
export const ALL_FIELDS: readonly FieldName[] = FIELD_GROUPS.flatMap(({ fields }) => fields)

const DETAIL_ORDER = [
  'deliveryDate',
  'periodStart',
  'periodEnd',
  'precedingInvoice',
  'contract',
  'project',
  'customerNumber',
  'prepaid',
  'rounding',
  'supplierRegistration',
  'supplierAddress',
  'supplierMail',
  'customerAddress',
  'customerVatId',
] as const satisfies readonly DetailName[]
export const ALL_DETAILS: readonly DetailName[] = DETAIL_ORDER

const TYPE_ORDER = [
  'invoice',
  'credit-note',
  'receipt',
  'reminder',
  'statement',
  'quote',
  'order',
  'order-confirmation',
  'contract',
  'delivery-note',
  'payment-part',
  'other',
] as const satisfies readonly DocumentType[]
export const TYPES: readonly DocumentType[] = TYPE_ORDER

/** Does not compile while a field or detail of the draft is in no group, or a type is not offered. */
type Missing =
  | Exclude<FieldName, (typeof GROUPS)[number]['fields'][number]>
  | Exclude<DetailName, (typeof DETAIL_ORDER)[number]>
  | Exclude<DocumentType, (typeof TYPE_ORDER)[number]>
const NONE_MISSING: Missing extends never ? true : Missing = true
void NONE_MISSING
