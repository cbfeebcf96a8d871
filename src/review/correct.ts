import type { Draft, DraftField, DraftLine, DraftVatGroup, FieldName } from '../../schemas/draft.ts'
import { normalizeAddress } from '../approvals/policy.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { moveReviewed, openInvoice, type Reviewed, type ReviewPorts, type ReviewTarget } from './open-invoice.ts'
import { recheck } from './recheck.ts'
import { readTypedValue } from './typed-values.ts'

export type Correction = {
  type?: Draft['type'] | undefined
  /** What a person typed; null or empty takes the value away. Fields that are left out stay as they are. */
  fields?: Partial<Record<FieldName, string | null | undefined>> | undefined
  lines?: DraftLine[] | undefined
  vatBreakdown?: DraftVatGroup[] | undefined
}

/**
 * Writes a person's corrections into the draft and checks it again. What equals the draft already is no correction; with none at all
 * nothing happens. Whoever corrects has touched the bill and may not approve it; open decision links become void.
 * @throws BillhookError `http.invalid-request` with `details.fields` for values that can't be read; as `move()` and `openInvoice`.
 */
export async function correct(
  ports: ReviewPorts,
  target: ReviewTarget & { correction: Correction },
): Promise<Reviewed> {
  const invoice = await openInvoice(ports.db, target)
  const draft = invoice.draft ?? EMPTY_DRAFT
  const { corrected, changed } = applyCorrection(draft, target.correction)
  if (changed.length === 0) return { invoiceId: invoice.id, status: invoice.status, version: invoice.version }
  const known = invoice.touched_by.map(normalizeAddress)
  const touchedBy = known.includes(normalizeAddress(target.actor))
    ? invoice.touched_by
    : [...invoice.touched_by, target.actor]
  return await moveReviewed(ports, {
    invoice,
    outcome: 'correct',
    actor: target.actor,
    patch: {
      ...(await recheck(ports.db, { ...target, draft: corrected })),
      touched_by: asJson(touchedBy),
      approved_by: null,
      approved_at: null,
    },
    data: { changed },
  })
}

/** Where a person enters a bill that could not be read at all. */
const EMPTY_DRAFT: Draft = { type: 'invoice', typeConfidence: 0, fields: {}, lines: [], vatBreakdown: [] }

type Change = { what: string; from: unknown; to: unknown }

function applyCorrection(draft: Draft, correction: Correction): { corrected: Draft; changed: Change[] } {
  const changed: Change[] = []
  const problems: Record<string, string> = {}
  const fields: Draft['fields'] = { ...draft.fields }
  for (const [name, typed] of Object.entries(correction.fields ?? {}) as [FieldName, string | null | undefined][]) {
    if (typed === undefined) continue
    const read = readTypedValue(name, typed ?? '')
    if ('problem' in read) {
      problems[name] = read.problem
      continue
    }
    const before = draft.fields[name]
    if ((before?.value ?? null) === read.value) continue
    changed.push({ what: name, from: before?.value ?? null, to: read.value })
    if (read.value === null) delete fields[name]
    else fields[name] = byPerson(name, { value: read.value, before })
  }
  if (Object.keys(problems).length > 0) {
    throw new BillhookError(
      'http.invalid-request',
      `Nothing was saved: ${Object.entries(problems)
        .map(([name, problem]) => `${name} ${problem}`)
        .join('; ')}.`,
      { details: { fields: problems } },
    )
  }
  const { type = draft.type, lines = draft.lines, vatBreakdown = draft.vatBreakdown } = correction
  if (type !== draft.type) changed.push({ what: 'type', from: draft.type, to: type })
  if (!isSame(lines, draft.lines)) changed.push({ what: 'lines', from: draft.lines.length, to: lines.length })
  if (!isSame(vatBreakdown, draft.vatBreakdown)) {
    changed.push({ what: 'vatBreakdown', from: draft.vatBreakdown.length, to: vatBreakdown.length })
  }
  const typeConfidence = type === draft.type ? draft.typeConfidence : 1
  return { corrected: { type, typeConfidence, fields, lines, vatBreakdown }, changed }
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

/** Same content, whatever the order of keys and with absent and undefined alike. */
function isSame(a: readonly object[], b: readonly object[]): boolean {
  const normal = (items: readonly object[]) =>
    JSON.stringify(
      items.map((item) =>
        Object.entries(item)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ),
    )
  return normal(a) === normal(b)
}
