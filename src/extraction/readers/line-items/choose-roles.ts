import type { ColumnMeaning } from '../../locales/locale.ts'
import type { Cell } from './cells.ts'
import { checkProduct, isTelling } from './check-product.ts'
import type { Column, Row } from './find-columns.ts'
import type { Header } from './find-headers.ts'

/** Which columns hold what; only `amount` must be there. */
export type Roles = {
  amount: Column
  quantity?: Column
  unitPrice?: Column
  discount?: Column
  vatRate?: Column
  /** Rows in which quantity x price = amount, telling ones counted apart, of those that have all three. */
  checks: { right: number; telling: number; tried: number }
  gross: boolean
  /** Most amounts have two decimals. */
  inCents: boolean
}

/** More rows say nothing new about what a column holds. */
const ROWS_TRIED = 14

/** Chooses the columns by what the head calls them and by whether quantity x price gives the amount; null where nothing is an amount. */
export function chooseRoles(
  columns: readonly Column[],
  { rows, header }: { rows: readonly Row[]; header: Header | null },
): Roles | null {
  const sample =
    rows.length <= ROWS_TRIED ? rows : rows.filter((_, at) => at % Math.ceil(rows.length / ROWS_TRIED) === 0)
  const numbers = fullest(columns.filter((column) => column.kind === 'number'))
  const headed = columns.some((column) => column.header !== null)
  const discount = numbers.find((column) => column.role === 'discount')
  // A price is the amount only where the head names no amount of its own.
  const amountNamed = header?.cells.some((cell) => cell.meaning === 'netAmount' || cell.meaning === 'grossAmount')
  const amounts = numbers.filter(
    (column) => priorOf(column, 'amount', headed) > 0 && !(amountNamed && column.role === 'unitPrice'),
  )
  let best: (Roles & { score: number }) | null = null
  for (const amount of amounts) {
    const quantities = [undefined, ...numbers.filter((c) => c !== amount && priorOf(c, 'quantity', headed) > 0)]
    for (const quantity of quantities) {
      const prices = [
        undefined,
        ...numbers.filter((c) => c !== amount && c !== quantity && priorOf(c, 'unitPrice', headed) > 0),
      ]
      for (const unitPrice of prices) {
        // Without a head only the products tell what the columns are.
        if (!headed && (!quantity || !unitPrice)) continue
        const discounts = discountsFor({ amount, quantity, unitPrice, discount, numbers, headed })
        for (const less of discounts) {
          const checks =
            quantity && unitPrice ? countChecks(sample, { quantity, unitPrice, amount, discount: less }) : NONE
          const score =
            priorOf(amount, 'amount', headed) +
            (quantity ? priorOf(quantity, 'quantity', headed) : 0) +
            (unitPrice ? priorOf(unitPrice, 'unitPrice', headed) : 0) +
            proofOf(checks) +
            (less && less !== discount ? -0.3 : 0) -
            guessesOf({ amount, quantity, unitPrice, checks, headed }) +
            0.02 * columns.indexOf(amount)
          if (best && score <= best.score) continue
          best = {
            amount,
            ...(quantity ? { quantity } : {}),
            ...(unitPrice ? { unitPrice } : {}),
            ...(less ? { discount: less } : {}),
            checks,
            gross: amount.role === 'grossAmount',
            inCents: amount.cells.filter((cell) => cell.number!.decimals === 2).length * 2 > amount.cells.length,
            score,
          }
        }
      }
    }
  }
  if (!best || best.score <= 0) return null
  const { score: _, ...roles } = best
  const vatRate = findVatRate(columns, roles)
  return vatRate ? { ...roles, vatRate } : roles
}

/** Every three columns are tried; no bill has more of numbers than this. */
const MOST_COLUMNS = 12

function fullest(columns: readonly Column[]): readonly Column[] {
  if (columns.length <= MOST_COLUMNS) return columns
  const kept = new Set(columns.toSorted((a, b) => b.cells.length - a.cells.length).slice(0, MOST_COLUMNS))
  return columns.filter((column) => kept.has(column))
}

/** A column that the head names otherwise, or not at all, has its part only where products prove it. */
function guessesOf(given: {
  amount: Column
  quantity: Column | undefined
  unitPrice: Column | undefined
  checks: Roles['checks']
  headed: boolean
}): number {
  if (!given.headed || given.checks.telling > 0) return 0
  const { amount, quantity, unitPrice, checks } = given
  // Under names that are not known two plain products (1 x 20.00 = 20.00) are proof enough.
  if (
    checks.tried >= 2 &&
    checks.right === checks.tried &&
    [quantity, unitPrice].every(
      (column) => column?.header && (column.role === null || column.role === 'quantity' || column.role === 'unitPrice'),
    )
  )
    return 0
  const named = amount.role === 'netAmount' || amount.role === 'grossAmount' || amount.role === 'unitPrice'
  return (
    (named ? 0 : 3) +
    (quantity && quantity.role !== 'quantity' ? 2 : 0) +
    (unitPrice && unitPrice.role !== 'unitPrice' ? 2 : 0)
  )
}

