import type { DraftField, Evidence, FieldName } from '../../../schemas/draft.ts'
import type { Claim } from '../reading.ts'

/** One value with everything that was claimed for it. */
export type Candidate = { value: string; score: number; evidence: Claim[] }

/** Gathers the claims of a field by value, best first. Repeated claims support one another, each less than the one before. */
export function gatherCandidates(evidence: readonly Claim[], field: FieldName): Candidate[] {
  const byValue = new Map<string, Claim[]>()
  for (const claim of evidence) {
    if (claim.field !== field) continue
    const key = field === 'invoiceNumber' ? claim.value.toUpperCase().replace(/\s/g, '') : claim.value
    const known = byValue.get(key)
    if (known) known.push(claim)
    else byValue.set(key, [claim])
  }
  return [...byValue.values()]
    .map((claims) => {
      const ranked = claims.toSorted((a, b) => b.score - a.score)
      let doubt = 1
      for (const [rank, claim] of ranked.slice(0, 4).entries()) doubt *= 1 - claim.score * 0.45 ** rank
      return { value: ranked[0]!.value, score: Math.min(0.99, 1 - doubt), evidence: ranked }
    })
    .toSorted((a, b) => b.score - a.score)
}

/** Makes the field of a draft; `others` are kept so that a person can pick another value. */
export function fieldOf(
  chosen: Candidate,
  { confidence, satisfies, others }: { confidence: number; satisfies: string[]; others: readonly Candidate[] },
): DraftField {
  const best = chosen.evidence[0]!
  return {
    value: best.value,
    confidence: Math.round(Math.max(0, Math.min(0.99, confidence)) * 1000) / 1000,
    ...(best.place ? { place: best.place } : {}),
    source: best.reader,
    satisfies,
    alternatives: others
      .filter((other) => other.value !== best.value)
      .slice(0, 4)
      .map((other) => evidenceOf(other.evidence[0]!)),
  }
}

/** What of a claim goes into a draft. */
export function evidenceOf({ span: _, traits: __, lesson: ___, ...evidence }: Claim): Evidence {
  return evidence
}
