import type { Transcript } from '../../schemas/transcript.ts'
import type { Database } from '../database/index.ts'
import { isBillhookError } from '../errors.ts'
import type { ObjectStore } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { loadTranscript, takeOwnPages } from '../stages/load-transcript.ts'

/** The words of an invoice's own pages; null where nothing was read, or its pages were drawn from its data. */
export async function readTranscript(objects: ObjectStore, invoice: InvoiceRow): Promise<Transcript | null> {
  try {
    const transcript = await loadTranscript(objects, invoice.original_sha256)
    return transcript.eInvoice?.origin === 'file' ? null : takeOwnPages(transcript, invoice)
  } catch (error) {
    if (isBillhookError(error, 'object-store.missing')) return null
    throw error
  }
}

/** Who sent the mail that the invoice came in; undefined where it came otherwise. */
export async function senderOf(
  db: Database,
  { delivery_id: deliveryId }: Pick<InvoiceRow, 'delivery_id'>,
): Promise<string | undefined> {
  const delivery = await db
    .selectFrom('delivery')
    .select(['channel', 'envelope'])
    .where('id', '=', deliveryId)
    .executeTakeFirst()
  return delivery?.envelope.from
}
