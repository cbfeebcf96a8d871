import type { FastifyReply } from 'fastify'
import { BillhookError, isBillhookError } from '../errors.ts'
import { derivedKey, type ObjectStore } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { shownPages } from '../pipeline/shown-pages.ts'
import { pageImageName, thumbnailName } from '../stages/recognize.ts'

/** Which page of which original is the invoice's page of this number. @throws BillhookError `http.not-found` for one that it does not have */
export function findPage(invoice: InvoiceRow, page: number): { sha256: string; number: number } {
  if (page > (invoice.page_count ?? page))
    throw new BillhookError('http.not-found', `This invoice has no page ${page}.`)
  const { sha256, firstPage } = shownPages(invoice)
  return { sha256, number: firstPage - 1 + page }
}

/**
 * Sends the picture of a page of an original. It never changes, but it is private: only the person's own browser may keep it.
 * @throws BillhookError `http.not-found` while there is none.
 */
export async function sendPagePicture(
  reply: FastifyReply,
  {
    objects,
    of,
    size = 'whole',
  }: { objects: ObjectStore; of: { sha256: string; number: number }; size?: 'whole' | 'small' },
): Promise<FastifyReply> {
  const name = size === 'small' ? thumbnailName(of.number) : pageImageName(of.number)
  try {
    const picture = await objects.get(derivedKey(of.sha256, name))
    return reply.type('image/webp').header('cache-control', 'private, max-age=86400, immutable').send(picture)
  } catch (error) {
    if (!isBillhookError(error, 'object-store.missing')) throw error
    throw new BillhookError('http.not-found', 'There is no picture of this page (yet).', { cause: error })
  }
}
