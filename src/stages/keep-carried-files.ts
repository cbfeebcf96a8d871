import { createHash } from 'node:crypto'
import type { Disposition } from '../../schemas/delivery.ts'
import type { MediaType } from '../../schemas/original.ts'
import { explainVerdict, scanOriginal } from '../antivirus/scan-original.ts'
import type { DatabaseTransaction } from '../database/index.ts'
import { tameText } from '../intake/hostile-text.ts'
import { originalKey } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import type { CarriedFile } from '../recognition/index.ts'
import { sniffMediaType } from '../recognition/sniff-media-type.ts'
import type { StagePorts } from './ports.ts'

type Kept = {
  fileName: string
  declaredType: string
  mediaType: MediaType
  sha256: string
  bytes: number
  disposition: Disposition
  reason: string
}

/**
 * Keeps the documents that are embedded in an electronic invoice as originals of the company, after the virus scanner.
 * @returns what is recorded of them together with the invoice's move: parts of its delivery that support it
 * @throws BillhookError `object-store.*`, `antivirus.unavailable`
 */
export async function keepCarriedFiles(
  ports: StagePorts,
  { invoice, files }: { invoice: InvoiceRow; files: readonly CarriedFile[] },
): Promise<(transaction: DatabaseTransaction) => Promise<void>> {
  const kept = new Map<string, Kept>()
  for (const { name, mediaType: declared, bytes } of files) {
    const content = Buffer.from(bytes)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const mediaType = sniffMediaType(content)
    await ports.objects.put(originalKey(sha256), content, { sha256, mediaType })
    const held = explainVerdict(await scanOriginal(ports, { sha256, content }))
    kept.set(sha256, {
      fileName: tameText(name) || 'unnamed',
      declaredType: tameText(declared ?? ''),
      mediaType,
      sha256,
      bytes: content.length,
      disposition: held === null ? 'supporting' : 'quarantined',
      reason: held ?? `Supporting document of invoice ${invoice.id}: embedded in its data.`,
    })
  }
  return (transaction) => record(transaction, { invoice, kept: [...kept.values()], ports })
}

async function record(
  transaction: DatabaseTransaction,
  { invoice, kept, ports }: { invoice: InvoiceRow; kept: readonly Kept[]; ports: Pick<StagePorts, 'now' | 'newId'> },
): Promise<void> {
  const { company_id, delivery_id } = invoice
  // Whoever else adds parts to this delivery waits here, so that positions stay different.
  await transaction.selectFrom('delivery').select('id').where('id', '=', delivery_id).forUpdate().execute()
  const known = await transaction
    .selectFrom('delivery_part')
    .select(['sha256', 'position', 'invoice_id'])
    .where('delivery_id', '=', delivery_id)
    .execute()
  // Read again, an invoice has the same documents.
  const fresh = kept.filter(
    ({ sha256 }) => !known.some((part) => part.sha256 === sha256 && part.invoice_id === invoice.id),
  )
  if (fresh.length === 0) return
  const first = 1 + Math.max(-1, ...known.map(({ position }) => position))
  await transaction
    .insertInto('original')
    .values(
      fresh
        .toSorted((one, other) => (one.sha256 < other.sha256 ? -1 : 1))
        .map(({ sha256, bytes, mediaType }) => ({
          company_id,
          sha256,
          bytes,
          media_type: mediaType,
          kept_at: ports.now(),
        })),
    )
    .onConflict((conflict) => conflict.columns(['company_id', 'sha256']).doNothing())
    .execute()
  await transaction
    .insertInto('delivery_part')
    .values(
      fresh.map(({ fileName, declaredType, mediaType, sha256, bytes, disposition, reason }, index) => ({
        id: ports.newId(),
        delivery_id,
        position: first + index,
        file_name: fileName,
        declared_type: declaredType,
        media_type: mediaType,
        sha256,
        bytes,
        disposition,
        reason,
        invoice_id: invoice.id,
      })),
    )
    .execute()
}
