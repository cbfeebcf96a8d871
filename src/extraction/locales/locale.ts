import type { DocumentType } from '../../../schemas/draft.ts'

/** What a printed label announces. The first group are fields of a bill; the others exist so that their values are not mistaken for one. */
export const LABEL_MEANINGS = [
  'invoiceNumber',
  'issueDate',
  'dueDate',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'amountDue',
  'iban',
  'vatId',
  'taxNumber',
  'paymentReference',
  'purchaseOrder',
  'supplier',
  'customer',
  // A date or a number that the label does not tell more about.
  'date',
  'number',
  // Parts of the sum.
  'prepaid',
  'rounding',
  'discount',
  'charge',
  'carryOver',
  'balanceForward',
  'cash',
  // Baits.
  'customerVatId',
  'otherNumber',
  'otherDate',
  'otherAmount',
  'otherParty',
  'bank',
  'terms',
  'contact',
  // Details beside the bill's fields.
  'customerNumber',
  'deliveryDate',
  'servicePeriod',
  'contract',
  'project',
  'registration',
  'precedingInvoice',
] as const
export type LabelMeaning = (typeof LABEL_MEANINGS)[number]

/** What stands in a column of the table of lines. */
export const COLUMN_MEANINGS = [
  'position',
  'itemCode',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'discount',
  'vatRate',
  'vatAmount',
  'netAmount',
  'grossAmount',
  'date',
  'other',
] as const
export type ColumnMeaning = (typeof COLUMN_MEANINGS)[number]

/**
 * How one language writes invoices. Lists are strings, entries separated by ";" or a line break, written as printed: case, diacritics,
 * blanks and punctuation do not matter for comparison.
 */
export type Locale = {
  /** ISO 639-1. */
  code: string
  decimal: '.' | ','
  dateOrder: 'dmy' | 'mdy' | 'ymd'
  /** Frequent small words that tell this language from the others. */
  words: string
  /** January first; entries of one month separated by ",". */
  months: string
  labels: Partial<Record<LabelMeaning, string>>
  /** Labels of what stands beside the fields of a bill. */
  details: Partial<Record<LabelMeaning, string>>
  titles: Partial<Record<DocumentType, string>>
  columns: Partial<Record<ColumnMeaning, string>>
  /** Phrases that state that no VAT is charged. */
  taxFree?: string
  /** "days": the unit of a term of payment. */
  days: string
}

/** The entries of a list string. */
export function entriesOf(list: string | undefined): string[] {
  return (list ?? '')
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
