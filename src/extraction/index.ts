import type { OwnIdentity } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { READERS } from './readers/index.ts'
import { reconcile } from './reconcile/index.ts'
import { takeSight } from './sight.ts'

export type ExtractionContext = {
  /** Our own names, VAT ids and IBANs: they mark the buyer and are never the supplier's. */
  own: OwnIdentity
}

/**
 * Reads a bill from a transcript: every reader makes its claims, then the most likely assignment that satisfies the equations of a bill is
 * chosen. Pure. What stands nowhere on the page is absent from the draft. Cost grows linearly with the number of pages.
 */
export function extract(transcript: Transcript, context: ExtractionContext): Draft {
  const sight = takeSight(transcript, context.own)
  const draft = reconcile(
    READERS.map((reader) => reader.read(sight)),
    sight,
  )
  return transcript.concerns === undefined ? draft : { ...draft, concerns: transcript.concerns }
}
