import { gunzipSync } from 'node:zlib'
import { Transcript } from '../../schemas/transcript.ts'
import { asJson } from '../database/json.ts'
import { derivedKey } from '../object-store/index.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { loadCompany } from './company.ts'
import { keepWords } from './keep-words.ts'
import type { StageOf } from './ports.ts'
import { TRANSCRIPT_NAME } from './recognize.ts'

/** Makes the draft of the transcript. */
export const extract: StageOf<'extract'> = async (invoice, ports) => {
  const company = await loadCompany(ports.db, invoice.company_id)
  const stored = await ports.objects.get(derivedKey(invoice.original_sha256, TRANSCRIPT_NAME))
  const transcript = Transcript.parse(JSON.parse(gunzipSync(stored).toString('utf8')))
  const draft = await ports.extract(transcript, { own: company.own })
  return {
    outcome: 'extracted',
    patch: { draft: asJson(draft), ...summaryOf(draft) },
    together: keepWords(transcript, { invoiceId: invoice.id }),
    data: {
      type: draft.type,
      fields: Object.fromEntries(Object.entries(draft.fields).map(([name, field]) => [name, field?.value])),
    },
  }
}
