import { gunzipSync } from 'node:zlib'
import { Transcript } from '../../schemas/transcript.ts'
import { takePages } from '../extraction/stacks/take-pages.ts'
import { derivedKey, type ObjectStore } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { TRANSCRIPT_NAME } from './recognize.ts'

/** What was recognized of an original, all of it. @throws BillhookError `object-store.missing` before it was recognized */
export async function loadTranscript(objects: ObjectStore, originalSha256: string): Promise<Transcript> {
  const stored = await objects.get(derivedKey(originalSha256, TRANSCRIPT_NAME))
  return Transcript.parse(JSON.parse(gunzipSync(stored).toString('utf8')))
}

/** Of a transcript the invoice's own pages: those of a piece, else all. */
export function takeOwnPages(
  transcript: Transcript,
  { first_page: firstPage, last_page: lastPage }: Pick<InvoiceRow, 'first_page' | 'last_page'>,
): Transcript {
  return firstPage === null || lastPage === null ? transcript : takePages(transcript, { firstPage, lastPage })
}
