import { gunzipSync } from 'node:zlib'
import { Transcript } from '../../schemas/transcript.ts'
import type { Database } from '../database/index.ts'
import { isBillhookError } from '../errors.ts'
import { takePages } from '../extraction/stacks/take-pages.ts'
import { derivedKey, type ObjectStore } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { TRANSCRIPT_NAME } from '../stages/recognize.ts'

/** The words of an invoice's own pages; null where nothing was read, or its pages were drawn from its data. */
export async function readTranscript(
  objects: ObjectStore,
  { original_sha256: sha256, first_page: firstPage, last_page: lastPage }: InvoiceRow,
): Promise<Transcript | null> {
  try {
    const stored = await objects.get(derivedKey(sha256, TRANSCRIPT_NAME))
    const transcript = Transcript.parse(JSON.parse(gunzipSync(stored).toString('utf8')))
    if (transcript.eInvoice?.origin === 'file') return null
    return firstPage === null || lastPage === null ? transcript : takePages(transcript, { firstPage, lastPage })
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
