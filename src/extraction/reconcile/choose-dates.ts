import type { PaymentTerms } from '../../../schemas/detail.ts'
import type { DraftField } from '../../../schemas/draft.ts'
import type { Claim } from '../reading.ts'
import { type Candidate, fieldOf, gatherCandidates } from './choose-values.ts'

const NOTHING = { value: '', score: 0, evidence: [] } as const satisfies Candidate
/** Below this a date is rather left out. */
const LEAST = 0.22
const MOST_CANDIDATES = 6
/** Two days and a number of days that stand apart: none of them was misread. */
const BY_TERMS = 'issue + terms = due'

/** Chooses issue and due date together: due is not before issue, nor years after it. Days that the terms name confirm both. */
export function chooseDates(
  evidence: readonly Claim[],
  terms: PaymentTerms | undefined,
): {
  issueDate: DraftField | null
  dueDate: DraftField | null
} {
  const issues: Candidate[] = [...gatherCandidates(evidence, 'issueDate').slice(0, MOST_CANDIDATES), NOTHING]
  const dues: Candidate[] = [...gatherCandidates(evidence, 'dueDate').slice(0, MOST_CANDIDATES), NOTHING]
  const pairs = issues.flatMap((issue) =>
    dues.map((due) => ({ issue, due, utility: utilityOf(issue) + utilityOf(due) + judgeFit(issue, due) })),
  )
  const most = Math.max(...pairs.map((pair) => pair.utility))
  const weights = pairs.map((pair) => Math.exp(pair.utility - most))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const best = pairs.reduce((a, b) => (b.utility > a.utility ? b : a))
  const share = (test: (pair: (typeof pairs)[number]) => boolean): number =>
    pairs.reduce((sum, pair, at) => (test(pair) ? sum + weights[at]! : sum), 0) / total
  const follows = best.issue.value !== '' && best.due.value !== '' && best.due.value >= best.issue.value
  const isByTerms =
    follows && terms?.netDays !== undefined && addDays(best.issue.value, terms.netDays) === best.due.value
  const satisfies = [...(follows ? ['due >= issue'] : []), ...(isByTerms ? [BY_TERMS] : [])]
  return {
    issueDate:
      best.issue.score < LEAST
        ? null
        : fieldOf(best.issue, {
            confidence: Math.min(
              share((pair) => pair.issue === best.issue),
              0.25 + best.issue.score,
            ),
            satisfies,
            others: issues.filter((one) => one.score > 0),
          }),
    dueDate:
      best.due.score < LEAST
        ? null
        : fieldOf(best.due, {
            confidence: Math.min(
              share((pair) => pair.due === best.due),
              0.25 + best.due.score,
            ),
            satisfies,
            others: dues.filter((one) => one.score > 0),
          }),
  }
}

/** ISO dates. */
function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

function utilityOf(candidate: Candidate): number {
  if (candidate.score === 0) return -0.4
  const score = Math.min(0.98, candidate.score)
  return Math.log(score / (1 - score)) + 0.6
}

function judgeFit(issue: Candidate, due: Candidate): number {
  if (issue.value === '' || due.value === '') return 0
  const days = (Date.parse(due.value) - Date.parse(issue.value)) / 86_400_000
  if (days < 0) return -2.5
  if (days > 400) return -1
  // Paid at once, or within the usual terms.
  return days <= 95 ? 0.4 : 0
}

/** "30 days" after the date of issue, where no due date is printed; as sure as terms in words can be. */
export function addTerms(issue: DraftField | undefined, terms: PaymentTerms | undefined): DraftField | null {
  if (!issue || terms?.netDays === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(issue.value)) return null
  return {
    value: addDays(issue.value, terms.netDays),
    confidence: Math.min(0.85, issue.confidence),
    ...(terms.place ? { place: terms.place } : {}),
    source: issue.source,
    satisfies: [BY_TERMS],
    alternatives: [],
  }
}
