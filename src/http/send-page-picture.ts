import type { FastifyReply } from 'fastify'
import { BillhookError, isBillhookError } from '../errors.ts'
import type { ObjectStore } from '../object-store/index.ts'

/**
 * Sends the picture of a page. It never changes, but it is private: only the person's own browser may keep it.
 * @throws BillhookError `http.not-found` while there is none.
 */
export async function sendPagePicture(
  reply: FastifyReply,
  { objects, key }: { objects: ObjectStore; key: string },
): Promise<FastifyReply> {
  try {
    const picture = await objects.get(key)
    return reply.type('image/webp').header('cache-control', 'private, max-age=86400, immutable').send(picture)
  } catch (error) {
    if (!isBillhookError(error, 'object-store.missing')) throw error
    throw new BillhookError('http.not-found', 'There is no picture of this page (yet).', { cause: error })
  }
}
