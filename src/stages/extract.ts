import { gunzipSync } from 'node:zlib'
import { Transcript } from '../../schemas/transcript.ts'
import { asJson } from '../database/json.ts'
import { takePages } from '../extraction/stacks/take-pages.ts'
import { derivedKey } from '../object-store/index.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { loadCompany } from './company.ts'
import { keepWords } from './keep-words.ts'
import type { StageOf } from './ports.ts'
import { TRANSCRIPT_NAME } from './recognize.ts'
import { findStack, proposeSplit, splitWhole } from './split.ts'

/** Makes the draft of the transcript. */
export const extract: StageOf<'extract'> = async (invoice, ports) => {
  const company = await loadCompany(ports.db, invoice.company_id)
  const stored = await ports.objects.get(derivedKey(invoice.original_sha256, TRANSCRIPT_NAME))
  const whole = Transcript.parse(JSON.parse(gunzipSync(stored).toString('utf8')))
  const { first_page: firstPage, last_page: lastPage } = invoice
  const transcript = firstPage === null || lastPage === null ? whole : takePages(whole, { firstPage, lastPage })
  const stack = await findStack(ports, { invoice, transcript, own: company.own })
  const reading = stack?.reading
  if (stack?.state === 'split' && reading && invoice.split_from === null)
    return splitWhole(ports, { invoice, stack, reading })
  const read = await ports.extract(transcript, { own: company.own })
  const draft = stack ? proposeSplit(read, stack) : read
  return {
    outcome: 'extracted',
    patch: {
      draft: asJson(draft),
      ...summaryOf(draft),
      ...(reading && { page_roles: asJson(reading.pieces.flatMap(({ roles }) => roles)) }),
      ...(stack && invoice.split_from === null && { stack: asJson(stack) }),
    },
    together: keepWords(transcript, { invoiceId: invoice.id }),
    data: {
      type: draft.type,
      fields: Object.fromEntries(Object.entries(draft.fields).map(([name, field]) => [name, field?.value])),
    },
  }
}
