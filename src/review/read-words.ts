import type { TranscriptPage } from '../../schemas/transcript.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import type { ObjectStore } from '../object-store/index.ts'
import { loadTranscript } from '../stages/load-transcript.ts'

/**
 * The words of one page with their boxes, as they were recognized.
 * @throws BillhookError `http.not-found` before it was recognized, and for a page that it does not have
 */
export async function readWords(
  objects: ObjectStore,
  { originalSha256, page }: { originalSha256: string; page: number },
): Promise<TranscriptPage> {
  const { pages } = await loadTranscript(objects, originalSha256).catch((error: unknown) => {
    if (!isBillhookError(error, 'object-store.missing')) throw error
    throw new BillhookError('http.not-found', 'The words of this document were not read (yet).', { cause: error })
  })
  const found = pages.find(({ number }) => number === page)
  if (found) return found
  throw new BillhookError('http.not-found', `This document has no page ${page}.`)
}
