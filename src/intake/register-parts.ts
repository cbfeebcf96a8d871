import type { MediaType } from '../../schemas/original.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { appendEvent } from '../pipeline/audit.ts'
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
 * already an invoice of the company become `same-bytes` and name it. The caller has appended an audit event before, whose lock keeps two
 * deliveries of one company from making an invoice of the same bytes at once.
 */
export async function registerParts(
  transaction: DatabaseTransaction,
  registration: Registration,
): Promise<RegisteredPart[]> {
  const registered: RegisteredPart[] = []
  for (const [index, part] of registration.parts.entries()) {
    await keepOriginal(transaction, { companyId: registration.companyId, at: registration.at, original: part })
    registered.push({
      ...(part.disposition === 'invoice'
        ? await makeInvoice(transaction, { registration, part })
        : { ...part, invoiceId: null }),
      position: registration.firstPosition + index,
    })
  }
  if (registered.length > 0) {
    await transaction
      .insertInto('delivery_part')
      .values(
        registered.map((part) => ({
          id: registration.newId(),
          delivery_id: registration.deliveryId,
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
  }
  return registered
}

/** Records that the company has these bytes; harmless when it has them already. */
export async function keepOriginal(
  transaction: DatabaseTransaction,
  keep: { companyId: string; at: Date; original: { sha256: string; bytes: number; mediaType: MediaType } },
): Promise<void> {
  const { companyId, at, original } = keep
  await transaction
    .insertInto('original')
    .values({
      company_id: companyId,
      sha256: original.sha256,
      bytes: original.bytes,
      media_type: original.mediaType,
      kept_at: at,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'sha256']).doNothing())
    .execute()
}

async function makeInvoice(
  transaction: DatabaseTransaction,
  { registration, part }: { registration: Registration; part: KeptPart },
): Promise<KeptPart & { invoiceId: string }> {
  const { companyId, deliveryId, at } = registration
  const made = await transaction
    .insertInto('invoice')
    .values({
      id: registration.newId(),
      company_id: companyId,
      delivery_id: deliveryId,
      original_sha256: part.sha256,
      file_name: part.fileName,
      media_type: part.mediaType,
      page_count: null,
      status: 'received',
      version: 0,
      due_at: at,
      findings: asJson([]),
      bill_key: null,
      touched_by: asJson(registration.touchedBy),
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
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'original_sha256']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) {
    const earlier = await transaction
      .selectFrom('invoice')
      .select('id')
      .where('company_id', '=', companyId)
      .where('original_sha256', '=', part.sha256)
      .executeTakeFirstOrThrow()
    const reason = `Exactly these bytes arrived before; they are invoice ${earlier.id}.`
    return { ...part, disposition: 'same-bytes', reason, invoiceId: earlier.id }
  }
  await appendEvent(transaction, {
    companyId,
    invoiceId: made.id,
    at,
    actor: registration.actor,
    kind: 'invoice.received',
    data: { deliveryId, sha256: part.sha256, fileName: part.fileName },
  })
  return { ...part, invoiceId: made.id }
}
