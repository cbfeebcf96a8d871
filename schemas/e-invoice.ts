import { z } from 'zod'
import { Finding } from './finding.ts'

/**
 * The semantic model of EN 16931: what an electronic invoice says, whatever syntax it is written in. The comment behind a member is its
 * business term (BT) or group (BG). Nothing is repaired here: a value is what the document says, and what it should be is a rule's business.
 */

export const Stated = z.object({
  /** As written, without the white space around it; empty where the element is there and says nothing. */
  text: z.string(),
  /** XPath with the usual prefixes (cbc, cac, ram ...). */
  path: z.string(),
  /** ISO date, where the text is a date in the syntax's own way of writing it. */
  date: z.string().optional(),
  /** CII: how the date is written (UNTDID 2379). */
  format: z.string().optional(),
  currency: z.string().optional(),
  /** Of an identifier: who issued it; of an item class (BT-158): the list. */
  scheme: z.string().optional(),
  schemeVersion: z.string().optional(),
  /** Of a quantity: UN/ECE recommendation 20 or 21. */
  unit: z.string().optional(),
})
export type Stated = z.infer<typeof Stated>

const stated = Stated.optional()
const path = z.string()

/** BG-5, BG-8, BG-12, BG-15. */
export const Address = z.object({
  path,
  lines: z.array(Stated), // BT-35 BT-36 BT-162, BT-50 BT-51 BT-163, ...
  city: stated, // BT-37, BT-52, BT-66, BT-77
  postCode: stated, // BT-38, BT-53, BT-67, BT-78
  subdivision: stated, // BT-39, BT-54, BT-68, BT-79
  country: stated, // BT-40, BT-55, BT-69, BT-80
})
export type Address = z.infer<typeof Address>

/** BG-4 seller, BG-7 buyer, BG-10 payee, BG-11 tax representative. */
export const Party = z.object({
  path,
  name: stated, // BT-27, BT-44, BT-59, BT-62
  tradingName: stated, // BT-28, BT-45
  identifiers: z.array(Stated), // BT-29, BT-46, BT-60
  legalId: stated, // BT-30, BT-47, BT-61
  vatId: stated, // BT-31, BT-48, BT-63
  taxNumber: stated, // BT-32
  /** Every registration under VAT; more than one is an oddity. */
  vatIds: z.array(Stated),
  legalInformation: stated, // BT-33
  electronicAddress: stated, // BT-34, BT-49
  address: Address.optional(), // BG-5, BG-8, BG-12
  contact: z.object({ path, name: stated, phone: stated, email: stated }).optional(), // BG-6, BG-9
})
export type Party = z.infer<typeof Party>

/** BG-14, BG-26. */
export const Period = z.object({
  path,
  start: stated, // BT-73, BT-134
  end: stated, // BT-74, BT-135
  vatPoint: stated, // UBL only: the code of BT-8 stands in here
})
export type Period = z.infer<typeof Period>

/** BG-20 and BG-27 allowances, BG-21 and BG-28 charges. */
export const Adjustment = z.object({
  path,
  /** How the syntax says which of the two it is. */
  indicator: stated,
  amount: stated, // BT-92, BT-99, BT-136, BT-141
  base: stated, // BT-93, BT-100, BT-137, BT-142
  percent: stated, // BT-94, BT-101, BT-138, BT-143
  category: stated, // BT-95, BT-102
  rate: stated, // BT-96, BT-103
  reason: stated, // BT-97, BT-104, BT-139, BT-144
  reasonCode: stated, // BT-98, BT-105, BT-140, BT-145
})
export type Adjustment = z.infer<typeof Adjustment>

