import type { CodeKind, CodeLists, Coding } from '../../../../schemas/coding.ts'
import type { DraftLine } from '../../../../schemas/draft.ts'
import type { CodingSuggestion } from '../../../review/suggest-coding.ts'

/** In the order in which people enter them. */
export const KINDS = ['account', 'costCentre', 'taxCode'] as const satisfies readonly CodeKind[]

/** A coding with one code in it or, where that is empty, out of it. */
export function withCode(coding: Coding, { kind, code }: { kind: CodeKind; code: string }): Coding {
  const { [kind]: _, ...others } = coding
  return code === '' ? others : { ...others, [kind]: code }
}

/** What a line is booked under where it says nothing itself. */
export function defaultFor(
  kind: CodeKind,
  { coding, lists }: { coding: Coding; lists: CodeLists },
): string | undefined {
  return coding[kind] ?? lists.defaults[kind]
}

type Coded = { coding: Coding; lines: readonly DraftLine[] }

/**
 * The bill coded as its supplier's last one: lines that say the same (numbers, as of months and meters, aside) are coded the same. What
 * somebody has coded already stays, and what is no longer in the lists is left out.
 */
export function applySuggestion(
  { coding, lines }: Coded,
  { suggestion, lists }: { suggestion: CodingSuggestion; lists: CodeLists },
): Coded {
  const known = (given: Coding): Coding =>
    Object.fromEntries(
      (Object.entries(given) as [CodeKind, string][]).filter(([kind, code]) =>
        lists[kind].some((entry) => entry.code === code),
      ),
    )
  const before = new Map(suggestion.lines.map((line) => [sayingOf(line.description), known(line.coding)]))
  return {
    coding: { ...known(suggestion.coding), ...coding },
    lines: lines.map((line) => {
      const likely = { ...before.get(sayingOf(line.description)), ...line.coding }
      return Object.keys(likely).length === 0 ? line : { ...line, coding: likely }
    }),
  }
}

function sayingOf(description: string): string {
  return description
    .toLowerCase()
    .replace(/[\d\p{P}\s]+/gu, ' ')
    .trim()
}
