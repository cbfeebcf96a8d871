import { z } from 'zod'
import { Amount } from './money.ts'
import { Box, Concern } from './transcript.ts'

export const DocumentType = z.enum([
  'invoice',
  'credit-note',
  'receipt',
  'reminder',
  'statement',
  'order',
  'delivery-note',
  'payment-part',
  'other',
])
export type DocumentType = z.infer<typeof DocumentType>

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

export const AMOUNT_FIELDS = ['netTotal', 'taxTotal', 'grossTotal', 'amountDue'] as const satisfies readonly FieldName[]
export const DATE_FIELDS = ['issueDate', 'dueDate'] as const satisfies readonly FieldName[]

/** Where on the paper a value stands. */
export const Place = z.object({ page: z.int().positive(), box: Box })
export type Place = z.infer<typeof Place>

/** One reader's claim: this field has this value, because it stands here. */
export const Evidence = z.object({
  field: FieldName,
  /** Normalised: ISO date, decimal string, upper-case code. */
  value: z.string(),
  /** 0 to 1, before reconciliation. */
  score: z.number().min(0).max(1),
  /** The reader's folder name: `labelled-text`. */
  reader: z.string(),
  place: Place.optional(),
  /** The characters on the page that the value was made of. */
  raw: z.string(),
  /** Why the reader thinks so, in a few words: `right of "Rechnungsnr."`. */
  because: z.string().optional(),
})
export type Evidence = z.infer<typeof Evidence>

export const DraftField = z.object({
  value: z.string(),
  /** 0 to 1, meant as the probability that the value is right. A person's correction has 1. */
  confidence: z.number().min(0).max(1),
  place: Place.optional(),
  /** The reader that won, or `person`. */
  source: z.string(),
  /** Equations of the bill that this value satisfies: `net + tax = gross`. */
  satisfies: z.array(z.string()),
  /** Other values that readers claimed, best first. */
  alternatives: z.array(Evidence),
})
export type DraftField = z.infer<typeof DraftField>

/** A line of the bill (BG-25). Absent: not on the paper or not read. */
export const DraftLine = z.object({
  description: z.string(), // BT-153
  quantity: Amount.optional(), // BT-129
  unit: z.string().optional(), // BT-130 as printed
  unitPrice: Amount.optional(), // BT-146
  netAmount: Amount.optional(), // BT-131
  vatRate: Amount.optional(), // BT-152, per cent: "19"
  place: Place.optional(),
})
export type DraftLine = z.infer<typeof DraftLine>

/** A group of the VAT breakdown (BG-23). */
export const DraftVatGroup = z.object({
  rate: Amount, // BT-119, per cent
  base: Amount.optional(), // BT-116
  tax: Amount.optional(), // BT-117
})
export type DraftVatGroup = z.infer<typeof DraftVatGroup>

/** What `extract` makes of a transcript: values with confidence and evidence. A value that stands nowhere on the page is absent. */
export const Draft = z.object({
  type: DocumentType,
  typeConfidence: z.number().min(0).max(1),
  fields: z.partialRecord(FieldName, DraftField),
  lines: z.array(DraftLine),
  vatBreakdown: z.array(DraftVatGroup),
  /** What reading the file showed besides its words; see Transcript. */
  concerns: z.array(Concern).optional(),
})
export type Draft = z.infer<typeof Draft>
