import { Decimal } from 'decimal.js'
import type { Line } from '../../layout/types.ts'
import type { LineTable, Reader } from '../../reading.ts'
import type { Sight } from '../../sight.ts'
import { readCells } from './cells.ts'
import { checkProduct } from './check-product.ts'
import { chooseRoles, type Roles } from './choose-roles.ts'
import { collectItems, type Item, type TextRange } from './collect-items.ts'
import { type Column, findColumns, type Row } from './find-columns.ts'
import { findHeaders, type Header } from './find-headers.ts'
import { findListedRows } from './find-listed-rows.ts'
import { findProductRows } from './find-product-rows.ts'
import { findPrintedSums, type PrintedSums } from './printed-sums.ts'
import { findSum } from './sum-lines.ts'
import { writeLine } from './write-line.ts'

/** Tables of lines, by their heads or, without one, by rows in which a count times a price is an amount. */
export const lineItems: Reader = {
  name: 'line-items',
  read(sight) {
    const headers = findHeaders(sight)
    const sums = findPrintedSums(sight)
    const tables = groupHeaders(headers).flatMap((group) => readHeadedTable(group, { sight, headers, sums }))
    const bare = tables.length > 0 ? tables : readBareTables(sight, sums)
    return { tables: bare.length > 0 ? bare : readList(sight, sums) }
  },
}

/** Heads with the same names are one table that goes on over the pages. */
function groupHeaders(headers: readonly Header[]): Header[][] {
  const groups: Header[][] = []
  for (const header of headers) {
    const group = groups.find((other) => signatureOf(other[0]!) === signatureOf(header))
    if (group) group.push(header)
    else groups.push([header])
  }
  return groups
}

function signatureOf(header: Header): string {
  return header.cells
    .map((cell) => cell.meaning)
    .filter((meaning) => meaning !== null)
    .join()
}

/** Wrapped text below the last row of a table without a head. */
const LINES_AFTER = 4
/** More rows do not show the columns better. */
const ROWS_LOOKED_AT = 300

type Section = { roles: Roles; items: Item[]; columns: Column[]; range: TextRange; sight: Sight }

function readHeadedTable(
  group: readonly Header[],
  { sight, headers, sums }: { sight: Sight; headers: readonly Header[]; sums: PrintedSums },
): LineTable[] {
  const sections: Section[] = []
  for (const header of group) {
    const next = headers.find((other) => other.first > header.last)
    const lines = sight.layout.lines.slice(header.last + 1, next?.first)
    const section = readSection(lines, { sight, header })
    if (section) sections.push(section)
  }
  return tableOf(sections, { sums, headed: true })
}

function readSection(lines: readonly Line[], { sight, header }: { sight: Sight; header: Header }): Section | null {
  const rows = findRows(lines, { sight, header })
  if (rows.length === 0) return null
  const columns = findColumns(rows, header)
  const roles = chooseRoles(columns, { rows, header })
  if (!roles) return null
  const range = describeRange(columns, { roles, header, sight })
  const items = collectItems(lines, { sight, roles, range, edges: edgesOf(header) })
  return items.length === 0 ? null : { roles, items, columns, range, sight }
}

function edgesOf(header: Header): number[] {
  return header.cells.map((cell) => cell.box[0])
}

/** The lines below a head that have a number in the place of an amount, up to the sums. They show where the columns are. */
function findRows(lines: readonly Line[], { sight, header }: { sight: Sight; header: Header }): Row[] {
  const rows: Row[] = []
  let misses = 0
  for (const line of lines) {
    const row: Row = { line, cells: readCells(line, sight, edgesOf(header)) }
    const sum = findSum(row, sight)
    // An item may be called like a sum ("VAT return"); its count and price tell.
    const most = sum?.charge ? 2 : 3
    const kind =
      sum && (sum.alone || row.cells.filter((cell) => cell.number && cell.columnar).length <= most) ? sum.kind : null
    const holds = row.cells.some(
      (cell) => cell.number && cell.columnar && !cell.number.percent && isUnderMoney(cell.box, header),
    )
    if (kind && kind !== 'carry' && (holds || kind === 'end') && row.cells.filter((cell) => cell.number).length <= 2) {
      if (rows.length > 0 && kind === 'end') break
      continue
    }
    if (kind) continue
    if (line.page !== header.page && rows.length > 0) break
    if (rows.length === ROWS_LOOKED_AT) break
    if (holds) rows.push(row)
    else if (rows.length > 0 && ++misses > 60) break
  }
  // Sums without a known label hold one number where the lines hold several; they would blur the columns.
  const counts = rows.map((row) => row.cells.filter((cell) => cell.number && cell.columnar).length)
  const most = Math.max(...counts)
  return rows.filter((_, at) => counts[at]! * 2 >= most)
}

