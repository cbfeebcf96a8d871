import type { InvoiceRow } from './move.ts'

/**
 * The SHA-256 of the original whose pages people look at: the invoice's own, or where it is data alone and the same bill came as pages, those.
 */
export function shownOriginal({ draft, original_sha256: own }: Pick<InvoiceRow, 'draft' | 'original_sha256'>): string {
  return draft?.eInvoice?.view?.sha256 ?? own
}
