import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import type { Draft } from '../../schemas/draft.ts'
import type { MediaType } from '../../schemas/original.ts'
import type { Database } from '../database/index.ts'
import { nameKey } from '../extraction/notation/company-name.ts'
import type { InvoiceRow } from '../pipeline/move.ts'

const DATA: readonly MediaType[] = ['application/xml', 'application/pkcs7-mime']
/** A number that very many bills of a company share is no number. */
const MOST_LOOKED_AT = 50

/** Whether the original is an electronic invoice without pages. */
export function isDataAlone({ media_type: mediaType }: Pick<InvoiceRow, 'media_type'>): boolean {
  return DATA.includes(mediaType)
}

/**
 * The company's other documents of the same bill: the one as data, the other as pages, with the same number, supplier (by VAT id or name) and
 * total. Those that were rejected or filed are left out, and duplicates but for those that were merged into this invoice.
 */
export async function findSameBill(
  db: Database,
  { invoice, draft }: { invoice: InvoiceRow; draft: Draft },
): Promise<InvoiceRow[]> {
  const number = draft.fields.invoiceNumber?.value
  if (number === undefined) return []
  const key = (text: string) => sql<string>`translate(upper(${text}), ' -./_:#', '')`
  const rows = await db
    .selectFrom('invoice')
    .selectAll()
    .where('company_id', '=', invoice.company_id)
    .where('invoice_number', 'is not', null)
    .where(sql<string>`translate(upper(invoice_number), ' -./_:#', '')`, '=', key(number))
    .where('id', '!=', invoice.id)
    .where('status', 'not in', ['rejected', 'filed', 'replaced'])
    .orderBy('created_at')
    .limit(MOST_LOOKED_AT)
    .execute()
  const merged = await db
    .selectFrom('delivery_part')
    .select('sha256')
    .where('invoice_id', '=', invoice.id)
    .where('disposition', '=', 'supporting')
    .execute()
  const isMerged = ({ original_sha256: sha256 }: InvoiceRow) => merged.some((part) => part.sha256 === sha256)
  return rows.filter(
    (row) =>
      isDataAlone(row) !== isDataAlone(invoice) &&
      (row.status !== 'duplicate' || isMerged(row)) &&
      row.draft !== null &&
      isSameBill(row.draft, draft),
  )
}

function isSameBill(one: Draft, other: Draft): boolean {
  const [a, b] = [one.fields, other.fields]
  if ((one.type === 'credit-note') !== (other.type === 'credit-note')) return false
  const [total, otherTotal] = [a.grossTotal?.value, b.grossTotal?.value]
  if (total === undefined || otherTotal === undefined || !isNumber(total) || !isNumber(otherTotal)) return false
  if (!new Decimal(total).abs().equals(new Decimal(otherTotal).abs())) return false
  if (a.currency && b.currency && a.currency.value !== b.currency.value) return false
  const sameVatId = a.supplierVatId !== undefined && a.supplierVatId.value === b.supplierVatId?.value
  const [name, otherName] = [nameKey(a.supplierName?.value ?? ''), nameKey(b.supplierName?.value ?? '')]
  return sameVatId || (name !== '' && otherName !== '' && (name.includes(otherName) || otherName.includes(name)))
}

/** A person may have typed what is no number. */
function isNumber(text: string): boolean {
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text)
}
