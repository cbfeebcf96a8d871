import type { Sample } from './load-truth.ts'
import { agreeOnClass, CORE_FIELDS, countMatchedLines, type ScoredLine, scoreField } from './score-fields.ts'

/** What was read from a document, in the manifest's terms. */
export type Predicted = {
  doc_class?: string
  fields: Readonly<Record<string, { value: string; confidence: number }>>
  line_items: readonly ScoredLine[]
  /** Details and terms. */
  beside?: Readonly<Record<string, string>>
}

/** `invented`: given, although the document, whose truth is whole, has none. */
export type Verdict = 'right' | 'wrong' | 'missing' | 'invented'

export type JudgedField = { verdict: Verdict; truth?: unknown; value?: string; confidence?: number }

/** One document of a measurement, as it is written to the JSON beside it. */
export type JudgedDocument = {
  file: string
  fields: Record<string, JudgedField>
  /** Whether every core field that the truth has is right; absent where there is no truth. */
  core?: boolean
  lines: { matched: number; known: number }
  /** Details and terms that the truth has. */
  beside?: Record<string, JudgedField>
  class?: { truth: string; read: string; agree: boolean }
}

/** Judges everything that the truth of a document has, by the rules of score.py. */
export function judgeDocument(sample: Sample, predicted: Predicted): JudgedDocument {
  const { truth } = sample
  const read = predicted.doc_class
  const known = sample.doc_class
  const judged: JudgedDocument = {
    file: sample.file,
    fields: {},
    lines: { matched: 0, known: 0 },
    ...(known !== undefined && read !== undefined
      ? { class: { truth: known, read, agree: agreeOnClass(known, read) } }
      : {}),
  }
  if (Object.keys(truth).length === 0) return judged
  for (const [field, value] of Object.entries(truth)) {
    if (field === 'line_items') continue
    const given = predicted.fields[field]
    const verdict = scoreField(field, { row: sample, predicted: given?.value })
    judged.fields[field] = { verdict, truth: value, ...given }
  }
  for (const [field, given] of Object.entries(predicted.fields)) {
    if (field in truth || sample.implied === undefined) continue
    const row = { ...sample, truth: sample.implied }
    const follows = field in sample.implied && scoreField(field, { row, predicted: given.value }) === 'right'
    if (!follows) judged.fields[field] = { verdict: 'invented', ...given }
  }
  if (sample.beside) judged.beside = judgeBeside(sample.beside, predicted.beside ?? {})
  judged.core = CORE_FIELDS.every((field) => !(field in truth) || judged.fields[field]?.verdict === 'right')
  const lines = (truth.line_items ?? []) as ScoredLine[]
  judged.lines = { matched: countMatchedLines(lines, predicted.line_items), known: lines.length }
  return judged
}

/** Numbers are compared by their letters and digits, amounts by their size. */
function judgeBeside(
  truth: Readonly<Record<string, string>>,
  predicted: Readonly<Record<string, string>>,
): Record<string, JudgedField> {
  const bare = (value: string): string =>
    /^-?\d+(\.\d+)?$/.test(value) ? String(Math.abs(Number(value))) : value.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
  return Object.fromEntries(
    Object.entries(truth).map(([name, expected]): [string, JudgedField] => {
      const value = predicted[name]
      if (value === undefined) return [name, { verdict: 'missing', truth: expected }]
      return [name, { verdict: bare(value) === bare(expected) ? 'right' : 'wrong', truth: expected, value }]
    }),
  )
}
