import { z } from 'zod'
import { Place } from './transcript.ts'

/** What else a paper says that is no header field of the bill; the comment is the business term of EN 16931. */
export const DetailName = z.enum([
  'deliveryDate', // BT-72, ISO date
  'periodStart', // BT-73, ISO date
  'periodEnd', // BT-74, ISO date
  'customerNumber', // BT-46
  'contract', // BT-12
  'project', // BT-11
  'precedingInvoice', // BT-25
  'supplierRegistration', // BT-30
  'supplierAddress', // BG-5, one line
  'supplierMail', // BT-43
  'customerAddress', // BG-8, one line
  'customerVatId', // BT-48
  'prepaid', // BT-113, amount
  'rounding', // BT-114, amount
])
export type DetailName = z.infer<typeof DetailName>

export const AMOUNT_DETAILS = ['prepaid', 'rounding'] as const satisfies readonly DetailName[]
export const DATE_DETAILS = ['deliveryDate', 'periodStart', 'periodEnd'] as const satisfies readonly DetailName[]

/** A detail as it was read: it binds no sum and is checked by nobody, so it is never sure. Or as a person entered it. */
export const Detail = z.object({
  /** Normalised as fields are. */
  value: z.string(),
  confidence: z.number().min(0).max(1),
  place: Place.optional(),
  /** Why the reader thinks so. */
  because: z.string(),
  /** Absent: it was read. */
  source: z.literal('person').optional(),
  /** Other values that were read, best first. */
  alternatives: z.array(z.object({ value: z.string(), place: Place.optional() })).optional(),
})
export type Detail = z.infer<typeof Detail>

/** BT-20: when what is to be paid, as far as the words tell. */
export const PaymentTerms = z.object({
  /** As printed. */
  text: z.string(),
  /** Days from the date of issue until all of it is due. */
  netDays: z.int().nonnegative().optional(),
  /** Early payment: so many per cent less within so many days, or until a day. */
  discounts: z.array(
    z.object({
      percent: z.string(),
      days: z.int().nonnegative().optional(),
      until: z.string().optional(),
    }),
  ),
  place: Place.optional(),
})
export type PaymentTerms = z.infer<typeof PaymentTerms>