/** Whether the nearest name of the head is one of money. */
function isUnderMoney(box: readonly [number, number, number, number], header: Header): boolean {
  let nearest: Header['cells'][number] | null = null
  let distance = Number.POSITIVE_INFINITY
  for (const cell of header.cells) {
    const gap = Math.max(0, cell.box[0] - box[2], box[0] - cell.box[2])
    const middle = Math.abs(cell.box[0] + cell.box[2] - box[0] - box[2]) / 1000
    if (gap + middle >= distance) continue
    distance = gap + middle
    nearest = cell
  }
  const meaning = nearest?.meaning
  return (
    meaning === 'netAmount' ||
    meaning === 'grossAmount' ||
    meaning === 'unitPrice' ||
    (meaning === null && distance < 20)
  )
}

/** Where the descriptions stand: from their column's left edge to the next column of numbers. */
function describeRange(
  columns: readonly Column[],
  { roles, header, sight }: { roles: Roles; header: Header | null; sight: Sight },
): TextRange {
  const texts = columns.filter((column) => column.kind === 'text')
  const named = texts.filter((column) => column.role === 'description')
  const letters = (column: Column): number =>
    column.cells.reduce((sum, cell) => sum + (cell.text.match(/\p{L}/gu)?.length ?? 0), 0)
  const widest = texts
    .filter((column) => column.role === null || column.role === 'itemCode' || column.role === 'other')
    .toSorted((a, b) => letters(b) - letters(a))[0]
  const own = named.length > 0 ? named : widest ? [widest] : []
  const head = header?.cells.find((cell) => cell.meaning === 'description')
  const numbers = [roles.amount, roles.quantity, roles.unitPrice, roles.discount, roles.vatRate].filter(
    (column) => column !== undefined,
  )
  const before = header?.cells.findLast((cell) => head !== undefined && cell.box[2] < head.box[0])
  // A bare row of a receipt ("2 x 4.50") has its words in the line above.
  const wordless = header === null && own.every((column) => letters(column) < 3 * column.cells.length)
  const left = wordless
    ? 0
    : own.length > 0
      ? Math.min(...own.map((column) => column.left))
      : (before?.box[2] ?? head?.box[0] ?? 0)
  const right = Math.min(
    ...[...numbers, ...texts.filter((column) => column.role !== null && column.role !== 'description')]
      .map((column) => column.left)
      .filter((edge) => edge > left + sight.bodyHeight),
  )
  return { left, right }
}

function readBareTables(sight: Sight, sums: PrintedSums): LineTable[] {
  return findProductRows(sight).flatMap((rows) => {
    const columns = findColumns(rows, null)
    const roles = chooseRoles(columns, { rows, header: null })
    if (!roles || roles.checks.telling === 0) return []
    const range = describeRange(columns, { roles, header: null, sight })
    const first = rows[0]!.line
    const above = sight.layout.lines
      .slice(Math.max(0, first.index - 2), first.index)
      .filter((line) => line.page === first.page)
    const lines = [...above, ...sight.layout.lines.slice(first.index, rows.at(-1)!.line.index + LINES_AFTER)]
    const items = collectItems(lines, { sight, roles, range, edges: [] })
    return tableOf(items.length === 0 ? [] : [{ roles, items, columns, range, sight }], { sums, headed: false })
  })
}

function readList(sight: Sight, sums: PrintedSums): LineTable[] {
  const rows = findListedRows(sight, sums)
  const first = rows[0]?.line
  if (!first) return []
  const ends = rows.map(({ cells }) => cells.at(-1)!)
  const amount: Column = {
    kind: 'number',
    left: Math.min(...ends.map((cell) => cell.box[0])),
    right: Math.max(...ends.map((cell) => cell.box[2])),
    cells: ends,
    role: null,
    header: null,
  }
  const roles: Roles = { amount, checks: { right: 0, telling: 0, tried: 0 }, gross: false, inCents: true }
  const words = rows.flatMap(({ cells }) => cells.filter((cell) => !cell.number))
  const range = { left: Math.min(...words.map((cell) => cell.box[0])), right: amount.left }
  const lines = sight.layout.lines.slice(first.index, rows.at(-1)!.line.index + LINES_AFTER)
  const items = collectItems(lines, { sight, roles, range, edges: [] })
  return tableOf(items.length === 0 ? [] : [{ roles, items, columns: [amount], range, sight }], { sums, headed: false })
}

