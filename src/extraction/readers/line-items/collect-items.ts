import { Decimal } from 'decimal.js'
import type { Line } from '../../layout/types.ts'
import type { Sight } from '../../sight.ts'
import { readCells } from './cells.ts'
import { checkProduct } from './check-product.ts'
import { cellIn, type Roles } from './choose-roles.ts'
import type { Row } from './find-columns.ts'
import { findSum } from './sum-lines.ts'

/** Left and right edge of the text that describes a line. */
export type TextRange = { left: number; right: number }

/** A row with an amount, and the lines of text that go with it. */
export type Item = {
  row: Row
  above: Line[]
  below: Line[]
  /** Lines above a row with words of its own: they are its only where most rows have such, else they are titles of sections. */
  perhaps: Line[]
  /** Has every number that most rows have. */
  full: boolean
}

/** A wrapped line stands this close to its row, in line heights. */
const WRAP_GAP = 0.8
/** A row this far below the last one, in line heights, belongs to another part of the page. */
const FAR = 14
const MOST_WRAPS = 14
/** VAT of any country lies below this, in per cent. */
const HIGHEST_RATE = 30

type Place = {
  sight: Sight
  roles: Roles
  range: TextRange
  /** As `readCells` takes them. */
  edges: readonly number[]
}

/**
 * The rows among the lines [from, to) that are lines of the bill, in order. After a subtotal only rows that look like those before it count,
 * after the taxes only those whose product is right.
 */
export function collectItems(lines: readonly Line[], place: Place): Item[] {
  const { sight, roles, edges } = place
  const items: Item[] = []
  let state: 'open' | 'after part' | 'after end' = 'open'
  let text: Line[] = []
  let sum = new Decimal(0)
  let summed = 0
  let bottom: { page: number; y: number } | null = null
  const close = (): void => {
    const last = items.at(-1)
    if (last && text.length > 0) last.below.push(...contiguous(last.row.line, text, place))
    text = []
  }
  for (const line of lines) {
    const row: Row = { line, cells: readCells(line, sight, edges) }
    const amount = cellIn(roles.amount, row.cells)
    const kind = findSum(row, sight)
    const full = isFull(row, roles)
    const bare =
      kind?.charge === true && state === 'open' && !roles.quantity && !roles.unitPrice && amount !== undefined
    if (kind && !bare && (kind.alone || !(full && isItemised(row, roles)))) {
      close()
      // Sums may stand in a box of their own, left of the column of amounts.
      const beside = items.length > 0 && row.cells.some((cell) => cell.number?.decimals === 2)
      if (!amount && !beside && kind.kind !== 'end') continue
      if (kind.kind === 'end' && amount) state = 'after end'
      else if (kind.kind !== 'carry' && (amount || beside) && state === 'open' && items.length > 0) state = 'after part'
      if (kind.kind !== 'carry') {
        summed = 0
        sum = new Decimal(0)
      }
      continue
    }
    if (!amount || amount.number!.percent) {
      text.push(line)
      continue
    }
    if (summed > 0 && (summed > 1 || !full) && sum.eq(amount.number!.value) && !isItemised(row, roles)) {
      close()
      state = state === 'open' ? 'after part' : state
      sum = new Decimal(0)
      summed = 0
      continue
    }
    const far = bottom !== null && (bottom.page !== line.page || line.box[1] - bottom.y > FAR * line.height)
    if (
      !mayBeItem(row, {
        place,
        full,
        pending: text,
        strict: far || state !== 'open',
        summed: state !== 'open',
        last: state === 'after end',
      })
    ) {
      if (full || state === 'open') close()
      continue
    }
    const item: Item = { row, above: [], below: [], perhaps: [], full }
    shareText(text, { before: items.at(-1) ?? null, item, place })
    text = []
    items.push(item)
    sum = sum.plus(amount.number!.value)
    summed++
    bottom = { page: line.page, y: line.box[3] }
  }
  close()
  // Numbers in the middle of their text have words above and below; a title has a row below it.
  const centred = items.filter((item) => item.perhaps.length > 0)
  const around = centred.filter((item) => item.below.length > 0)
  if (centred.length * 2 >= items.length && around.length * 2 >= centred.length)
    for (const item of items) item.above.unshift(...item.perhaps)
  return items
}

/** Whether the row has a count and a price where the table has such columns. */
function isFull(row: Row, roles: Roles): boolean {
  if (roles.quantity && !cellIn(roles.quantity, row.cells)) return false
  return !(roles.unitPrice && !cellIn(roles.unitPrice, row.cells))
}

/** Count and price besides the amount: no sum has these. */
function isItemised(row: Row, roles: Roles): boolean {
  return (
    roles.quantity !== undefined && roles.unitPrice !== undefined && cellIn(roles.quantity, row.cells) !== undefined
  )
}

function mayBeItem(
  row: Row,
  {
    place,
    full,
    pending,
    strict,
    summed,
    last,
  }: { place: Place; full: boolean; pending: readonly Line[]; strict: boolean; summed: boolean; last: boolean },
): boolean {
  const { roles, range } = place
  const amount = cellIn(roles.amount, row.cells)!.number!
  if (contradicts(row, { roles, summed })) return false
  const above = pending.at(-1)
  const described =
    hasText(row.line, { range, row }) ||
    (above !== undefined &&
      above.page === row.line.page &&
      row.line.box[1] - above.box[3] < row.line.height &&
      row.cells.every((cell) => cell.number || cell.box[2] < range.left || cell.box[0] > range.right) &&
      startsInRange(above, range))
  // A bare number may be a year, a page or a number of a register.
  if (amount.decimals === 0 && !amount.signed && (roles.inCents || !full) && !isItemised(row, roles)) return false
  if (last) return full && described && isItemised(row, roles)
  if (strict) return full && (described || isItemised(row, roles))
  if (full && (roles.quantity || roles.unitPrice)) return true
  return described
}

