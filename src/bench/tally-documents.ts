import type { JudgedDocument, Verdict } from './judge-document.ts'
import { type Given, measureReliability, printReliability, type Reliability } from './reliability.ts'

/** From here on a field may be accepted without a person. */
const SURE = 0.95

type Counts = { right: number; wrong: number; missing: number; invented: number }

export type Tally = {
  name: string
  documents: number
  fields: Record<string, Counts>
  /** Details and terms. */
  beside: Record<string, Counts>
  /** Documents that have a truth, and those of them with every core field right. */
  withTruth: number
  coreRight: number
  lines: { matched: number; known: number }
  classes: { right: number; known: number }
  /** Fields that were read with high confidence, and those of them that are right; fields that were judged at all. */
  sure: { given: number; right: number; judged: number }
  reliability: Reliability
}

/** Adds up what was judged. */
export function tallyDocuments(name: string, judged: readonly JudgedDocument[]): Tally {
  const tally: Tally = {
    name,
    documents: judged.length,
    fields: {},
    beside: {},
    withTruth: 0,
    coreRight: 0,
    lines: { matched: 0, known: 0 },
    classes: { right: 0, known: 0 },
    sure: { given: 0, right: 0, judged: 0 },
    reliability: measureReliability(judged.flatMap(givenBy)),
  }
  for (const document of judged) addDocument(tally, document)
  return tally
}

function count(counts: Record<string, Counts>, { field, verdict }: { field: string; verdict: Verdict }): void {
  const known = counts[field] ?? { right: 0, wrong: 0, missing: 0, invented: 0 }
  known[verdict]++
  counts[field] = known
}

function givenBy(document: JudgedDocument): Given[] {
  return Object.values(document.fields).flatMap(({ verdict, confidence }) =>
    confidence === undefined ? [] : [{ confidence, right: verdict === 'right' }],
  )
}

function addDocument(tally: Tally, document: JudgedDocument): void {
  if (document.class) {
    tally.classes.known++
    if (document.class.agree) tally.classes.right++
  }
  if (document.core === undefined) return
  tally.withTruth++
  if (document.core) tally.coreRight++
  for (const [field, { verdict, confidence }] of Object.entries(document.fields)) {
    count(tally.fields, { field, verdict })
    if (verdict !== 'invented') tally.sure.judged++
    if (confidence === undefined || confidence < SURE) continue
    tally.sure.given++
    if (verdict === 'right') tally.sure.right++
  }
  for (const [field, { verdict }] of Object.entries(document.beside ?? {})) count(tally.beside, { field, verdict })
  tally.lines.matched += document.lines.matched
  tally.lines.known += document.lines.known
}

/** The tally as a table for a person. */
export function printTally(tally: Tally): string {
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '' : `${((100 * part) / whole).toFixed(1).padStart(5)} %`
  const rowsOf = (counts: Record<string, Counts>): string[] =>
    Object.entries(counts)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, { right, wrong, missing, invented }]) => {
        const all = right + wrong + missing
        const extra = invented > 0 ? `  invented ${invented}` : ''
        return `${field.padEnd(20)} ${String(right).padStart(4)}/${String(all).padEnd(4)} ${percent(right, all)}   wrong ${wrong}  missing ${missing}${extra}`
      })
  const beside = rowsOf(tally.beside)
  const { lines, classes, sure } = tally
  const sums = [
    `documents with every core field right: ${tally.coreRight}/${tally.withTruth} ${percent(tally.coreRight, tally.withTruth)}`,
    ...(lines.known > 0 ? [`line items: ${lines.matched}/${lines.known} ${percent(lines.matched, lines.known)}`] : []),
    ...(classes.known > 0 ? [`invoice/not-invoice: ${classes.right}/${classes.known}`] : []),
    `sure fields: ${sure.right}/${sure.given} right ${percent(sure.right, sure.given)}, cover ${percent(sure.given, sure.judged)} of ${sure.judged}`,
    printReliability(tally.reliability),
  ]
  const titled = beside.length === 0 ? [] : ['details and terms (never sure, in none of these sums):', ...beside]
  return [`\n${tally.name}`, ...rowsOf(tally.fields), ...sums, ...titled, ''].join('\n')
}

/** What is not right, one line each. */
export function printMisses(judged: readonly JudgedDocument[]): string {
  const lines: string[] = []
  for (const document of judged) {
    if (document.class?.agree === false)
      lines.push(`  ${document.file} | doc_class | ${document.class.truth} | ${document.class.read}`)
    for (const [field, { verdict, truth, value, confidence }] of Object.entries(document.fields)) {
      if (verdict === 'right') continue
      const sure = (confidence ?? 0) >= SURE ? ' | sure' : ''
      const said = confidence === undefined ? '' : ` (${confidence.toFixed(2)})`
      lines.push(`  ${document.file} | ${field} | ${truth ?? 'none'} | ${value ?? 'missing'}${said}${sure}`)
    }
    if (document.lines.matched < document.lines.known)
      lines.push(`  ${document.file} | line_items | ${document.lines.known} lines | ${document.lines.matched} of them`)
  }
  return lines.map((line) => `${line}\n`).join('')
}