function tableOf(sections: readonly Section[], { sums, headed }: { sums: PrintedSums; headed: boolean }): LineTable[] {
  const written = sections
    .flatMap((section) => section.items.map((item) => ({ line: writeLine(item, section), full: item.full })))
    .filter(({ line }) => line.description !== '' || isProven(line))
  if (written.length === 0) return []
  const all = written.map(({ line }) => line)
  const sure = written.filter(({ full }) => full).map(({ line }) => line)
  // A row without count and price may be a charge on the whole, what follows the last one no line at all; the printed sum tells.
  const fits = (given: PrintedSums) => (some: LineTable['lines']) => some.length > 0 && matchOf(some, given) !== null
  const lines =
    [all, sure, withoutStrayMinus(all)].find(fits(sums)) ?? withoutStrays(all).find(fits(largestOf(sums))) ?? all
  const match = matchOf(lines, sums)
  const checks = sections.reduce(
    (sum, { roles }) => ({ right: sum.right + roles.checks.right, tried: sum.tried + roles.checks.tried }),
    { right: 0, tried: 0 },
  )
  const share = checks.tried === 0 ? 0 : checks.right / checks.tried
  const score =
    (headed ? 0.35 : 0.25) +
    0.2 * share +
    (match ? 0.3 : 0) +
    0.04 * Math.min(3, lines.length) -
    (lines.some((line) => line.description === '') ? 0.1 : 0)
  const gross = match === 'gross' || (match === null && sections.every(({ roles }) => roles.gross))
  return [{ lines, score: Math.max(0.05, Math.min(0.99, score)), gross }]
}

/** More rows below the last line are another table. */
const STRAYS = 4

/** The lines without the last one, the last two..., as far as no product proves them. */
function withoutStrays(lines: LineTable['lines']): LineTable['lines'][] {
  const strays = Math.min(STRAYS, lines.length - 1, lines.length - 1 - lines.findLastIndex(isProven))
  return Array.from({ length: Math.max(0, strays) }, (_, at) => lines.slice(0, -1 - at))
}

/** Subtotals are no sum of all lines. */
function largestOf(sums: PrintedSums): PrintedSums {
  const largest = (values: readonly string[]): string[] =>
    values.toSorted((a, b) => Math.abs(Number(b)) - Math.abs(Number(a))).slice(0, 1)
  return { net: largest(sums.net), gross: largest(sums.gross) }
}

/** Without words only a count and a price that give the amount make a line. */
function isProven({ quantity, unitPrice, netAmount }: LineTable['lines'][number]): boolean {
  if (quantity === undefined || unitPrice === undefined || netAmount === undefined) return false
  return checkProduct({ quantity, unitPrice, amount: netAmount })
}

/** The same lines with the one negative amount made positive: specks before a number look like a minus. */
function withoutStrayMinus(lines: LineTable['lines']): LineTable['lines'] {
  const negative = lines.filter((line) => line.netAmount!.startsWith('-'))
  if (negative.length !== 1 || lines.length < 3) return []
  return lines.map((line) => (line === negative[0] ? { ...line, netAmount: line.netAmount!.slice(1) } : line))
}

/** The printed sum that the lines add up to; half a cent of rounding a line is allowed. */
function matchOf(lines: LineTable['lines'], sums: PrintedSums): 'net' | 'gross' | null {
  const sum = lines.reduce((total, line) => total.plus(line.netAmount!), new Decimal(0)).abs()
  const tolerance = Decimal.max('0.02', new Decimal(lines.length).times('0.005'))
  const fits = (value: string): boolean => new Decimal(value).abs().minus(sum).abs().lte(tolerance)
  if (sum.isZero()) return null
  if (sums.net.some(fits)) return 'net'
  const fitting = sums.gross.filter(fits)
  if (fitting.length === 0) return null
  // "Sub total" is a total too, but not the largest one.
  return fitting.some((value) => sums.gross.every((other) => new Decimal(other).abs().lte(new Decimal(value).abs())))
    ? 'gross'
    : 'net'
}
