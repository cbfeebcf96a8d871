import type { MediaType } from '../../schemas/original.ts'
import { asJson } from '../database/json.ts'

/** The row of an invoice that nothing is known of yet; its first stage is due at once. */
export function newInvoice(invoice: {
  id: string
  companyId: string
  deliveryId: string
  sha256: string
  fileName: string
  mediaType: MediaType
  touchedBy: readonly string[]
  at: Date
}) {
  const { id, companyId, deliveryId, sha256, fileName, mediaType, touchedBy, at } = invoice
  return {
    id,
    company_id: companyId,
    delivery_id: deliveryId,
    original_sha256: sha256,
    file_name: fileName,
    media_type: mediaType,
    page_count: null,
    status: 'received' as const,
    version: 0,
    due_at: at,
    findings: asJson([]),
    bill_key: null,
    touched_by: asJson([...touchedBy]),
    approved_by: null,
    type: null,
    supplier_name: null,
    invoice_number: null,
    issue_date: null,
    due_date: null,
    currency: null,
    gross_total: null,
    created_at: at,
    updated_at: at,
  }
}
