import { Decimal } from 'decimal.js'
import type { DraftLine } from '../../../../schemas/draft.ts'
import { coverBoxes } from '../../layout/boxes.ts'
import type { Line } from '../../layout/types.ts'
import type { Cell } from './cells.ts'
import { checkProduct } from './check-product.ts'
import { cellIn, type Roles } from './choose-roles.ts'
import type { Item, TextRange } from './collect-items.ts'
import type { Column } from './find-columns.ts'

const LONGEST_UNIT = 14

/** The line that an item states; numbers that contradict one another and were recognised from an image are left out. */
export function writeLine(
  item: Item,
  { roles, columns, range }: { roles: Roles; columns: readonly Column[]; range: TextRange },
): DraftLine {
  const { cells, line } = item.row
  const numbers = readNumbers(item, roles)
  const used = usedCells(cells, { roles, columns })
  const quantityCell = roles.quantity && cellIn(roles.quantity, cells)
  const unitCell = quantityCell && findUnit(cells, { columns, quantityCell, used, range })
  if (unitCell) used.add(unitCell)
  const words = [
    ...item.above.map((other) => wordsIn(other, { range, skip: new Set() })),
    wordsIn(line, { range, skip: used }),
    ...item.below.map((other) => wordsIn(other, { range, skip: new Set() })),
  ]
  const unit = unitCell?.text ?? (quantityCell && gluedUnit(quantityCell))
  const rate = roles.vatRate && cellIn(roles.vatRate, cells)?.number
  return {
    description: words
      .filter((text) => text !== '')
      .join(' ')
      .slice(0, 1000),
    ...(numbers.quantity === undefined ? {} : { quantity: numbers.quantity }),
    ...(unit && unit !== '' ? { unit } : {}),
    ...(numbers.unitPrice === undefined ? {} : { unitPrice: numbers.unitPrice }),
    netAmount: numbers.amount,
    ...(rate && !rate.value.startsWith('-') ? { vatRate: new Decimal(rate.value).toString() } : {}),
    place: {
      page: line.page,
      box: coverBoxes([
        line.box,
        ...[...item.above, ...item.below].flatMap((other) =>
          other.segments
            .filter((s) => s.box[0] >= range.left - line.height && s.box[0] < range.right)
            .map((s) => s.box),
        ),
      ]),
    },
  }
}

type Numbers = { quantity?: string; unitPrice?: string; amount: string }

function readNumbers(item: Item, roles: Roles): Numbers {
  const { cells, line } = item.row
  const amountCell = cellIn(roles.amount, cells)!
  const quantity = roles.quantity && cellIn(roles.quantity, cells)?.number
  const price = roles.unitPrice && cellIn(roles.unitPrice, cells)?.number
  const discount = roles.discount && cellIn(roles.discount, cells)?.number?.value
  const rate = roles.vatRate && cellIn(roles.vatRate, cells)?.number?.value
  const amount = amountCell.number!.value
  const printed: Numbers = {
    ...(quantity && !quantity.percent ? { quantity: quantity.value } : {}),
    ...(price && !price.percent ? { unitPrice: price.value } : {}),
    amount,
  }
  if (printed.quantity === undefined || printed.unitPrice === undefined) return printed
  for (const reading of readingsOf(printed, { amountCell, line })) {
    const { quantity: q, unitPrice } = reading
    if (q === undefined || unitPrice === undefined) continue
    if (checkProduct({ quantity: q, unitPrice, amount: reading.amount, discount })) return reading
    const taxed = rate && new Decimal(unitPrice).times(new Decimal(rate).plus(100)).div(100).toFixed(6)
    if (taxed && checkProduct({ quantity: q, unitPrice: taxed, amount: reading.amount, discount })) return reading
  }
  const recognised = amountCell.line.atoms.slice(amountCell.from, amountCell.to).some((atom) => atom.source === 'ocr')
  const proven = roles.checks.right * 2 > roles.checks.tried
  return proven && (recognised || roles.checks.tried > 3) && recognised ? { amount } : printed
}

