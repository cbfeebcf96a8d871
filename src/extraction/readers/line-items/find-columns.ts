import type { ColumnMeaning } from '../../locales/locale.ts'
import type { Cell } from './cells.ts'
import type { Header, HeaderCell } from './find-headers.ts'

/** What stands under one another in the rows of a table. */
export type Column = {
  kind: 'number' | 'text'
  left: number
  right: number
  cells: Cell[]
  /** What the head says; null without a head or under an unknown name. */
  role: ColumnMeaning | null
  header: HeaderCell | null
}

/** The cells of one line that may be a row. */
export type Row = { line: Cell['line']; cells: Cell[] }

/** The columns of the rows, left to right, with the roles that the head gives them. */
export function findColumns(rows: readonly Row[], header: Header | null): Column[] {
  const cells = rows.flatMap((row) => row.cells)
  const columns = [
    ...stackCells(cells.filter((cell) => cell.number && cell.columnar)).map((own) => columnOf('number', own)),
    ...stackCells(cells.filter((cell) => !cell.number)).map((own) => columnOf('text', own)),
  ].toSorted((a, b) => a.left + a.right - b.left - b.right)
  if (header) nameColumns(columns, header, rows[0]?.line.height ?? 10)
  tellCodesApart(columns)
  return columns
}

/** "Artikel | Beschreibung": of two columns of descriptions the one that holds numbers is the article's. */
function tellCodesApart(columns: readonly Column[]): void {
  const named = columns.filter((column) => column.role === 'description' && column.kind === 'text')
  const isCode = (column: Column): boolean =>
    column.cells.every((cell) => /\d/.test(cell.text) && (cell.text.match(/\p{L}/gu)?.length ?? 0) < 6)
  const codes = named.filter(isCode)
  if (codes.length < named.length) for (const column of codes) column.role = 'itemCode'
}

function columnOf(kind: Column['kind'], cells: Cell[]): Column {
  return {
    kind,
    left: Math.min(...cells.map((cell) => cell.box[0])),
    right: Math.max(...cells.map((cell) => (kind === 'number' ? cell.reach : cell.box[2]))),
    cells,
    role: null,
    header: null,
  }
}

/** Groups of cells that overlap in x. A cell so wide that it joins two columns is left out. */
function stackCells(cells: Cell[]): Cell[][] {
  const stacks: Cell[][] = []
  let right = Number.NEGATIVE_INFINITY
  for (const cell of cells.toSorted((a, b) => a.box[0] - b.box[0])) {
    if (cell.box[0] < right - 0.5) stacks.at(-1)!.push(cell)
    else stacks.push([cell])
    right = Math.max(right, cell.reach)
  }
  return stacks.flatMap((stack) => {
    const lines = new Set(stack.map((cell) => cell.line.index)).size
    if (stack.length - lines < Math.max(1, 0.3 * lines)) return [stack]
    const widest = stack.reduce((a, b) => (b.box[2] - b.box[0] > a.box[2] - a.box[0] ? b : a))
    return stackCells(stack.filter((cell) => cell !== widest))
  })
}

const NUMBERS: ReadonlySet<ColumnMeaning> = new Set([
  'quantity',
  'unitPrice',
  'discount',
  'vatRate',
  'vatAmount',
  'netAmount',
  'grossAmount',
])
/** Score of a column that no name of the head fits. */
const UNNAMED = -0.35

