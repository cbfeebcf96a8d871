import type { Draft, FieldName } from '../../../../schemas/draft.ts'

export type ChangedPart = FieldName | 'type' | 'lines' | 'vatBreakdown'

/** What differs between two states of a draft, field by field. */
export function changedBetween(before: Draft | null, after: Draft | null): ChangedPart[] {
  const names = new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})]) as Set<FieldName>
  const changed: ChangedPart[] = [...names].filter((name) => before?.fields[name]?.value !== after?.fields[name]?.value)
  for (const part of ['type', 'lines', 'vatBreakdown'] as const)
    if (JSON.stringify(before?.[part]) !== JSON.stringify(after?.[part])) changed.push(part)
  return changed
}
