import type { DocumentType } from '../../../schemas/draft.ts'
import type { TypeClaim } from '../reading.ts'

/** The type with the most to be said for it; nothing at all said: `other`. */
export function chooseType(claims: readonly TypeClaim[]): { type: DocumentType; confidence: number } {
  const scores = new Map<DocumentType, number>()
  for (const claim of claims) {
    const known = scores.get(claim.type) ?? 0
    // The same heading on every page is one statement.
    scores.set(claim.type, 1 - (1 - known) * (1 - claim.score * (known > 0 ? 0.6 : 1)))
  }
  const ranked = [...scores].toSorted((a, b) => b[1] - a[1])
  const [first, second] = ranked
  if (!first || first[1] < 0.12) return { type: 'other', confidence: 0.5 }
  const confidence = Math.min(0.99, first[1] * (1 - 0.5 * (second?.[1] ?? 0)) + 0.1)
  return { type: first[0], confidence }
}