/** BG-16: one way to pay. A document may name several. */
export const PaymentInstruction = z.object({
  path,
  means: stated, // BT-81
  meansText: stated, // BT-82
  remittance: stated, // BT-83
  /** BG-17. */
  transfers: z.array(z.object({ path, account: stated, name: stated, bank: stated })), // BT-84, BT-85, BT-86
  cards: z.array(z.object({ path, number: stated, holder: stated })), // BG-18: BT-87, BT-88
  directDebit: z.object({ path, mandate: stated, creditor: stated, account: stated }).optional(), // BG-19: BT-89, BT-90, BT-91
})
export type PaymentInstruction = z.infer<typeof PaymentInstruction>

/** BG-23. */
export const VatGroup = z.object({
  path,
  base: stated, // BT-116
  tax: stated, // BT-117
  category: stated, // BT-118
  rate: stated, // BT-119
  exemption: stated, // BT-120
  exemptionCode: stated, // BT-121
})
export type VatGroup = z.infer<typeof VatGroup>

/** BG-24. The bytes stay as written: base64. */
export const Attachment = z.object({
  path,
  reference: stated, // BT-122
  description: stated, // BT-123
  location: stated, // BT-124
  /** BT-125. */
  embedded: z
    .object({ path, base64: z.string(), mediaType: z.string().optional(), fileName: z.string().optional() })
    .optional(),
})
export type Attachment = z.infer<typeof Attachment>

/** A reference by type (UNTDID 1001): 130 an object (BT-18, BT-128), 50 a project or tender, anything else a document. */
export const TypedReference = z.object({ path, type: stated })
export type TypedReference = z.infer<typeof TypedReference>

/** BG-25. */
export const EInvoiceLine = z.object({
  path,
  id: stated, // BT-126
  notes: z.array(Stated), // BT-127
  object: stated, // BT-128
  references: z.array(TypedReference),
  quantity: stated, // BT-129, unit BT-130
  netAmount: stated, // BT-131
  orderLine: stated, // BT-132
  buyerAccounting: stated, // BT-133
  period: Period.optional(), // BG-26
  allowances: z.array(Adjustment), // BG-27
  charges: z.array(Adjustment), // BG-28
  netPrice: stated, // BT-146
  priceDiscount: stated, // BT-147
  /** Like Adjustment's: what turns a discount on the price into a charge, which the norm does not have. */
  priceIndicator: stated,
  grossPrice: stated, // BT-148
  priceQuantity: stated, // BT-149, unit BT-150
  category: stated, // BT-151
  rate: stated, // BT-152
  name: stated, // BT-153
  description: stated, // BT-154
  sellerItem: stated, // BT-155
  buyerItem: stated, // BT-156
  standardItem: stated, // BT-157
  classifications: z.array(Stated), // BT-158
  origin: stated, // BT-159
  attributes: z.array(z.object({ path, name: stated, value: stated })), // BG-32: BT-160, BT-161
  /** 0 for a line of the norm; 1 for a line below a line, and so on (extensions of XRechnung and Factur-X). */
  depth: z.int().nonnegative(),
  /** Whether its amount counts in the sum of lines; false for the extension's detail, group and information lines. */
  counts: z.boolean(),
})
export type EInvoiceLine = z.infer<typeof EInvoiceLine>

export const Syntax = z.enum(['ubl-invoice', 'ubl-credit-note', 'cii', 'zugferd-1', 'fattura-pa'])
export type Syntax = z.infer<typeof Syntax>

