import type { Coding } from '../../schemas/coding.ts'
import type { Detail, DetailName, PaymentTerms } from '../../schemas/detail.ts'
import type { Draft, DraftField, DraftLine, DraftVatGroup, FieldName } from '../../schemas/draft.ts'
import { BillhookError } from '../errors.ts'
import { canonicalJson } from '../pipeline/audit.ts'
import { type EntryName, readTypedValue } from './typed-values.ts'

/** What a person typed; null or empty takes the value away. What is left out stays as it is. */
type Typed<Name extends string> = Partial<Record<Name, string | null | undefined>>

export type Correction = {
  type?: Draft['type'] | undefined
  fields?: Typed<FieldName> | undefined
  details?: Typed<DetailName> | undefined
  lines?: DraftLine[] | undefined
  vatBreakdown?: DraftVatGroup[] | undefined
  coding?: Coding | undefined
  /** Null takes them away. */
  terms?: PaymentTerms | null | undefined
}

/** One thing that a correction changed, for the audit trail. Of tables `from` and `to` count rows, and `cells` says what is different. */
export type Change = { what: string; from: unknown; to: unknown; cells?: CellChange[] }
type CellChange = { row: number; what: string; from: unknown; to: unknown }

/**
 * The draft with the corrections in it, and what is different from before: what equals the draft already is no correction.
 * @throws BillhookError `http.invalid-request` with `details.fields` for values that can't be read.
 */
export function applyCorrection(draft: Draft, correction: Correction): { corrected: Draft; changed: Change[] } {
  const { entries: fields, changed, problems } = enter(draft.fields, { typed: correction.fields, make: byPerson })
  const entered = enter(draft.details ?? {}, { typed: correction.details, make: detailByPerson })
  refuse({ ...problems, ...entered.problems })
  changed.push(...entered.changed)

  const { type = draft.type, lines = draft.lines, vatBreakdown = draft.vatBreakdown } = correction
  const { coding = draft.coding ?? {}, terms = draft.terms ?? null } = correction
  if (type !== draft.type) changed.push({ what: 'type', from: draft.type, to: type })
  if (!isSame(lines, draft.lines)) changed.push({ what: 'lines', ...compareRows(draft.lines, lines) })
  if (!isSame(vatBreakdown, draft.vatBreakdown)) {
    changed.push({ what: 'vatBreakdown', ...compareRows(draft.vatBreakdown, vatBreakdown) })
  }
  if (!isSame(coding, draft.coding ?? {})) changed.push({ what: 'coding', from: draft.coding ?? null, to: coding })
  if (!isSame(terms, draft.terms ?? null)) {
    changed.push({ what: 'terms', from: sayTerms(draft.terms), to: sayTerms(terms) })
  }

  const { details: _details, coding: _coding, terms: _terms, ...rest } = draft
  const corrected: Draft = {
    ...rest,
    type,
    typeConfidence: type === draft.type ? draft.typeConfidence : 1,
    fields,
    lines,
    vatBreakdown,
    ...(Object.keys(entered.entries).length > 0 && { details: entered.entries }),
    ...(Object.keys(coding).length > 0 && { coding }),
    ...(terms && { terms }),
  }
  return { corrected, changed }
}

type Entries<Name extends string, Entry> = Partial<Record<Name, Entry>>

/** Writes what was typed into the entries; `make` makes one of a value and what stood there before. */
function enter<Name extends EntryName, Entry extends { value: string }>(
  before: Entries<Name, Entry>,
  {
    typed,
    make,
  }: { typed: Typed<Name> | undefined; make: (name: Name, to: { value: string; before: Entry | undefined }) => Entry },
): { entries: Entries<Name, Entry>; changed: Change[]; problems: Record<string, string> } {
  const entries = { ...before }
  const changed: Change[] = []
  const problems: Record<string, string> = {}
  for (const [name, text] of Object.entries(typed ?? {}) as [Name, string | null | undefined][]) {
    if (text === undefined) continue
    const read = readTypedValue(name, text ?? '')
    if ('problem' in read) {
      problems[name] = read.problem
      continue
    }
    const known = before[name]
    if ((known?.value ?? null) === read.value) continue
    changed.push({ what: name, from: known?.value ?? null, to: read.value })
    if (read.value === null) delete entries[name]
    else entries[name] = make(name, { value: read.value, before: known })
  }
  return { entries, changed, problems }
}

function refuse(problems: Record<string, string>): void {
  const said = Object.entries(problems).map(([name, problem]) => `${name} ${problem}`)
  if (said.length === 0) return
  throw new BillhookError('http.invalid-request', `Nothing was saved: ${said.join('; ')}.`, {
    details: { fields: problems },
  })
}

/** What was read before stays among the alternatives: it is what a reader got wrong. */
function byPerson(field: FieldName, { value, before }: { value: string; before: DraftField | undefined }): DraftField {
  const alternatives = before?.alternatives ?? []
  if (!before || before.source === 'person')
    return { value, confidence: 1, source: 'person', satisfies: [], alternatives }
  const { value: raw, confidence: score, source: reader, place } = before
  const read = { field, value: raw, score, reader, raw, ...(place ? { place } : {}) }
  return { value, confidence: 1, source: 'person', satisfies: [], alternatives: [read, ...alternatives] }
}

function detailByPerson(_: DetailName, { value, before }: { value: string; before: Detail | undefined }): Detail {
  const made: Detail = { value, confidence: 1, because: 'entered by a person', source: 'person' }
  const alternatives = before?.alternatives ?? []
  if (!before || before.source === 'person') return alternatives.length === 0 ? made : { ...made, alternatives }
  const read = { value: before.value, ...(before.place && { place: before.place }) }
  return { ...made, alternatives: [read, ...alternatives] }
}

/** Terms in one line, so that the trail shows what was changed in them. */
function sayTerms(terms: PaymentTerms | null | undefined): string | null {
  if (!terms) return null
  const { text, netDays, discounts } = terms
  const steps = discounts.map(({ percent, days, until }) => `${percent} % ${until ?? `${days ?? '?'} days`}`)
  const read = [...steps, ...(netDays === undefined ? [] : [`net ${netDays} days`])]
  return read.length === 0 ? text : `${text} (${read.join(', ')})`
}

/** Same content, whatever the order of keys and with absent and undefined alike. */
function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

/** The trail keeps no more than this of one correction of a table. */
const MOST_CELLS = 50

function compareRows(before: readonly object[], after: readonly object[]): Omit<Change, 'what'> {
  const counts = { from: before.length, to: after.length }
  if (before.length !== after.length) return counts
  const cells = after.flatMap((row, index) =>
    compareCells(before[index] ?? {}, row).map((cell) => ({ row: index + 1, ...cell })),
  )
  return { ...counts, cells: cells.slice(0, MOST_CELLS) }
}

function compareCells(before: object, after: object): Omit<CellChange, 'row'>[] {
  const [old, now] = [before, after] as Record<string, unknown>[]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((what) => !isSame(old?.[what], now?.[what]))
    .map((what) => ({ what, from: old?.[what] ?? null, to: now?.[what] ?? null }))
}
