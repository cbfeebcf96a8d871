import type { InvoiceRow } from './move.ts'

/** Where the pages that people look at lie: page n of the invoice is page `firstPage` - 1 + n of this original. */
export type ShownPages = { sha256: string; firstPage: number }

/**
 * The pages of an invoice: its own, which of a piece of a file begin somewhere in it; or where it is data alone and the same bill came as
 * pages, those.
 */
export function shownPages({
  draft,
  original_sha256: own,
  first_page: first,
}: Pick<InvoiceRow, 'draft' | 'original_sha256' | 'first_page'>): ShownPages {
  const view = draft?.eInvoice?.view
  return view ? { sha256: view.sha256, firstPage: view.firstPage ?? 1 } : { sha256: own, firstPage: first ?? 1 }
}
