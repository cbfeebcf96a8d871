import type { Draft } from '../../../../schemas/draft.ts'
import { type EntryName, isSame, PARTS, type Slot, valueIn } from './edit.ts'

/** What differs between two states of a draft, slot by slot. */
export function changedBetween(before: Draft | null, after: Draft | null): Slot[] {
  const entries = [before, after].flatMap((draft) => Object.keys({ ...draft?.fields, ...draft?.details }))
  const slots: Slot[] = [...(new Set(entries) as Set<EntryName>), ...PARTS]
  return slots.filter((slot) => !isSame(valueIn(before, slot), valueIn(after, slot)))
}
