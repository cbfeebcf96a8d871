import type { Sight } from '../../sight.ts'
import { type Cell, readCells } from './cells.ts'
import { checkProduct, isTelling } from './check-product.ts'
import type { Row } from './find-columns.ts'

/** Amounts of one column end this close to one another, in line heights. */
const EDGE = 1.6
/** Rows of one table follow within this many lines. */
const LINES_APART = 8
const OPEN_GROUPS = 4

/** Groups of lines in which two numbers multiply to a third and the products stand under one another: a table without a head. */
export function findProductRows(sight: Sight): Row[][] {
  const groups: { rows: Row[]; edge: number; telling: number }[] = []
  for (const line of sight.layout.lines) {
    const seen = sight.lines[line.index]!
    if (seen.amounts.length < 3) continue
    const row: Row = { line, cells: readCells(line, sight) }
    const product = productOf(row)
    if (!product) continue
    const edge = product.amount.box[2]
    const group = groups.slice(-OPEN_GROUPS).findLast((other) => {
      const last = other.rows.at(-1)!.line
      const follows = last.page === line.page ? line.index - last.index <= LINES_APART : line.page - last.page === 1
      return follows && Math.abs(other.edge - edge) < EDGE * line.height
    })
    if (group) {
      group.rows.push(row)
      group.telling += product.telling ? 1 : 0
    } else groups.push({ rows: [row], edge, telling: product.telling ? 1 : 0 })
  }
  return groups.filter((group) => group.telling > 0).map((group) => group.rows)
}

function productOf(row: Row): { amount: Cell; telling: boolean } | null {
  const numbers = row.cells.filter((cell) => cell.number && cell.columnar && !cell.number.percent)
  if (numbers.length < 3 || numbers.length > 9) return null
  let plain: Cell | null = null
  for (let a = numbers.length - 1; a >= 2; a--) {
    const amount = numbers[a]!
    if (amount.number!.decimals < 2 && !amount.number!.signed) continue
    for (let p = a - 1; p >= 1; p--) {
      for (let q = p - 1; q >= 0; q--) {
        const factors = {
          quantity: numbers[q]!.number!.value,
          unitPrice: numbers[p]!.number!.value,
          amount: amount.number!.value,
        }
        if (!checkProduct(factors)) continue
        if (isTelling(factors)) return { amount, telling: true }
        plain ??= amount
      }
    }
  }
  return plain && { amount: plain, telling: false }
}
