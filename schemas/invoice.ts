import { z } from 'zod'

export const InvoiceStatus = z.enum([
  'received',
  'identified',
  'recognized',
  'extracted',
  'validated',
  'in-review',
  'awaiting-approval',
  'approved',
  'posted',
  'paid',
  'rejected',
  'duplicate',
  'filed',
  'replaced',
])
export type InvoiceStatus = z.infer<typeof InvoiceStatus>

export const StageName = z.enum(['identify', 'recognize', 'extract', 'validate', 'route', 'post'])
export type StageName = z.infer<typeof StageName>

/** An outage that keeps an invoice where it is; cleared by a retry. Not a status. */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  at: z.iso.datetime(),
  attempts: z.int().positive(),
})
export type Failure = z.infer<typeof Failure>

/** What a job carries, and nothing else: a job is a hint, the record is the truth. */
export const StageJob = z.object({ invoiceId: z.string(), version: z.int().nonnegative() })
export type StageJob = z.infer<typeof StageJob>
