import type { DraftField, FieldName } from '../../../schemas/draft.ts'
import { isSameValue } from '../lessons/same-value.ts'
import type { Claim, Reading } from '../reading.ts'
import { type Candidate, evidenceOf, gatherCandidates } from './choose-values.ts'
import { highestConfidence } from './never-sure.ts'

/** Where readers and lessons contradict each other a person should look, however often the lesson held. */
const CONTRADICTED = 0.9
/** A value that can be seen is rather right than one that can't. */
const SEEN_WINS = 0.5
const HIGHEST = 0.99
/** How sure a value is that nobody reads but a lesson, and that the equations of the bill want. */
const BY_EQUATIONS = 0.5

/**
 * What lessons of the supplier make of what the other readers chose. Both agree: surer than each. They differ: the lesson wins, because it
 * was confirmed on this layout, and is not sure. `read` are the claims of the others; `isBound`: equations bind the field, and they have
 * chosen already.
 */
export function settleLearned(
  field: FieldName,
  {
    chosen,
    claims,
    read,
    isBound,
  }: { chosen: DraftField | null; claims: readonly Claim[]; read: readonly Claim[]; isBound: boolean },
): DraftField | null {
  const best = gatherCandidates(claims, field).toSorted((a, b) => likelihoodOf(b) - likelihoodOf(a))[0]
  if (!best) return chosen
  const lesson = highestOf(field, best)
  const first = best.evidence[0]!
  if (!chosen) return fieldFrom(best, { confidence: lesson, alternatives: [] })
  if (isSameValue(field, { one: chosen.value, other: best.value })) {
    const isRead = read.some((claim) => claim.field === field && claim.value === chosen.value)
    const other = isRead ? chosen.confidence : chosen.satisfies.length > 0 ? BY_EQUATIONS : 0
    const confidence = Math.min(HIGHEST, 1 - (1 - lesson) * (1 - other))
    // As a person confirmed it, where spellings differ.
    const value = field === 'supplierName' || field === 'customerName' ? best.value : chosen.value
    return { ...chosen, value, confidence: round(confidence), because: first.because! }
  }
  const isSeen = first.place !== undefined
  if (isBound || (!isSeen && chosen.confidence >= SEEN_WINS))
    return {
      ...chosen,
      confidence: round(Math.min(chosen.confidence, CONTRADICTED)),
      alternatives: [evidenceOf(first), ...chosen.alternatives].slice(0, 4),
    }
  const doubted = Math.min(CONTRADICTED, lesson * (1 - 0.3 * chosen.confidence))
  const { value, place, source } = chosen
  const other = { field, value, score: chosen.confidence, reader: source, raw: value, ...(place ? { place } : {}) }
  return fieldFrom(best, { confidence: doubted, alternatives: [other, ...chosen.alternatives] })
}

/** The reader of what was learned of the supplier. */
const LESSONS = 'learned'

/** Takes away what bills of this supplier do not have, and doubts what was found elsewhere than where it always stands. */
export function heedLessons(
  fields: Partial<Record<FieldName, DraftField>>,
  readings: readonly Pick<Reading, 'absent' | 'unread'>[],
): void {
  for (const { field, likelihood } of readings.flatMap(({ absent = [] }) => absent)) {
    const read = fields[field]
    if (read && read.source !== LESSONS && read.confidence <= likelihood) delete fields[field]
  }
  for (const field of readings.flatMap(({ unread = [] }) => unread)) {
    const read = fields[field]
    if (read) fields[field] = { ...read, confidence: round(Math.min(read.confidence, CONTRADICTED)) }
  }
}

function likelihoodOf({ evidence }: Candidate): number {
  return Math.max(...evidence.map(({ lesson }) => lesson?.likelihood ?? 0))
}

/** What recognition read once may have a wrong digit; what is the same as always has been seen often. */
function highestOf(field: FieldName, candidate: Candidate): number {
  const likelihood = likelihoodOf(candidate)
  if (candidate.evidence.some(({ lesson }) => lesson?.isConstant)) return likelihood
  return Math.min(
    likelihood,
    highestConfidence(field, { claims: candidate.evidence, support: { repeats: 0, satisfies: [], fits: 0 } }),
  )
}

function fieldFrom(
  { value, evidence }: Candidate,
  { confidence, alternatives }: { confidence: number; alternatives: DraftField['alternatives'] },
): DraftField {
  const best = evidence[0]!
  return {
    value,
    confidence: round(confidence),
    ...(best.place ? { place: best.place } : {}),
    source: best.reader,
    because: best.because!,
    satisfies: [],
    alternatives: alternatives.slice(0, 4),
  }
}

function round(share: number): number {
  return Math.round(Math.max(0, Math.min(HIGHEST, share)) * 1000) / 1000
}
