import type { EInvoice } from '../../../schemas/e-invoice.ts'
import type { Labels, ViewLanguage } from './labels.ts'
import type { Pen } from './sheet.ts'

/** An invoice on its way onto paper. */
export type View = {
  invoice: EInvoice
  pen: Pen
  labels: Labels
  language: ViewLanguage
  currency: string | undefined
}
