import { type Coding, mergeCodings } from '../../schemas/coding.ts'
import type { Draft } from '../../schemas/draft.ts'
import { asJson } from '../database/json.ts'
import { proposeSplit } from '../extraction/stacks/propose-split.ts'
import { summaryOf } from '../pipeline/summary.ts'
import { recallSupplier } from '../suppliers/recall-supplier.ts'
import { SURE } from '../validation/rules/values-are-sure.ts'
import { loadCompany } from './company.ts'
import { keepWords } from './keep-words.ts'
import { loadTranscript, takeOwnPages } from './load-transcript.ts'
import type { StageOf } from './ports.ts'
import { findStack, splitWhole } from './split.ts'

/** Makes the draft of the transcript. */
export const extract: StageOf<'extract'> = async (invoice, ports) => {
  const company = await loadCompany(ports.db, invoice.company_id)
  const transcript = takeOwnPages(await loadTranscript(ports.objects, invoice.original_sha256), invoice)
  const stack = await findStack(ports, { invoice, transcript, own: company.own })
  const reading = stack?.reading
  if (stack?.state === 'split' && reading && invoice.split_from === null)
    return splitWhole(ports, { invoice, stack, reading })
  const known = await recallSupplier(ports.db, { invoice, transcript, own: company.own })
  const context = { own: company.own, ...(known && { memory: known.memory }) }
  const read = codeAsUsual(await ports.extract(transcript, context), known?.coding)
  const draft = stack?.state === 'proposed' && reading ? proposeSplit(read, reading) : read
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
      sure: Object.entries(draft.fields).flatMap(([name, field]) => (field.confidence >= SURE ? [name] : [])),
    },
  }
}

/** What the bills of the supplier are booked under, where this one does not say otherwise. */
function codeAsUsual(draft: Draft, usual: Coding | undefined): Draft {
  const coding = mergeCodings(draft.coding, usual)
  return Object.keys(coding).length > 0 ? { ...draft, coding } : draft
}
