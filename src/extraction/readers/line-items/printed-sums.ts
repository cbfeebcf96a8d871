import { horizontalOverlap } from '../../layout/boxes.ts'
import type { Sight } from '../../sight.ts'

/** Amounts that stand right of or below a label of the net sum, and of the total, as decimal strings. */
export type PrintedSums = { net: string[]; gross: string[] }

/** Lines below a label in which its amount may stand: sums in a row of boxes. */
const BELOW = 2

export function findPrintedSums(sight: Sight): PrintedSums {
  const sums: PrintedSums = { net: [], gross: [] }
  for (const [index, line] of sight.lines.entries()) {
    for (const label of line.labels) {
      if (label.meaning !== 'netTotal' && label.meaning !== 'grossTotal' && label.meaning !== 'amountDue') continue
      const right = line.amounts.filter((amount) => amount.from >= label.to)
      const below = sight.lines
        .slice(index + 1, index + 1 + BELOW)
        .flatMap((other) => other.amounts.filter((amount) => horizontalOverlap(amount.box, label.box) > 0))
      const list = label.meaning === 'netTotal' ? sums.net : sums.gross
      for (const amount of [...right, ...below]) if (!amount.percent && amount.moneylike > 0.2) list.push(amount.value)
    }
  }
  return sums
}
