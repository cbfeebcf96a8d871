import { gunzipSync } from 'node:zlib'
import { Transcript, type TranscriptPage } from '../../schemas/transcript.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import { derivedKey, type ObjectStore } from '../object-store/index.ts'
import { TRANSCRIPT_NAME } from '../stages/recognize.ts'

/**
 * The words of one page with their boxes, as they were recognized.
 * @throws BillhookError `http.not-found` before it was recognized, and for a page that it does not have
 */
export async function readWords(
  objects: ObjectStore,
  { originalSha256, page }: { originalSha256: string; page: number },
): Promise<TranscriptPage> {
  let stored: Buffer
  try {
    stored = await objects.get(derivedKey(originalSha256, TRANSCRIPT_NAME))
  } catch (error) {
    if (!isBillhookError(error, 'object-store.missing')) throw error
    throw new BillhookError('http.not-found', 'The words of this document were not read (yet).', { cause: error })
  }
  const { pages } = Transcript.parse(JSON.parse(gunzipSync(stored).toString('utf8')))
  const found = pages.find(({ number }) => number === page)
  if (found) return found
  throw new BillhookError('http.not-found', `This document has no page ${page}.`)
}