/** Gives every column the name above it: the order-keeping assignment with the best fit of place and kind. */
function nameColumns(columns: Column[], header: Header, height: number): void {
  const names = header.cells
  // best[i][j]: the first i columns are named, the last name used is j - 1 (0: none yet).
  type Step = { score: number; from: number; name: number | null }
  const best: Step[][] = [names.map((): Step => ({ score: 0, from: 0, name: null }))]
  best[0]!.push({ score: 0, from: 0, name: null })
  for (let j = 1; j <= names.length; j++) best[0]![j] = { score: Number.NEGATIVE_INFINITY, from: 0, name: null }
  for (const column of columns) {
    const before = best.at(-1)!
    const row: Step[] = before.map((step, j) => ({ score: step.score + UNNAMED, from: j, name: null }))
    for (let name = 0; name < names.length; name++) {
      const fit = fitOf(column, names[name]!, height)
      if (fit === null) continue
      for (let last = 0; last <= name + 1; last++) {
        const shared = last === name + 1
        if (shared && !mayShare(names[name]!, column)) continue
        const score = before[last]!.score + fit - (shared ? 0.2 : 0)
        if (score > row[name + 1]!.score) row[name + 1] = { score, from: last, name }
      }
    }
    best.push(row)
  }
  let at = best.at(-1)!.reduce((top, step, j, all) => (step.score > all[top]!.score ? j : top), 0)
  for (let i = columns.length; i > 0; i--) {
    const step = best[i]![at]!
    if (step.name !== null) {
      columns[i - 1]!.header = names[step.name]!
      columns[i - 1]!.role = names[step.name]!.meaning
    }
    at = step.from
  }
}

/** Several columns may stand under "Description" or an unknown name; under "Qty" the count and its unit. */
function mayShare(name: HeaderCell, column: Column): boolean {
  return name.meaning === null || !NUMBERS.has(name.meaning) || column.kind === 'text'
}

function fitOf(column: Column, name: HeaderCell, height: number): number | null {
  const gap = Math.max(name.box[0] - column.right, column.left - name.box[2])
  if (gap > 6 * height) return null
  const kind = kindFit(column, name.meaning)
  if (kind === null) return null
  const edge = Math.min(
    Math.abs(name.box[0] - column.left),
    Math.abs(name.box[2] - column.right),
    Math.abs(name.box[0] + name.box[2] - column.left - column.right) / 2,
  )
  const place = gap <= 0 ? 1 : 1 - (0.7 * gap) / height
  return place + 0.5 * Math.max(0, 1 - edge / (2 * height)) + kind
}

function kindFit(column: Column, meaning: ColumnMeaning | null): number | null {
  const count = column.cells.length
  const share = (test: (cell: Cell) => boolean): number => column.cells.filter(test).length / count
  if (column.kind === 'text') {
    if (meaning === null) return 0
    if (meaning === 'description') return 0.5
    if (meaning === 'date') return share((cell) => cell.date) > 0.5 ? 0.6 : 0
    if (meaning === 'unit' || meaning === 'itemCode' || meaning === 'other' || meaning === 'position') return 0.3
    // The unit beside a count, a tax code, "n/a".
    return meaning === 'quantity' || meaning === 'vatRate' || meaning === 'discount' ? -0.2 : -0.9
  }
  const percent = share((cell) => cell.number!.percent)
  const cents = share((cell) => cell.number!.decimals >= 2 || cell.number!.signed)
  if (percent > 0.5)
    return meaning === 'vatRate' || meaning === 'discount' ? 0.7 : meaning === null || meaning === 'other' ? 0 : null
  switch (meaning) {
    case 'netAmount':
    case 'grossAmount':
    case 'unitPrice':
    case 'vatAmount':
      return cents > 0.5 ? 0.5 : 0
    case 'quantity':
      return cents > 0.5 ? 0.2 : 0.5
    case 'vatRate':
      return share((cell) => Math.abs(Number(cell.number!.value)) <= 30) > 0.8 ? 0.2 : -0.2
    case 'discount':
      return 0.1
    case 'position':
      return cents > 0.5 ? -1.5 : 0.5
    case 'itemCode':
      return cents > 0.5 ? -0.8 : 0.2
    case 'description':
      return cents > 0.5 ? -0.9 : -0.5
    case 'unit':
      return -0.5
    case 'date':
      return -0.9
    default:
      return 0
  }
}
