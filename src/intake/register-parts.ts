import type { MediaType } from '../../schemas/original.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { AuditEvent } from '../pipeline/audit.ts'
import type { Fate } from './dispose.ts'

/** A file whose bytes are durable in the object store and whose fate is decided, but for `same-bytes`. */
export type KeptPart = Fate & {
  fileName: string
  declaredType: string
  mediaType: MediaType
  sha256: string
  bytes: number
}
export type RegisteredPart = KeptPart & { position: number; invoiceId: string | null }

export type Registration = {
  companyId: string
  deliveryId: string
  parts: KeptPart[]
  /** The position of the first of them in the delivery. */
  firstPosition: number
  at: Date
  /** Who is written into the audit trail. */
  actor: string
  /** Mail addresses of the people who entered them: they may not approve the invoices. */
  touchedBy: string[]
  newId: () => string
}

/**
 * Writes a delivery's parts, the originals, and one invoice for each part that is one, inside the caller's transaction. Bytes that are
 * already an invoice of the company become `same-bytes` and name it. The caller has locked the company's trail before, which keeps two
 * deliveries of one company from making an invoice of the same bytes at once, and appends the events after.
 */
export async function registerParts(
  transaction: DatabaseTransaction,
  registration: Registration,
): Promise<{ registered: RegisteredPart[]; events: AuditEvent[] }> {
  const { parts, companyId, deliveryId, at, actor, newId } = registration
  if (parts.length === 0) return { registered: [], events: [] }
  await keepOriginals(transaction, { companyId, at, originals: parts })
  const invoices = await makeInvoices(transaction, registration)
  const registered = parts.map(
    (part, index): RegisteredPart => ({
      ...part,
      invoiceId: null,
      ...invoices.get(part),
      position: registration.firstPosition + index,
    }),
  )
  await transaction
    .insertInto('delivery_part')
    .values(
      registered.map((part) => ({
        id: newId(),
        delivery_id: deliveryId,
        position: part.position,
        file_name: part.fileName,
        declared_type: part.declaredType,
        media_type: part.mediaType,
        sha256: part.sha256,
        bytes: part.bytes,
        disposition: part.disposition,
        reason: part.reason,
        invoice_id: part.invoiceId,
      })),
    )
    .execute()
  const events = registered.flatMap(({ disposition, invoiceId, sha256, fileName }): AuditEvent[] =>
    disposition === 'invoice'
      ? [{ companyId, invoiceId, at, actor, kind: 'invoice.received', data: { deliveryId, sha256, fileName } }]
      : [],
  )
  return { registered, events }
}

type OriginalOf = { sha256: string; bytes: number; mediaType: MediaType }

/** Records that the company has these bytes; harmless when it has them already. */
export async function keepOriginals(
  transaction: DatabaseTransaction,
  { companyId, at, originals }: { companyId: string; at: Date; originals: readonly OriginalOf[] },
): Promise<void> {
  await transaction
    .insertInto('original')
    .values(
      originals.map(({ sha256, bytes, mediaType }) => ({
        company_id: companyId,
        sha256,
        bytes,
        media_type: mediaType,
        kept_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['company_id', 'sha256']).doNothing())
    .execute()
}

/** What became of the parts that are invoices: a new one each, or the one that has the same bytes, also of this delivery. */
async function makeInvoices(
  transaction: DatabaseTransaction,
  { companyId, deliveryId, at, parts, touchedBy, newId }: Registration,
): Promise<Map<KeptPart, Partial<KeptPart> & { invoiceId: string }>> {
  const made = new Map(parts.filter(({ disposition }) => disposition === 'invoice').map((part) => [part, newId()]))
  if (made.size === 0) return new Map()
  const rows = [...made].map(([part, id]) => ({
    id,
    company_id: companyId,
    delivery_id: deliveryId,
    original_sha256: part.sha256,
    file_name: part.fileName,
    media_type: part.mediaType,
    page_count: null,
    status: 'received' as const,
    version: 0,
    due_at: at,
    findings: asJson([]),
    bill_key: null,
    touched_by: asJson(touchedBy),
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
  }))
  const inserted = await transaction
    .insertInto('invoice')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['company_id', 'original_sha256']).doNothing())
    .returning('id')
    .execute()
  const isNew = new Set(inserted.map(({ id }) => id))
  const repeated = [...made].filter(([, id]) => !isNew.has(id)).map(([part]) => part.sha256)
  const earlier = new Map<string, string>()
  if (repeated.length > 0) {
    const found = await transaction
      .selectFrom('invoice')
      .select(['id', 'original_sha256'])
      .where('company_id', '=', companyId)
      .where('original_sha256', 'in', repeated)
      .execute()
    for (const { id, original_sha256 } of found) earlier.set(original_sha256, id)
  }
  return new Map(
    [...made].map(([part, id]) => {
      if (isNew.has(id)) return [part, { invoiceId: id }]
      const invoiceId = earlier.get(part.sha256)
      if (invoiceId === undefined) throw new Error(`no invoice has the bytes ${part.sha256}, and none could be made`)
      const reason = `Exactly these bytes arrived before; they are invoice ${invoiceId}.`
      return [part, { disposition: 'same-bytes', reason, invoiceId }]
    }),
  )
}
