import type { LabelMeaning } from '../../locales/locale.ts'
import type { Sight } from '../../sight.ts'
import type { Cell } from './cells.ts'
import type { Row } from './find-columns.ts'

/** `carry`: the sum so far at a page's edge; `part`: a subtotal, a discount or a charge on the whole; `end`: taxes and the total. */
export type SumKind = 'carry' | 'part' | 'end'

const KINDS: Partial<Record<LabelMeaning, SumKind>> = {
  carryOver: 'carry',
  balanceForward: 'carry',
  netTotal: 'part',
  discount: 'part',
  charge: 'part',
  rounding: 'part',
  taxTotal: 'end',
  grossTotal: 'end',
  amountDue: 'end',
  prepaid: 'end',
  cash: 'end',
}
/** `alone`: nothing but the label of a total, so that no count or price beside it makes it a line. */
export type Sum = {
  kind: SumKind
  alone: boolean
  /** Freight or a fee: below the lines a part of the sum, among them a line. */
  charge: boolean
}

const TOTALS: ReadonlySet<LabelMeaning> = new Set(['netTotal', 'grossTotal', 'amountDue', 'carryOver'])
/** "Total Qty: 4", "Summe Material": sums unless a count and a price stand beside them. */
const BEGINS_SUM = /^(?:sub|grand |zwischen|gesamt|sous[- ])?(?:total|totale|totaal|summe|suma|somme)\b/i
/** Letters that may stand beside the label of a sum: "zzgl. 19 % USt.", "Tax (20%) on". A line's description says more. */
const STRAY_LETTERS = 9

/** Whether the line states a sum rather than one of the lines: a label of a sum is all that stands before its amount. */
export function findSum(row: Row, sight: Sight): Sum | null {
  const amount = row.cells.findLast((cell) => cell.number && !cell.number.percent)
  const before = row.cells.filter((cell) => !cell.number && (!amount || cell.from < amount.from))
  const labels = sight.lines[row.line.index]!.labels
  // A label right before the amount, whatever stands at the left of the page beside it.
  for (const run of lastRuns(before)) {
    // "25 % moms": the rate is a cell of its own and part of the label.
    const label = labels.find(
      (candidate) => candidate.to > run.from && candidate.from < run.to && KINDS[candidate.meaning],
    )
    const atStart = label && (label.leads || label.from <= run.from)
    const strays = label && atStart ? straysOf(run, { label, sight }) : Number.POSITIVE_INFINITY
    if (label && strays <= STRAY_LETTERS)
      return {
        kind: KINDS[label.meaning]!,
        alone: strays === 0 && TOTALS.has(label.meaning),
        charge: label.meaning === 'charge',
      }
    if (BEGINS_SUM.test(run.text)) return { kind: 'part', alone: false, charge: false }
  }
  return null
}

/** The last run of words before the amount, and the first one of the line. */
function lastRuns(before: readonly Cell[]): Cell[] {
  const last = before.at(-1)
  const first = before[0]
  return [last, first].filter((cell) => cell !== undefined)
}

function straysOf(run: Cell, { label, sight }: { label: { from: number; to: number }; sight: Sight }): number {
  const labels = sight.lines[run.line.index]!.labels
  let strays = 0
  for (let at = run.from; at < run.to; at++) {
    if (at >= label.from && at < label.to) continue
    if (labels.some((other) => at >= other.from && at < other.to && KINDS[other.meaning])) continue
    const text = run.line.atoms[at]!.text
    if (/^[A-Z]{3}$/.test(text)) continue
    strays += text.match(/\p{L}/gu)?.length ?? 0
  }
  return strays
}
