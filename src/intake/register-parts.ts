import type { MediaType } from '../../schemas/original.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import type { AuditEvent } from '../pipeline/audit.ts'
import { newInvoice } from '../pipeline/new-invoice.ts'
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
  deliveryId: string
  parts: KeptPart[]
  /** The position of the first of them in the delivery. */
  firstPosition: number
  /** Who is written into the audit trail. */
  actor: string
  /** Mail addresses of the people who entered them: they may not approve the invoices. */
  touchedBy: string[]
}
export type Registrations = {
  companyId: string
  at: Date
  newId: () => string
  deliveries: Registration[]
  /** The raw mails among them. */
  mails?: { sha256: string; bytes: number }[]
}
/** What became of a delivery's parts, and the events that say so. */
export type Registered = { parts: RegisteredPart[]; events: AuditEvent[] }

/**
 * Writes the parts of deliveries, the originals, and one invoice for each part that is one, inside the caller's transaction. Bytes that are
 * already an invoice of the company become `same-bytes` and name it; the unique index lets one of two transactions at once make it, and the
 * other waits. The caller appends the events at its end.
 * @returns in the order of the deliveries
 */
export async function registerParts(
  transaction: DatabaseTransaction,
  registrations: Registrations,
): Promise<Registered[]> {
  const { companyId, at, newId, deliveries, mails = [] } = registrations
  const originals = [
    ...mails.map((mail) => ({ ...mail, mediaType: 'message/rfc822' as const })),
    ...deliveries.flatMap(({ parts }) => parts),
  ]
  await keepOriginals(transaction, { companyId, at, originals })
  const invoices = await makeInvoices(transaction, registrations)
  const registered = deliveries.map(({ deliveryId, parts, firstPosition, actor }): Registered => {
    const withInvoices = parts.map(
      (part, index): RegisteredPart => ({
        ...part,
        invoiceId: null,
        ...invoices.get(part),
        position: firstPosition + index,
      }),
    )
    const events = withInvoices
      .filter(({ disposition }) => disposition === 'invoice')
      .map(({ invoiceId, sha256, fileName }): AuditEvent => {
        const data = { deliveryId, sha256, fileName }
        return { companyId, invoiceId, at, actor, kind: 'invoice.received', data }
      })
    return { parts: withInvoices, events }
  })
  const rows = deliveries.flatMap(({ deliveryId }, index) =>
    (registered[index]?.parts ?? []).map((part) => ({
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
  if (rows.length > 0) await transaction.insertInto('delivery_part').values(rows).execute()
  return registered
}

type OriginalOf = { sha256: string; bytes: number; mediaType: MediaType }

/** Records that the company has these bytes; harmless when it has them already. In one order for all, so that no two wait for each other. */
async function keepOriginals(
  transaction: DatabaseTransaction,
  { companyId, at, originals }: { companyId: string; at: Date; originals: readonly OriginalOf[] },
): Promise<void> {
  if (originals.length === 0) return
  await transaction
    .insertInto('original')
    .values(
      originals.toSorted(bySha256).map(({ sha256, bytes, mediaType }) => ({
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

const bySha256 = (a: { sha256: string }, b: { sha256: string }) => (a.sha256 < b.sha256 ? -1 : 1)

/** What became of the parts that are invoices: a new one each, or the one that has the same bytes, also of this delivery. */
async function makeInvoices(
  transaction: DatabaseTransaction,
  { companyId, at, newId, deliveries }: Registrations,
): Promise<Map<KeptPart, Partial<KeptPart> & { invoiceId: string }>> {
  const made = new Map<KeptPart, string>()
  const rows = deliveries.flatMap(({ deliveryId, parts, touchedBy }) =>
    parts
      .filter(({ disposition }) => disposition === 'invoice')
      .map((part) => {
        const id = newId()
        made.set(part, id)
        const { sha256, fileName, mediaType } = part
        return newInvoice({ id, companyId, deliveryId, sha256, fileName, mediaType, touchedBy, at })
      }),
  )
  if (rows.length === 0) return new Map()
  const inserted = await transaction
    .insertInto('invoice')
    .values(rows.toSorted((a, b) => (a.original_sha256 < b.original_sha256 ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'original_sha256']).where('split_from', 'is', null).doNothing(),
    )
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
      .where('split_from', 'is', null)
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