/** As printed, then as it may have been before recognition lost a decimal sign. */
function readingsOf(printed: Numbers, { amountCell, line }: { amountCell: Cell; line: Line }): Numbers[] {
  const readings = [printed]
  const recognised = line.atoms.slice(amountCell.from, amountCell.to).some((atom) => atom.source === 'ocr')
  const cents = (value: string): string => new Decimal(value).div(100).toFixed(2)
  const { unitPrice, quantity } = printed
  if (unitPrice !== undefined && !unitPrice.includes('.') && recognised)
    readings.push({ ...printed, unitPrice: cents(unitPrice) })
  // "1.000" and "1,000": thousands in one country, three decimals in the next.
  for (const factor of ['1000', '0.001']) {
    if (quantity === undefined) break
    const other = new Decimal(quantity).times(factor)
    const thousands = factor === '1000' ? /\.\d{3}$/.test(quantity) : /^\d{1,3}000$/.test(quantity)
    if (thousands) readings.push({ ...printed, quantity: other.toString() })
  }
  return readings
}

function usedCells(
  cells: readonly Cell[],
  { roles, columns }: { roles: Roles; columns: readonly Column[] },
): Set<Cell> {
  const used = new Set<Cell>()
  for (const column of [roles.amount, roles.quantity, roles.unitPrice, roles.discount, roles.vatRate]) {
    const cell = column && cellIn(column, cells)
    if (cell) used.add(cell)
  }
  for (const column of columns) {
    if (column.role === null || column.role === 'description') continue
    for (const cell of cells) {
      if ((column.kind === 'number') !== (cell.number !== undefined && cell.columnar)) continue
      if (cell.box[0] < column.right && cell.box[2] > column.left) used.add(cell)
    }
  }
  return used
}

/** The word in the unit's column, or the short one right behind the count. */
function findUnit(
  cells: readonly Cell[],
  {
    columns,
    quantityCell,
    used,
    range,
  }: { columns: readonly Column[]; quantityCell: Cell; used: ReadonlySet<Cell>; range: TextRange },
): Cell | undefined {
  const unitColumn = columns.find((column) => column.role === 'unit' && column.kind === 'text')
  const named =
    unitColumn && cells.find((cell) => !cell.number && cell.box[0] < unitColumn.right && cell.box[2] > unitColumn.left)
  if (named && named.text.length <= LONGEST_UNIT) return named
  const next = cells[cells.indexOf(quantityCell) + 1]
  if (!next || next.number || next.date || next.text.length > LONGEST_UNIT || !/\p{L}/u.test(next.text))
    return undefined
  if (next.box[0] - quantityCell.box[2] > 2 * next.line.height || next.to - next.from > 2) return undefined
  const described = cells.some(
    (cell) =>
      cell !== next &&
      !used.has(cell) &&
      !cell.number &&
      cell.box[0] < range.right &&
      cell.box[2] > range.left &&
      /\p{L}/u.test(cell.text),
  )
  return described || next.box[0] >= range.right ? next : undefined
}

function gluedUnit(cell: Cell): string {
  const unit = /\d(\p{L}{1,4}\.?)$/u.exec(cell.text)?.[1] ?? ''
  return /^[x×]$/i.test(unit) ? '' : unit
}

/** The words of a line that stand in the description's column. */
function wordsIn(line: Line, { range, skip }: { range: TextRange; skip: ReadonlySet<Cell> }): string {
  const words: string[] = []
  for (const [at, atom] of line.atoms.entries()) {
    if ([...skip].some((cell) => at >= cell.from && at < cell.to)) continue
    if (atom.box[0] < range.left - line.height || atom.box[0] >= range.right) continue
    words.push(atom.text)
  }
  const text = words.join(' ').trim()
  return /[\p{L}\p{N}]/u.test(text) ? text : ''
}
