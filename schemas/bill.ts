import { z } from 'zod'
import { Coding } from './coding.ts'
import { DraftLine, DraftVatGroup } from './draft.ts'
import { Amount, CurrencyCode, IsoDate, Sha256 } from './money.ts'

/** The clean record that accounting receives; terms follow EN 16931. Amounts of a credit note are positive: the type turns them. */
export const Bill = z.object({
  company: z.string(),
  invoiceId: z.string(),
  /** The version of the invoice that was approved; with the id the key under which it is posted, once. */
  version: z.int().nonnegative(),
  type: z.enum(['invoice', 'credit-note', 'receipt']), // BT-3
  invoiceNumber: z.string().min(1), // BT-1
  issueDate: IsoDate, // BT-2
  dueDate: IsoDate.optional(), // BT-9
  supplier: z.object({
    name: z.string().min(1), // BT-27
    vatId: z.string().optional(), // BT-31
    taxNumber: z.string().optional(), // BT-32
  }),
  customerName: z.string().optional(), // BT-44
  currency: CurrencyCode, // BT-5
  netTotal: Amount.optional(), // BT-109
  taxTotal: Amount.optional(), // BT-110
  grossTotal: Amount, // BT-112
  amountDue: Amount, // BT-115
  iban: z.string().optional(), // BT-84
  paymentReference: z.string().optional(), // BT-83
  purchaseOrder: z.string().optional(), // BT-13
  /** Every line is coded by itself, with what the bill and the company's defaults say where the line says nothing. */
  lines: z.array(DraftLine.omit({ place: true })),
  vatBreakdown: z.array(DraftVatGroup),
  /** For what no line tells, and for a bill without lines. */
  coding: Coding.optional(),
  originalSha256: Sha256,
  approvedBy: z.string(),
  approvedAt: z.iso.datetime(),
})
export type Bill = z.infer<typeof Bill>
