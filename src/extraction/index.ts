import type { OwnIdentity } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { SupplierMemory } from '../../schemas/lesson.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { draftInvoice, leadWithInvoice } from './carried/lead-with-invoice.ts'
import { proposeReadings } from './misread/propose-readings.ts'
import { trustCodes } from './payment/trust-codes.ts'
import { READERS } from './readers/index.ts'
import type { Reading } from './reading.ts'
import { type Example, reconcile } from './reconcile/index.ts'
import { takeSight } from './sight.ts'

export type ExtractionContext = {
  /** Our own names, VAT ids and IBANs: they mark the buyer and are never the supplier's. */
  own: OwnIdentity
  /** What was learned of the supplier that the document names. */
  memory?: SupplierMemory
  /** Told every candidate that is weighed; for training. */
  watch?: (example: Example) => void
}

export type { Example }

/**
 * Reads a bill from a transcript: every reader makes its claims, then the most likely assignment that satisfies the equations of a bill is
 * chosen. Data that travels with the document leads. Pure. What stands nowhere on the page is absent from the draft. Cost grows linearly with the number of pages.
 */
export function extract(transcript: Transcript, context: ExtractionContext): Draft {
  const draft = draftOf(transcript, context)
  return transcript.concerns === undefined ? draft : { ...draft, concerns: transcript.concerns }
}

function draftOf(transcript: Transcript, context: ExtractionContext): Draft {
  const { eInvoice } = transcript
  // Its pages were drawn from its data: they say nothing else.
  if (eInvoice?.origin === 'file') return draftInvoice(eInvoice)
  const { own, memory } = context
  const sight = { ...takeSight(transcript, own), ...(memory ? { memory } : {}) }
  const readings = READERS.map((reader) => reader.read(sight))
  const read = reconcile(readings, { sight, watch: context.watch })
  const evidence = readings.flatMap((reading: Reading) => reading.evidence ?? [])
  const draft = proposeReadings(read, { sight, evidence })
  const trusted = trustCodes(draft, { pages: transcript.pages, sight })
  return eInvoice === undefined ? trusted : leadWithInvoice(trusted, { carried: eInvoice, sight })
}
