import type { DraftField, FieldName } from '../../../schemas/draft.ts'
import { type DocumentTraits, describeCandidate } from '../likelihood/features.ts'
import { judgeLikelihood } from '../likelihood/index.ts'
import type { Claim } from '../reading.ts'
import type { Sight } from '../sight.ts'
import { type Candidate, fieldOf, gatherCandidates } from './choose-values.ts'
import { highestConfidence } from './never-sure.ts'

/** A candidate as it was weighed: what `npm run train` learns from. `highest`: what its confidence may not exceed, however likely. */
export type Example = {
  field: FieldName
  value: string
  features: readonly number[]
  isGiven: boolean
  highest: number
}

type Around = {
  evidence: readonly Claim[]
  document: DocumentTraits
  sight: Sight
  watch?: ((example: Example) => void) | undefined
}

const MOST_CANDIDATES = 6
/** Below this a blank is better. */
const LEAST_LIKELY = 0.2

/** The likeliest candidate of a field that no equation binds. `least`: the score below which a candidate is not looked at. */
export function chooseSingle(
  { field, least }: { field: FieldName; least: number },
  around: Around & { fitsOthers: (value: string) => number },
): DraftField | null {
  const candidates = gatherCandidates(around.evidence, field)
  const first = candidates[0]
  if (!first || first.score < least) return null
  const weighed = candidates.slice(0, MOST_CANDIDATES).map((candidate, rank) => {
    const features = describe(candidate, {
      ...around,
      field,
      rank,
      candidates,
      isChosen: rank === 0,
      share: candidate.score,
      satisfies: [],
    })
    return { candidate, features, likelihood: likelihoodOf(field, { features, candidate, candidates }) }
  })
  const best = weighed.reduce((a, b) => (b.likelihood > a.likelihood ? b : a))
  const isGiven = best.likelihood >= LEAST_LIKELY
  for (const { candidate, features } of weighed)
    around.watch?.({
      field,
      value: candidate.value,
      features,
      isGiven: isGiven && candidate === best.candidate,
      highest: highestOf(field, { ...around, candidate, satisfies: [] }),
    })
  if (!isGiven) return null
  const highest = highestOf(field, { ...around, candidate: best.candidate, satisfies: [] })
  const confidence = Math.min(best.likelihood, highest)
  return fieldOf(best.candidate, { confidence, satisfies: [], others: candidates })
}

/** The confidence of a value that was chosen together with others. */
export function judgeChosen(
  field: FieldName,
  { chosen, fitsOthers, ...around }: Around & { chosen: DraftField; fitsOthers: (value: string) => number },
): DraftField {
  const candidates = gatherCandidates(around.evidence, field)
  const weighed = candidates.slice(0, MOST_CANDIDATES).map((candidate, rank) => {
    const isChosen = candidate.value === chosen.value
    const features = describe(candidate, {
      ...around,
      field,
      rank,
      candidates,
      isChosen,
      share: isChosen ? chosen.confidence : 0,
      satisfies: isChosen ? chosen.satisfies : [],
      fitsOthers,
    })
    const satisfies = isChosen ? chosen.satisfies : []
    const highest = highestOf(field, { ...around, candidate, satisfies, fitsOthers })
    around.watch?.({ field, value: candidate.value, features, isGiven: isChosen, highest })
    return { candidate, features, isChosen }
  })
  const own = weighed.find((one) => one.isChosen)
  const isJudged = own?.candidate.evidence[0]?.traits !== undefined
  const likelihood = own && isJudged ? judgeLikelihood(field, own.features) : null
  if (likelihood === null || !own) return chosen
  const { satisfies } = chosen
  const highest = highestOf(field, { ...around, candidate: own.candidate, satisfies, fitsOthers })
  return { ...chosen, confidence: roundShare(Math.min(likelihood, highest)) }
}

function highestOf(
  field: FieldName,
  {
    candidate,
    document,
    satisfies,
    fitsOthers,
  }: {
    candidate: Candidate
    document: DocumentTraits
    satisfies: readonly string[]
    fitsOthers: (value: string) => number
  },
): number {
  const { evidence, value } = candidate
  const repeats = document.countOf(evidence[0]?.raw ?? value)
  return highestConfidence(field, { claims: evidence, support: { repeats, satisfies, fits: fitsOthers(value) } })
}

function likelihoodOf(
  field: FieldName,
  {
    features,
    candidate,
    candidates,
  }: { features: readonly number[]; candidate: Candidate; candidates: readonly Candidate[] },
): number {
  // What no reader of pages claims (data that travels with the document) keeps its own score.
  const judged = candidate.evidence[0]?.traits === undefined ? null : judgeLikelihood(field, features)
  if (judged !== null) return judged
  const rival = candidates.find((other) => other !== candidate)?.score ?? 0
  return candidate.score * (1 - 0.55 * Math.min(rival, candidate.score))
}

function describe(
  candidate: Candidate,
  around: Around & {
    field: FieldName
    rank: number
    candidates: readonly Candidate[]
    isChosen: boolean
    share: number
    satisfies: readonly string[]
    fitsOthers: (value: string) => number
  },
): number[] {
  const others = around.candidates.filter((other) => other !== candidate)
  return describeCandidate(
    {
      field: around.field,
      value: candidate.value,
      score: candidate.score,
      claims: candidate.evidence,
      rank: around.rank,
      rival: others[0]?.score ?? 0,
      rivals: others.filter((other) => other.score > 0.3).length,
      candidates: around.candidates.length,
      isChosen: around.isChosen,
      share: around.share,
      satisfies: around.satisfies,
      fitsOthers: around.fitsOthers(candidate.value),
    },
    around,
  )
}

function roundShare(share: number): number {
  return Math.round(Math.max(0, Math.min(0.999, share)) * 1000) / 1000
}
