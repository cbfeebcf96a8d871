import { z } from 'zod'
import { Coding } from './coding.ts'
import { Detail, DetailName, PaymentTerms } from './detail.ts'
import { EInvoiceOrigin, Syntax } from './e-invoice.ts'
import { FieldName } from './field-name.ts'
import { Finding } from './finding.ts'
import { Amount } from './money.ts'
import { Concern, Place } from './transcript.ts'

export { FieldName, Place }

export const DocumentType = z.enum([
  'invoice',
  'credit-note',
  'receipt',
  'reminder',
  'statement',
  'order',
  'order-confirmation',
  'delivery-note',
  'quote',
  'contract',
  'payment-part',
  'other',
])
export type DocumentType = z.infer<typeof DocumentType>

export const AMOUNT_FIELDS = ['netTotal', 'taxTotal', 'grossTotal', 'amountDue'] as const satisfies readonly FieldName[]
export const DATE_FIELDS = ['issueDate', 'dueDate'] as const satisfies readonly FieldName[]

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
  /** What else speaks for it: `learned from INVOICE 2026-17: right of "Number"`. */
  because: z.string().optional(),
  /** XPath, where the value stands in an electronic invoice. */
  path: z.string().optional(),
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
  unitPrice: Amount.optional(), // BT-146, after the line's discount
  grossPrice: Amount.optional(), // BT-148, before it; absent without a discount
  netAmount: Amount.optional(), // BT-131
  vatRate: Amount.optional(), // BT-152, per cent: "19"
  /** What differs from the bill's coding. */
  coding: Coding.optional(),
  place: Place.optional(),
})
export type DraftLine = z.infer<typeof DraftLine>

/** A group of the VAT breakdown (BG-23). */
export const DraftVatGroup = z.object({
  rate: Amount, // BT-119, per cent
  base: Amount.optional(), // BT-116
  tax: Amount.optional(), // BT-117
  /** BT-118, UNTDID 5305: S, Z, E, AE, K, G or O. */
  category: z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']).optional(),
  /** BT-120, as printed: why there is no VAT. */
  reason: z.string().optional(),
})
export type DraftVatGroup = z.infer<typeof DraftVatGroup>

/** A field that the page says otherwise than the data that travels with it. */
export const Disagreement = z.object({
  field: FieldName,
  /** What the data says; it leads. */
  embedded: z.string(),
  /** What the page says; absent: nothing like the data's value can be seen on it. */
  visible: z.string().optional(),
  place: Place.optional(),
})
export type Disagreement = z.infer<typeof Disagreement>

/** What is known of a bill that carries its own data. */
export const DraftEInvoice = z.object({
  syntax: Syntax,
  origin: EInvoiceOrigin,
  /** Of the file that is the invoice: the original, or a file inside it. */
  name: z.string(),
  /** BT-24. */
  specification: z.string().optional(),
  /** The rules of the norm and of the profile that it breaks. */
  findings: z.array(Finding),
  disagreements: z.array(Disagreement),
  /** The same bill as pages, in a file of its own: what people look at. */
  view: z
    .object({
      invoiceId: z.string(),
      sha256: z.string(),
      fileName: z.string(),
      /** Where in that file its pages begin, if not with the first. */
      firstPage: z.int().positive().optional(),
    })
    .optional(),
})
export type DraftEInvoice = z.infer<typeof DraftEInvoice>

/** What `extract` makes of a transcript: values with confidence and evidence. A value that stands nowhere on the page is absent. */
export const Draft = z.object({
  type: DocumentType,
  typeConfidence: z.number().min(0).max(1),
  fields: z.partialRecord(FieldName, DraftField),
  lines: z.array(DraftLine),
  vatBreakdown: z.array(DraftVatGroup),
  /** How the whole bill is booked, but for lines that say otherwise. */
  coding: Coding.optional(),
  /** What else the paper says. */
  details: z.partialRecord(DetailName, Detail).optional(),
  /** BT-20. */
  terms: PaymentTerms.optional(),
  /** What reading the file showed besides its words; see Transcript. */
  concerns: z.array(Concern).optional(),
  /** Where the document carries its own data, which leads. */
  eInvoice: DraftEInvoice.optional(),
})
export type Draft = z.infer<typeof Draft>
