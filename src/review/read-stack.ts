import type { Database } from '../database/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { listPieces } from '../pipeline/pieces.ts'
import { findInvoice } from './open-invoice.ts'

/** The whole file that an invoice is or is a piece of, and the invoices that stand for its pages. @throws BillhookError `pipeline.not-found` */
export async function readStack(
  db: Database,
  of: { companyId: string; invoiceId: string },
): Promise<{ whole: InvoiceRow; pieces: InvoiceRow[] }> {
  const invoice = await findInvoice(db, of)
  const whole = invoice.split_from === null ? invoice : await findInvoice(db, { ...of, invoiceId: invoice.split_from })
  return { whole, pieces: await listPieces(db, whole.id) }
}