const NONE = { right: 0, telling: 0, tried: 0 }

function proofOf({ right, telling, tried }: Roles['checks']): number {
  if (tried === 0) return 0
  const share = right / tried
  return (share - 0.5) * 1.2 + Math.min(3, telling) * share
}

/** How far the head (or, without one, the kind of numbers) speaks for a column's part; 0: not at all. */
function priorOf(column: Column, part: 'amount' | 'quantity' | 'unitPrice', headed: boolean): number {
  const percent = column.cells.filter((cell) => cell.number!.percent).length * 2 > column.cells.length
  if (percent) return 0
  // A bar code or a phone number counts nothing.
  const long = column.cells.filter((cell) => cell.number!.value.replace(/\..*/, '').length > 8).length
  if (long * 2 > column.cells.length) return 0
  const cents = column.cells.filter((cell) => cell.number!.decimals >= 2).length * 2 > column.cells.length
  if (!headed) return part === 'quantity' ? 0.3 : cents ? 0.5 : part === 'amount' ? 0.2 : 0.25
  return PRIORS[part][column.role ?? 'none'] ?? 0
}

const PRIORS: Readonly<Record<'amount' | 'quantity' | 'unitPrice', Partial<Record<ColumnMeaning | 'none', number>>>> = {
  amount: { netAmount: 2, grossAmount: 1.4, unitPrice: 0.5, none: 0.2, other: 0.1 },
  quantity: { quantity: 1.5, netAmount: 0.3, unit: 0.6, other: 0.1, none: 0.2, unitPrice: 0.1, description: 0.1 },
  unitPrice: { unitPrice: 1.5, netAmount: 0.4, grossAmount: 0.2, unit: 0.5, other: 0.1, none: 0.2, quantity: 0.1 },
}

function discountsFor(given: {
  amount: Column
  quantity: Column | undefined
  unitPrice: Column | undefined
  discount: Column | undefined
  numbers: readonly Column[]
  headed: boolean
}): (Column | undefined)[] {
  if (given.headed) return [given.discount]
  const percents = given.numbers.filter((column) => column.cells.some((cell) => cell.number!.percent))
  return [undefined, ...percents]
}

function countChecks(
  rows: readonly Row[],
  {
    quantity,
    unitPrice,
    amount,
    discount,
  }: { quantity: Column; unitPrice: Column; amount: Column; discount: Column | undefined },
): Roles['checks'] {
  const checks = { right: 0, telling: 0, tried: 0 }
  for (const row of rows) {
    const q = cellIn(quantity, row.cells)?.number
    const p = cellIn(unitPrice, row.cells)?.number
    const a = cellIn(amount, row.cells)?.number
    if (!q || !p || !a) continue
    const d = discount && cellIn(discount, row.cells)?.number
    const printed = { quantity: q.value, unitPrice: p.value, amount: a.value, discount: d?.value }
    checks.tried++
    const factors = [printed, ...(q.decimals === 3 ? [{ ...printed, quantity: q.value.replace('.', '') }] : [])].find(
      checkProduct,
    )
    if (!factors) continue
    checks.right++
    if (isTelling(factors)) checks.telling++
  }
  return checks
}

/** The number of a row that stands in the column. */
export function cellIn(column: Column, cells: readonly Cell[]): Cell | undefined {
  let best: Cell | undefined
  let most = 0
  for (const cell of cells) {
    if (!cell.number) continue
    const shared = Math.min(cell.box[2], column.right) - Math.max(cell.box[0], column.left)
    if (shared > most) {
      most = shared
      best = cell
    }
  }
  return best
}

function findVatRate(columns: readonly Column[], roles: Roles): Column | undefined {
  const used = new Set([roles.amount, roles.quantity, roles.unitPrice, roles.discount])
  const free = columns.filter((column) => column.kind === 'number' && !used.has(column))
  const named = free.filter((column) => column.role === 'vatRate')
  const percent = (column: Column): boolean => column.cells.some((cell) => cell.number!.percent)
  return (
    named.find(percent) ??
    named.find((column) => column.cells.every((cell) => isWholeRate(cell))) ??
    (columns.every((column) => column.header === null) && !roles.discount ? free.find(percent) : undefined)
  )
}

/** Without "%" a number is a rate only where it is one that states levy; the column may hold tax amounts instead. */
function isWholeRate(cell: Cell): boolean {
  return !cell.number!.signed && USUAL_RATES.has(String(Number(cell.number!.value)))
}

/** VAT rates of the EU, the UK, Switzerland, Norway, Turkey and India as of 2025 (European Commission, TEDB). */
const USUAL_RATES: ReadonlySet<string> = new Set(
  '0 2.1 2.6 3 3.8 4 4.8 5 5.5 6 7 7.7 8 8.1 8.5 9 9.5 10 12 13 13.5 14 15 16 17 18 19 20 21 22 23 24 25 25.5 26 27 28'.split(
    ' ',
  ),
)
