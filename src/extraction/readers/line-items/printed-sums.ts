import type { Sight } from '../../sight.ts'

/** Amounts that stand right of a label of the net sum, and of the total, as decimal strings. */
export type PrintedSums = { net: string[]; gross: string[] }

export function findPrintedSums(sight: Sight): PrintedSums {
  const sums: PrintedSums = { net: [], gross: [] }
  for (const line of sight.lines) {
    for (const label of line.labels) {
      if (label.meaning !== 'netTotal' && label.meaning !== 'grossTotal' && label.meaning !== 'amountDue') continue
      const list = label.meaning === 'netTotal' ? sums.net : sums.gross
      for (const amount of line.amounts)
        if (!amount.percent && amount.from >= label.to && amount.moneylike > 0.2) list.push(amount.value)
    }
  }
  return sums
}