/** Count, price and amount are there and do not fit, below a sum or as those of a tax do (6 % of 109.70 is 6.58). */
function contradicts(row: Row, { roles, summed }: { roles: Roles; summed: boolean }): boolean {
  const [quantity, unitPrice, amount, discount] = [roles.quantity, roles.unitPrice, roles.amount, roles.discount].map(
    (column) => column && cellIn(column, row.cells)?.number?.value,
  )
  if (!quantity || !unitPrice || !amount || roles.checks.right === 0) return false
  if (checkProduct({ quantity, unitPrice, amount, discount })) return false
  // A price without cents is rather one that lost its decimal sign.
  const taxed =
    unitPrice.includes('.') &&
    new Decimal(quantity).lte(HIGHEST_RATE) &&
    checkProduct({ quantity: new Decimal(quantity).div(100).toString(), unitPrice, amount })
  return summed || taxed
}

/** Words in the description's place, not only numbers. */
export function hasText(line: Line, { range, row }: { range: TextRange; row: Row }): boolean {
  return row.cells.some(
    (cell) =>
      !cell.number &&
      cell.line === line &&
      cell.box[0] < range.right &&
      cell.box[2] > range.left &&
      /\p{L}{2}/u.test(cell.text),
  )
}

/** Gives the lines between two rows to the one they belong to. */
function shareText(
  lines: readonly Line[],
  { before, item, place }: { before: Item | null; item: Item; place: Place },
): void {
  const own = hasText(item.row.line, { range: place.range, row: item.row })
  const page = item.row.line.page
  const titled = (line: Line): boolean => place.sight.lines[line.index]!.titles.some((title) => title.alone)
  const near = lines.filter((line) => line.page === page && startsInRange(line, place.range) && !titled(line))
  if (own) {
    const wraps = before ? contiguous(before.row.line, lines, place) : []
    before?.below.push(...wraps)
    const rest = near.filter((line) => !wraps.includes(line))
    let top = item.row.line.box[1]
    for (const line of rest.toReversed()) {
      if (isCountedTitle(line, { row: item.row.line, range: place.range })) break
      if ((top - line.box[3]) / line.height > WRAP_GAP || item.perhaps.length >= 6) break
      item.perhaps.unshift(line)
      top = line.box[1]
    }
    return
  }
  // Neither has words of its own, as on a tilted page: a line goes to the nearer one.
  if (before && before.above.length === 0 && !hasText(before.row.line, { range: place.range, row: before.row })) {
    const middle = (line: Line): number => (line.box[1] + line.box[3]) / 2
    const nearer = near.filter(
      (line) => Math.abs(middle(line) - middle(before.row.line)) < Math.abs(middle(line) - middle(item.row.line)),
    )
    if (nearer.length > 0 && nearer.length < near.length + (near.length === 1 ? 1 : 0)) {
      before.below.push(...nearer)
      item.above.push(...near.filter((line) => !nearer.includes(line)).slice(-3))
      return
    }
  }
  // The row has no words of its own: the nearest ones above are its, unless they wrap the row before.
  const taken: Line[] = []
  let top = item.row.line.box[1]
  for (const line of near.toReversed()) {
    const gap = (top - line.box[3]) / line.height
    if (gap > 1.2 || taken.length >= 4) break
    const up = before && before.row.line.page === page ? (line.box[1] - before.row.line.box[3]) / line.height : 99
    if (
      taken.length > 0 &&
      before &&
      (up < gap || (hasText(before.row.line, { range: place.range, row: before.row }) && up < WRAP_GAP))
    )
      break
    taken.unshift(line)
    top = line.box[1]
  }
  item.above.push(...taken)
  if (before)
    before.below.push(
      ...contiguous(
        before.row.line,
        lines.filter((line) => !taken.includes(line)),
        place,
      ),
    )
}

/** The lines that go on below without a gap, within the description's column. */
function contiguous(start: Line, lines: readonly Line[], { range, sight }: Place): Line[] {
  const taken: Line[] = []
  let bottom = start.box[3]
  for (const line of lines) {
    if (line.page !== start.page || taken.length >= MOST_WRAPS) break
    if ((line.box[1] - bottom) / Math.min(line.height, start.height) > WRAP_GAP) break
    if (!startsInRange(line, range)) {
      if (line.segments.some((segment) => segment.box[0] < range.left - line.height && segment.text.length > 20)) break
      continue
    }
    if (isCountedTitle(line, { row: start, range })) break
    const segment = line.segments.find((candidate) => candidate.box[0] >= range.left - line.height)!
    if (segment.box[2] > range.right + 2 * line.height) break
    if (sight.lines[line.index]!.labels.some((label) => label.from === segment.from && label.meaning === 'iban')) break
    taken.push(line)
    bottom = line.box[3]
  }
  return taken
}

/** "2 | Masonry": a title that has a number of its own, as the lines have. */
function isCountedTitle(line: Line, { row, range }: { row: Line; range: TextRange }): boolean {
  return [line, row].every(({ segments }) =>
    segments.some(({ box, text }) => box[2] < range.left && /^\d{1,3}(?:\.\d{1,3})*\.?$/.test(text)),
  )
}

function startsInRange(line: Line, range: TextRange): boolean {
  return line.segments.some(
    (segment) =>
      segment.box[0] >= range.left - line.height && segment.box[0] < range.right && /\p{L}/u.test(segment.text),
  )
}
