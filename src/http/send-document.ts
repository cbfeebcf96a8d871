import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Disposition } from '../../schemas/delivery.ts'
import { MediaType } from '../../schemas/original.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import { derivedKey, type ObjectStore, originalKey } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { shownPages } from '../pipeline/shown-pages.ts'
import type { InvoiceDocumentRow } from '../review/list-documents.ts'
import { VIEW_NAME } from '../stages/recognize.ts'
import { attachmentNamed } from './content-disposition.ts'

export const InvoiceDocument = z.object({
  fileName: z.string(),
  mediaType: MediaType,
  sha256: z.string(),
  bytes: z.int(),
  disposition: Disposition,
  reason: z.string(),
  deliveryId: z.string(),
  links: z.object({ self: z.string() }),
})

export function showDocument(
  companyId: string,
  { invoiceId, ...row }: InvoiceDocumentRow & { invoiceId: string },
): z.infer<typeof InvoiceDocument> {
  return { ...row, links: { self: `/api/companies/${companyId}/invoices/${invoiceId}/documents/${row.sha256}` } }
}

/** Where the PDF for people lies: the document of pages itself, or what was drawn of data. */
export function findView(row: InvoiceRow): { key: string; sha256: string } {
  const { sha256 } = shownPages(row)
  const isPages = sha256 !== row.original_sha256 || row.media_type === 'application/pdf'
  return { sha256, key: isPages ? originalKey(sha256) : derivedKey(sha256, VIEW_NAME) }
}

/**
 * Sends a file that people save; no browser runs anything in it. A PDF of ours unless its type is said.
 * @throws BillhookError `http.not-found` while there is none.
 */
export async function sendDocument(
  reply: FastifyReply,
  {
    objects,
    key,
    fileName,
    mediaType = 'application/pdf',
  }: { objects: ObjectStore; key: string; fileName: string; mediaType?: MediaType },
): Promise<FastifyReply> {
  try {
    const content = await objects.get(key)
    return reply
      .type(mediaType)
      .header('content-disposition', attachmentNamed(fileName))
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(content)
  } catch (error) {
    if (!isBillhookError(error, 'object-store.missing')) throw error
    throw new BillhookError('http.not-found', 'There is no such document (yet).', { cause: error })
  }
}
