import type { Draft } from '../../schemas/draft.ts'
import { nameKey } from '../extraction/notation/company-name.ts'

// In characters, of each of both; what is stored under the key has its place in an index.
const LONGEST = 300

/**
 * What makes two documents the same bill: supplier and number, whatever their spelling. The supplier's name counts, not its VAT id, because
 * a copy may show the one without the other. Null while either is unknown.
 */
export function billKey(draft: Draft): string | null {
  const number = draft.fields.invoiceNumber?.value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, LONGEST)
  const supplier = nameKey(draft.fields.supplierName?.value ?? '').slice(0, LONGEST)
  // A credit note may carry the number of the invoice that it takes back.
  const kind = draft.type === 'credit-note' ? 'credit-note' : 'invoice'
  return number && supplier ? `${kind}|${supplier}|${number}` : null
}
