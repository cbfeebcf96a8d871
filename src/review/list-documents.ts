import type { Disposition } from '../../schemas/delivery.ts'
import type { MediaType } from '../../schemas/original.ts'
import type { Database } from '../database/index.ts'

export type InvoiceDocumentRow = {
  fileName: string
  mediaType: MediaType
  sha256: string
  bytes: number
  disposition: Disposition
  reason: string
  deliveryId: string
}

/** Every file of the company's deliveries that is or supports this invoice, oldest delivery first; the same bytes once. */
export async function listDocuments(
  db: Database,
  { companyId, invoiceId }: { companyId: string; invoiceId: string },
): Promise<InvoiceDocumentRow[]> {
  const rows = await db
    .selectFrom('delivery_part')
    .innerJoin('delivery', 'delivery.id', 'delivery_part.delivery_id')
    .select([
      'delivery_part.file_name as fileName',
      'delivery_part.media_type as mediaType',
      'delivery_part.sha256',
      'delivery_part.bytes',
      'delivery_part.disposition',
      'delivery_part.reason',
      'delivery_part.delivery_id as deliveryId',
    ])
    .where((part) =>
      part.or([
        part('delivery_part.invoice_id', '=', invoiceId),
        // What came with the whole file came with each of its pieces.
        part.and([
          part('delivery_part.disposition', '!=', 'same-bytes'),
          part('delivery_part.invoice_id', '=', (of) =>
            of.selectFrom('invoice').select('split_from').where('id', '=', invoiceId),
          ),
        ]),
      ]),
    )
    .where('delivery.company_id', '=', companyId)
    .orderBy('delivery.received_at')
    .orderBy('delivery_part.position')
    .execute()
  return rows.filter((row, index) => rows.findIndex(({ sha256 }) => sha256 === row.sha256) === index)
}
