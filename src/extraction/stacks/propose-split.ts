import type { Draft } from '../../../schemas/draft.ts'
import type { StackReading } from '../../../schemas/stack.ts'
import type { Concern } from '../../../schemas/transcript.ts'

/** Tells whoever looks at the draft that its pages may be several invoices. */
export function proposeSplit(draft: Draft, { pieces }: StackReading): Draft {
  const begun = pieces.slice(1)
  if (begun.length === 0) return draft
  const concern: Concern = {
    code: 'several-invoices',
    at: begun.map(({ firstPage }) => firstPage),
    because: begun.map(({ because }) => because),
  }
  return { ...draft, concerns: [...(draft.concerns ?? []), concern] }
}