export const EInvoice = z.object({
  syntax: Syntax,
  /** Of the root element; of the body where a file holds several invoices (FatturaPA). */
  path,
  /** What the syntax and its type code make of it: amounts of a credit note are positive. */
  kind: z.enum(['invoice', 'credit-note']),
  number: stated, // BT-1
  issueDate: stated, // BT-2
  type: stated, // BT-3
  currency: stated, // BT-5
  vatCurrency: stated, // BT-6
  vatPointDate: stated, // BT-7
  vatPointCode: stated, // BT-8
  dueDate: stated, // BT-9
  buyerReference: stated, // BT-10
  project: stated, // BT-11
  contract: stated, // BT-12
  purchaseOrder: stated, // BT-13
  salesOrder: stated, // BT-14
  receivingAdvice: stated, // BT-15
  despatchAdvice: stated, // BT-16
  tender: stated, // BT-17
  object: stated, // BT-18
  references: z.array(TypedReference),
  buyerAccounting: stated, // BT-19
  paymentTerms: z.array(Stated), // BT-20; one in the norm
  notes: z.array(z.object({ path, subject: stated, text: stated })), // BG-1: BT-21, BT-22
  process: stated, // BT-23
  specification: stated, // BT-24
  preceding: z.array(z.object({ path, number: stated, date: stated })), // BG-3: BT-25, BT-26
  seller: Party.optional(), // BG-4
  buyer: Party.optional(), // BG-7
  payee: Party.optional(), // BG-10
  taxRepresentative: Party.optional(), // BG-11
  /** BG-13. */
  delivery: z
    .object({ path, name: stated, location: stated, date: stated, address: Address.optional() }) // BT-70, BT-71, BT-72, BG-15
    .optional(),
  period: Period.optional(), // BG-14
  payments: z.array(PaymentInstruction), // BG-16
  allowances: z.array(Adjustment), // BG-20
  charges: z.array(Adjustment), // BG-21
  /** BG-22. */
  totals: z.object({
    /** Absent where the document has no such group at all. */
    path: path.optional(),
    lines: stated, // BT-106
    allowances: stated, // BT-107
    charges: stated, // BT-108
    net: stated, // BT-109
    vat: stated, // BT-110
    vatInVatCurrency: stated, // BT-111
    gross: stated, // BT-112
    paid: stated, // BT-113
    rounding: stated, // BT-114
    due: stated, // BT-115
    /** Every total of VAT in the document, of which BT-110 and BT-111 are two; `detailed`: the VAT breakdown is of this one. */
    vatTotals: z.array(z.object({ path, amount: stated, detailed: z.boolean() })),
    /** Payments on behalf of others that the amount due includes (extensions of XRechnung and Factur-X). */
    thirdParty: z.array(Stated),
  }),
  vatBreakdown: z.array(VatGroup), // BG-23
  attachments: z.array(Attachment), // BG-24
  lines: z.array(EInvoiceLine), // BG-25
  /** Amounts that the syntax has and the norm does not, by their name there: what is withheld from the payment, stamp duty. */
  otherAmounts: z.array(z.object({ name: z.string(), amount: Stated })),
  /** Where the document has more than the model has room for: the second of what may be there once. */
  surplus: z.array(Stated),
  /** Elements with neither text nor children nor attributes. */
  empty: z.array(path),
})
export type EInvoice = z.infer<typeof EInvoice>

/** What a PDF says around the invoice that is embedded in it (ISO 19005-3 and Factur-X 1.0, section 6). */
export const HybridMarks = z.object({
  /** Of the embedded file, as the PDF names it. */
  fileName: z.string(),
  /** Every AFRelationship in the file: `Data`, `Alternative`, `Source`. */
  relationships: z.array(z.string()),
  /** Whether anything is associated with the document (AF). */
  associated: z.boolean(),
  outputIntent: z.boolean(),
  /** pdfaid:part of the XMP metadata. */
  pdfaPart: z.string().optional(),
  /** `BASIC`, of the XMP metadata. */
  conformanceLevel: z.string().optional(),
  /** Of the XMP metadata. */
  documentFileName: z.string().optional(),
})
export type HybridMarks = z.infer<typeof HybridMarks>

/** A rule of the norm that the document breaks; `code` is the rule's id: `BR-CO-10`. */
export const EInvoiceFinding = Finding.required({ meaning: true, clashing: true })
export type EInvoiceFinding = z.infer<typeof EInvoiceFinding>

/** `file`: the original is the invoice; `embedded`: a file in a PDF is. */
export const EInvoiceOrigin = z.enum(['file', 'embedded'])
export type EInvoiceOrigin = z.infer<typeof EInvoiceOrigin>
