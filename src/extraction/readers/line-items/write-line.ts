import { Decimal } from 'decimal.js'
import type { DraftLine } from '../../../../schemas/draft.ts'
import { coverBoxes } from '../../layout/boxes.ts'
import type { Line } from '../../layout/types.ts'
import type { Sight } from '../../sight.ts'
import { type Cell, LONGEST_UNIT, LOOSE_GAP, readCells } from './cells.ts'
import { checkProduct, findNetPrice, isTelling } from './check-product.ts'
import { cellIn, type Roles } from './choose-roles.ts'
import type { Item, TextRange } from './collect-items.ts'
import type { Column } from './find-columns.ts'

/** Characters recognised less surely than this are not kept against a product that contradicts them. */
const SURE = 0.9

/** The line that an item states; numbers that contradict one another and were recognised from an image are left out. */
export function writeLine(
  item: Item,
  { roles, columns, range, sight }: { roles: Roles; columns: readonly Column[]; range: TextRange; sight: Sight },
): DraftLine {
  const { cells, line } = item.row
  const printed = readNumbers(item, { roles, columns })
  const apart =
    printed.quantity === undefined && printed.unitPrice === undefined
      ? findFactors(item, { amount: printed.amount, sight })
      : null
  const numbers = { ...printed, ...apart?.numbers }
  const used = usedCells(cells, { roles, columns })
  const quantityCell = numbers.quantityCell
  if (quantityCell) used.add(quantityCell)
  const unitCell = quantityCell && findUnit(cells, { columns, quantityCell, used, range })
  if (unitCell) used.add(unitCell)
  const words = [
    ...item.above.filter((other) => other !== apart?.line).map((other) => textIn(other, range)),
    wordsIn(line, { range, skip: used }),
    ...item.below.filter((other) => other !== apart?.line).map((other) => textIn(other, range)),
  ]
  const unit = apart?.unit ?? unitCell?.text.replace(/^[x×*@]$/i, '') ?? (quantityCell && gluedUnit(quantityCell))
  const rate = roles.vatRate && cellIn(roles.vatRate, cells)?.number
  return {
    description: words
      .filter((text) => text !== '')
      .join(' ')
      .slice(0, 1000),
    ...(numbers.quantity === undefined ? {} : { quantity: numbers.quantity }),
    ...(unit && unit !== '' ? { unit } : {}),
    ...priceOf(numbers, roles.discount && cellIn(roles.discount, cells)?.number?.value),
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

/** "3 Std. x 85,00 €" in a line of its own above or below the words: a count and a price that give the amount. */
function findFactors(
  { above, below }: Item,
  { amount, sight }: { amount: string; sight: Sight },
): { line: Line; unit: string; numbers: Pick<Numbers, 'quantity' | 'unitPrice'> } | null {
  for (const line of [...below, ...above]) {
    const [count, ...others] = readCells(line, sight).filter((cell) => cell.number || /\p{L}|[×*@]/u.test(cell.text))
    const price = others.find((cell) => cell.number && !cell.number.percent)
    if (!count?.number || count.number.percent || !price?.number) continue
    const factors = { quantity: count.number.value, unitPrice: price.number.value, amount }
    if (!checkProduct(factors)) continue
    const words = line.atoms.slice(count.to, price.from).map(({ text }) => text)
    const unit = words.filter((word) => !/^(?:[x×*@àa]|je)$/iu.test(word)).join(' ')
    const { amount: _, ...numbers } = factors
    return { line, unit: unit.length <= LONGEST_UNIT ? unit : '', numbers }
  }
  return null
}

/** The price, and the one before a discount that is printed beside it. */
function priceOf(
  { quantity, unitPrice, amount }: Numbers,
  discount: string | undefined,
): Pick<DraftLine, 'unitPrice' | 'grossPrice'> {
  if (unitPrice === undefined) return {}
  const net = quantity === undefined ? null : findNetPrice({ quantity, unitPrice, amount, discount })
  return net === null ? { unitPrice } : { unitPrice: net, grossPrice: unitPrice }
}

type Numbers = { quantity?: string; unitPrice?: string; amount: string; quantityCell?: Cell }

function readNumbers(item: Item, { roles, columns }: { roles: Roles; columns: readonly Column[] }): Numbers {
  const { cells } = item.row
  const amountCell = cellIn(roles.amount, cells)!
  const priceCell = roles.unitPrice && cellIn(roles.unitPrice, cells)
  const discount = roles.discount && cellIn(roles.discount, cells)?.number?.value
  const rate = roles.vatRate && cellIn(roles.vatRate, cells)?.number?.value
  const amount = amountCell.number!.value
  const quantityCell =
    (roles.quantity && cellIn(roles.quantity, cells)) ??
    findCount(cells, { roles, columns, amountCell, priceCell, discount })
  const quantity = quantityCell?.number
  const price = priceCell?.number
  const printed: Numbers = {
    ...(quantity && !quantity.percent ? { quantity: quantity.value } : {}),
    ...(price && !price.percent ? { unitPrice: price.value } : {}),
    amount,
    ...(quantityCell ? { quantityCell } : {}),
  }
  if (printed.quantity === undefined || printed.unitPrice === undefined) return printed
  const numbers = [amountCell, priceCell!, quantityCell!]
  const recognised = numbers.some((cell) => atomsOf(cell).some((atom) => atom.source === 'ocr'))
  const repaired = recognised ? repairAmount(printed, { roles, discount }) : null
  if (repaired) return repaired
  for (const reading of readingsOf(printed, { recognised })) {
    const { quantity: q, unitPrice } = reading
    if (q === undefined || unitPrice === undefined) continue
    if (checkProduct({ quantity: q, unitPrice, amount, discount })) return reading
    const taxed = rate && new Decimal(unitPrice).times(new Decimal(rate).plus(100)).div(100).toFixed(6)
    if (taxed && checkProduct({ quantity: q, unitPrice: taxed, amount, discount })) return reading
  }
  const sure = numbers.every((cell) => atomsOf(cell).every((atom) => atom.confidence >= SURE))
  return sure || !recognised ? printed : { amount, ...(quantityCell ? { quantityCell } : {}) }
}

function atomsOf(cell: Cell): Cell['line']['atoms'] {
  return cell.line.atoms.slice(cell.from, cell.to)
}

/** A count outside its column, found because it makes price and amount fit. */
function findCount(
  cells: readonly Cell[],
  given: {
    roles: Roles
    columns: readonly Column[]
    amountCell: Cell
    priceCell: Cell | undefined
    discount: string | undefined
  },
): Cell | undefined {
  const { roles, columns, amountCell, priceCell, discount } = given
  if (!roles.quantity || !priceCell?.number) return undefined
  const others = [
    amountCell,
    priceCell,
    roles.vatRate && cellIn(roles.vatRate, cells),
    roles.discount && cellIn(roles.discount, cells),
  ]
  const free = cells.filter(
    (cell) =>
      cell.number &&
      !cell.number.percent &&
      !others.includes(cell) &&
      !columns.some(
        (column) =>
          (column.role === 'position' || column.role === 'itemCode') &&
          cell.box[0] < column.right &&
          cell.box[2] > column.left,
      ),
  )
  return free.findLast((cell) => {
    const factors = {
      quantity: cell.number!.value,
      unitPrice: priceCell.number!.value,
      amount: amountCell.number!.value,
      discount,
    }
    if (!checkProduct(factors)) return false
    const apart = Math.max(roles.quantity!.left - cell.box[2], cell.box[0] - roles.quantity!.right)
    return isTelling(factors) || apart < 4 * cell.line.height
  })
}

/** "1007" or "10.078" in a column of cents, where count times price is 10.07: the digits are the product's, the sign was lost. */
function repairAmount(
  printed: Numbers,
  { roles, discount }: { roles: Roles; discount: string | undefined },
): Numbers | null {
  const decimalsOf = (value: string): number => value.split('.')[1]?.length ?? 0
  const { quantity, unitPrice, amount } = printed
  if (
    !(roles.inCents || (unitPrice !== undefined && decimalsOf(unitPrice) === 2)) ||
    decimalsOf(amount) === 2 ||
    discount !== undefined ||
    quantity === undefined ||
    unitPrice === undefined
  )
    return null
  const product = new Decimal(quantity).times(unitPrice).toFixed(2)
  const [wanted, seen] = [product, amount].map((value) => value.replace(/\D/g, ''))
  const same = wanted!.length > 1 && seen!.length > 1 && (seen!.startsWith(wanted!) || wanted!.startsWith(seen!))
  return same && Math.abs(wanted!.length - seen!.length) <= 1 ? { ...printed, amount: product } : null
}

/** As printed, then as it may have been before a decimal sign was lost or taken for another. */
function readingsOf(printed: Numbers, { recognised }: { recognised: boolean }): Numbers[] {
  const readings = [printed]
  const quantity = printed.quantity!
  const unitPrice = printed.unitPrice!
  // "1.000" and "1,000": thousands in one country, three decimals in the next.
  if (/\.\d{3}$/.test(quantity)) readings.push({ ...printed, quantity: new Decimal(quantity).times(1000).toString() })
  else if (/^\d{1,3}000$/.test(quantity))
    readings.push({ ...printed, quantity: new Decimal(quantity).div(1000).toString() })
  if (!recognised) return readings
  const prices = unitPrice.includes('.') ? [unitPrice] : [unitPrice, new Decimal(unitPrice).div(100).toFixed(2)]
  const counts =
    quantity.includes('.') || quantity.length < 2 ? [quantity] : [quantity, new Decimal(quantity).div(10).toString()]
  for (const price of prices)
    for (const count of counts) readings.push({ ...printed, quantity: count, unitPrice: price })
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
  // "4 Switch 24 Port": the first words of a description that stands right of the count.
  const after = cells[cells.indexOf(next) + 1]
  if (after && after.box[0] - next.box[2] < LOOSE_GAP * next.line.height && after.box[0] < range.right) return undefined
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
  const unit = /\d[|]?(\p{L}{1,4}\.?)$/u.exec(cell.text)?.[1] ?? ''
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
  return /[\p{L}\p{N}]/u.test(text) && !/^[x×]$/i.test(text) ? text : ''
}

/** The runs of a line without numbers of its own that begin in the description's column; they may be wider than it. */
function textIn(line: Line, range: TextRange): string {
  return line.segments
    .filter((segment) => segment.box[0] >= range.left - line.height && segment.box[0] < range.right)
    .map((segment) => segment.text)
    .join(' ')
}
