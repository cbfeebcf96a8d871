import type { Coding } from '../../../../schemas/coding.ts'
import type { DetailName, PaymentTerms } from '../../../../schemas/detail.ts'
import type { DocumentType, Draft, DraftLine, DraftVatGroup, FieldName, Place } from '../../../../schemas/draft.ts'
import { ALL_DETAILS } from './field-groups.ts'

/** Whatever of a draft is one text. */
export type EntryName = FieldName | DetailName
/** Whatever of it is more than that, or a choice. */
export type Parts = {
  type: DocumentType
  lines: readonly DraftLine[]
  vatBreakdown: readonly DraftVatGroup[]
  coding: Coding
  terms: PaymentTerms | null
}
export type PartName = keyof Parts
/** A place in a draft that somebody changes as one, with what stands there; a text that is not there is empty. */
export type Values = { [Name in EntryName]: string } & Parts
export type Slot = keyof Values
/** What each slot should become, of what somebody saw there before. */
export type Edit = { [Name in Slot]?: { from: Values[Name]; to: Values[Name] } }
/** What the API takes beside the version. */
export type Correction = Partial<Parts> & {
  fields?: Partial<Record<FieldName, string>>
  details?: Partial<Record<DetailName, string>>
}
/** Where somebody else entered something else meanwhile. */
export type Clashes = { [Name in Slot]?: { mine: Values[Name]; theirs: Values[Name] } }

export const PARTS = ['type', 'lines', 'vatBreakdown', 'coding', 'terms'] as const satisfies readonly PartName[]
export function isPart(slot: Slot): slot is PartName {
  const parts: readonly string[] = PARTS
  return parts.includes(slot)
}
export function isDetail(slot: Slot): slot is DetailName {
  const details: readonly string[] = ALL_DETAILS
  return details.includes(slot)
}

/** How an entry came to its value. */
export type Entry = {
  value: string
  confidence: number
  isByPerson: boolean
  place?: Place | undefined
  because?: string | undefined
  alternatives: readonly { value: string }[]
}

/** A field or detail of the draft; null where there is none. */
export function entryIn(draft: Draft | null, name: EntryName): Entry | null {
  const found = isDetail(name) ? draft?.details?.[name] : draft?.fields[name]
  if (!found) return null
  const { value, confidence, place, because, source, alternatives = [] } = found
  return { value, confidence, isByPerson: source === 'person', place, because, alternatives }
}

/** What stands in a slot; of a draft that there is not, nothing. */
export function valueIn<Name extends Slot>(draft: Draft | null, slot: Name): Values[Name] {
  const parts: Parts = {
    type: draft?.type ?? 'invoice',
    lines: draft?.lines ?? [],
    vatBreakdown: draft?.vatBreakdown ?? [],
    coding: draft?.coding ?? {},
    terms: draft?.terms ?? null,
  }
  const value = isPart(slot) ? parts[slot] : (entryIn(draft, slot)?.value ?? '')
  return value as Values[Name]
}

/**
 * An edit on top of a draft that others may have changed meanwhile. Where they changed other slots, or other cells of a table, both stand;
 * where both entered something else, nothing is sent of that slot and it is a clash. What stands there already is not sent.
 */
export function rebase(edit: Edit, draft: Draft | null): { correction: Correction; clashes: Clashes } {
  const send: Partial<Record<Slot, unknown>> = {}
  const clashes: Partial<Record<Slot, unknown>> = {}
  for (const [slot, { from, to }] of Object.entries(edit) as [Slot, { from: unknown; to: unknown }][]) {
    const now = valueIn(draft, slot)
    const merged = merge({ from, mine: to, theirs: now })
    if (merged === null) clashes[slot] = { mine: to, theirs: now }
    else if (!isSame(merged.value, now)) send[slot] = merged.value
  }
  return { correction: correctionOf(send), clashes: clashes as Clashes }
}

/** Same content, whatever the order of keys and with absent and undefined alike. */
export function isSame(a: unknown, b: unknown): boolean {
  if (!isTree(a) || !isTree(b)) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  return keysOf(a, b).every((key) => isSame(a[key], b[key]))
}

/**
 * What two people made of one thing, both of them in it, cell by cell; null where they made different things of one cell, or one of them
 * added or removed rows and the other changed something.
 */
export function merge({
  from,
  mine,
  theirs,
}: {
  from: unknown
  mine: unknown
  theirs: unknown
}): { value: unknown } | null {
  if (isSame(from, theirs) || isSame(mine, theirs)) return { value: mine }
  if (isSame(from, mine)) return { value: theirs }
  // Both made one where there was none.
  if ((from ?? null) === null && isTree(mine) && !Array.isArray(mine)) return merge({ from: {}, mine, theirs })
  if (!isTree(from) || !isTree(mine) || !isTree(theirs)) return null
  const lists = [from, mine, theirs].filter(Array.isArray)
  if (lists.length > 0 && (lists.length < 3 || lists.some(({ length }) => length !== lists[0]?.length))) return null
  const cells = keysOf(from, mine, theirs).map((key) => {
    const merged = merge({ from: from[key], mine: mine[key], theirs: theirs[key] })
    return merged && ([key, merged.value] as const)
  })
  if (!cells.every((cell) => cell !== null)) return null
  const kept = cells.filter(([, value]) => value !== undefined)
  return { value: lists.length > 0 ? kept.map(([, value]) => value) : Object.fromEntries(kept) }
}

type Tree = Record<string, unknown>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

function keysOf(...trees: Tree[]): string[] {
  return [...new Set(trees.flatMap((tree) => Object.keys(tree)))]
}

function correctionOf(values: Partial<Record<Slot, unknown>>): Correction {
  const slots = Object.entries(values) as [Slot, unknown][]
  const only = (isIn: (slot: Slot) => boolean) => Object.fromEntries(slots.filter(([slot]) => isIn(slot)))
  const fields = only((slot) => !isPart(slot) && !isDetail(slot))
  const details = only(isDetail)
  return {
    ...only(isPart),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(Object.keys(details).length > 0 && { details }),
  }
}
