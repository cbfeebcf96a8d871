import { Decimal } from 'decimal.js'
import type { Sight } from '../../sight.ts'
import { type Cell, readCells } from './cells.ts'
import type { Row } from './find-columns.ts'
import type { PrintedSums } from './printed-sums.ts'
import { findSum } from './sum-lines.ts'

/** Amounts of one column end this close to one another, in line heights. */
const EDGE = 1.6
/** Rows of one list follow within this many lines. */
const LINES_APART = 8

/** Lines of words that end in an amount, under one another, and that add up to a printed sum: a list without head, counts and prices. */
export function findListedRows(sight: Sight, sums: PrintedSums): Row[] {
  const groups: { rows: Row[]; edge: number; sum: Decimal }[] = []
  for (const line of sight.layout.lines) {
    if (!sight.lines[line.index]!.amounts.some(({ decimals }) => decimals === 2)) continue
    const row: Row = { line, cells: readCells(line, sight) }
    const amount = amountOf(row)
    const sum = findSum(row, sight)
    // Freight and the like are lines of a list.
    if (!amount || (sum && !sum.charge)) continue
    const group = groups.findLast(({ rows, edge }) => {
      const last = rows.at(-1)!.line
      const follows = last.page === line.page ? line.index - last.index <= LINES_APART : line.page - last.page === 1
      return follows && Math.abs(edge - amount.box[2]) < EDGE * line.height
    })
    if (group) {
      group.rows.push(row)
      group.sum = group.sum.plus(amount.number!.value)
    } else groups.push({ rows: [row], edge: amount.box[2], sum: new Decimal(amount.number!.value) })
  }
  const printed = [...sums.net, ...sums.gross].map((value) => new Decimal(value).abs())
  return groups.find(({ sum }) => !sum.isZero() && printed.some((value) => value.eq(sum.abs())))?.rows ?? []
}

/** The amount at the end of a line, with words before it. */
function amountOf({ cells }: Row): Cell | null {
  const last = cells.at(-1)
  if (last?.number?.decimals !== 2 || last.number.percent || !last.columnar) return null
  return cells.some((cell) => !cell.number && !cell.date && /\p{L}{2}/u.test(cell.text)) ? last : null
}
