import type { Sample } from './load-truth.ts'
import { agreeOnClass, CORE_FIELDS, countMatchedLines, type ScoredLine, scoreField } from './score-fields.ts'

/** A document and what was read from it; `sure` names the fields that were read with high confidence. */
export type Judged = { sample: Sample; predicted: Record<string, unknown> & { sure: ReadonlySet<string> } }

export type Miss = { file: string; field: string; truth: unknown; predicted: unknown; sure: boolean }

export type Tally = {
  name: string
  seconds: number
  documents: number
  fields: Map<string, { right: number; wrong: number; missing: number }>
  /** Documents that have a truth, and those of them with every core field right. */
  withTruth: number
  coreRight: number
  lines: { matched: number; known: number }
  classes: { right: number; known: number }
  /** Fields that were read with high confidence, and those of them that are right; fields that were judged at all. */
  sure: { given: number; right: number; judged: number }
  misses: Miss[]
}

/** Judges every document and adds up. */
export function tallyDocuments(judged: readonly Judged[], { name, seconds }: { name: string; seconds: number }): Tally {
  const tally: Tally = {
    name,
    seconds,
    documents: judged.length,
    fields: new Map(),
    withTruth: 0,
    coreRight: 0,
    lines: { matched: 0, known: 0 },
    classes: { right: 0, known: 0 },
    sure: { given: 0, right: 0, judged: 0 },
    misses: [],
  }
  for (const one of judged) tallyDocument(tally, one)
  return tally
}

function tallyDocument(tally: Tally, { sample, predicted }: Judged): void {
  const { file, truth } = sample
  if (sample.doc_class !== undefined && typeof predicted.doc_class === 'string') {
    tally.classes.known++
    if (agreeOnClass(sample.doc_class, predicted.doc_class)) tally.classes.right++
    else
      tally.misses.push({
        file,
        field: 'doc_class',
        truth: sample.doc_class,
        predicted: predicted.doc_class,
        sure: false,
      })
  }
  if (Object.keys(truth).length === 0) return
  tally.withTruth++
  let core = true
  for (const [field, value] of Object.entries(truth)) {
    if (field === 'line_items') continue
    const verdict = scoreField(field, { row: sample, predicted: predicted[field] })
    const counts = tally.fields.get(field) ?? { right: 0, wrong: 0, missing: 0 }
    counts[verdict]++
    tally.fields.set(field, counts)
    const sure = predicted.sure.has(field)
    tally.sure.judged++
    if (sure) tally.sure.given++
    if (verdict === 'right') {
      if (sure) tally.sure.right++
      continue
    }
    if (CORE_FIELDS.some((one) => one === field)) core = false
    tally.misses.push({ file, field, truth: value, predicted: predicted[field], sure })
  }
  if (core) tally.coreRight++
  const lines = (truth.line_items ?? []) as ScoredLine[]
  tally.lines.known += lines.length
  const matched = countMatchedLines(lines, (predicted.line_items ?? []) as ScoredLine[])
  tally.lines.matched += matched
  if (matched < lines.length)
    tally.misses.push({
      file,
      field: 'line_items',
      truth: `${lines.length} lines`,
      predicted: `${matched} of them`,
      sure: false,
    })
}

/** The tally as a table for a person. */
export function printTally(tally: Tally, { show = false }: { show?: boolean }): string {
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '' : `${((100 * part) / whole).toFixed(1).padStart(5)} %`
  const rows = [...tally.fields]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, { right, wrong, missing }]) => {
      const all = right + wrong + missing
      return `${field.padEnd(20)} ${String(right).padStart(4)}/${String(all).padEnd(4)} ${percent(right, all)}   wrong ${wrong}  missing ${missing}`
    })
  const { lines, classes, sure } = tally
  const sums = [
    `documents with every core field right: ${tally.coreRight}/${tally.withTruth} ${percent(tally.coreRight, tally.withTruth)}`,
    ...(lines.known > 0 ? [`line items: ${lines.matched}/${lines.known} ${percent(lines.matched, lines.known)}`] : []),
    ...(classes.known > 0 ? [`invoice/not-invoice: ${classes.right}/${classes.known}`] : []),
    `sure fields: ${sure.right}/${sure.given} right ${percent(sure.right, sure.given)}, cover ${percent(sure.given, sure.judged)} of ${sure.judged}`,
    `seconds: ${tally.seconds.toFixed(1)} for ${tally.documents} documents`,
  ]
  const misses = show
    ? tally.misses.map(
        (miss) =>
          `  ${miss.file} | ${miss.field} | ${String(miss.truth)} | ${miss.predicted === undefined ? 'missing' : String(miss.predicted)}${miss.sure ? ' | sure' : ''}`,
      )
    : []
  return [`\n${tally.name}`, ...rows, ...sums, ...misses, ''].join('\n')
}
