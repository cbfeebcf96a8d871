import type { Adjustment, EInvoiceLine } from '../../../schemas/e-invoice.ts'
import { type Cell, keepRoom, LEADING, LEFT, RIGHT, rule, write } from './sheet.ts'
import { showAmount, showDate, showNumber, showQuantity, showRate } from './show-values.ts'
import type { View } from './view.ts'

/** Of an invoice; so many fill some ten pages, and nobody approves by looking at more. */
const MOST_LINES = 250

const COLUMNS = {
  position: { x: LEFT, width: 26, align: 'left' },
  description: { x: LEFT + 30, width: 206, align: 'left' },
  quantity: { x: LEFT + 240, width: 66, align: 'right' },
  price: { x: LEFT + 310, width: 66, align: 'right' },
  vat: { x: LEFT + 380, width: 46, align: 'right' },
  net: { x: RIGHT - 76, width: 76, align: 'right' },
} as const
type Column = keyof typeof COLUMNS

const BODY = { size: 8.5, bold: false } as const
const SMALL = { size: 7.5, bold: false, tone: 'quiet' } as const

/** The table of lines; its heading stands on every page. */
export function layOutLines(view: View): void {
  const { invoice, pen, labels } = view
  if (invoice.lines.length === 0) return
  const heading = (): void => {
    const cells: Record<Column, string> = {
      position: labels.position,
      description: labels.description,
      quantity: labels.quantity,
      price: labels.price,
      vat: labels.vat,
      net: labels.net,
    }
    for (const column of Object.keys(COLUMNS) as Column[]) {
      const { x, width, align } = COLUMNS[column]
      write(pen, { cell: cells[column], x, width, style: { size: 8, bold: true, align, most: 1 } })
    }
    pen.y += 8 * LEADING + 2
    rule(pen)
    pen.y += 3
  }
  keepRoom(pen, 50)
  heading()
  pen.onNewPage = heading
  for (const line of invoice.lines.slice(0, MOST_LINES)) writeLine(view, line)
  pen.onNewPage = undefined
  const hidden = invoice.lines.length - MOST_LINES
  if (hidden > 0) {
    keepRoom(pen, 20)
    pen.y += 4
    const { x } = COLUMNS.description
    pen.y += write(pen, { cell: `… ${labels.moreLines(hidden)}`, x, width: RIGHT - x, style: { ...BODY, bold: true } })
  }
  pen.y += 4
  rule(pen)
  pen.y += 8
}

function writeLine(view: View, line: EInvoiceLine): void {
  const { pen, language, currency } = view
  const amount = { language, currency: '' }
  keepRoom(pen, 36)
  const put = (column: Column, cell: Cell | undefined): number => {
    if (cell === undefined) return 0
    const { x, width, align } = COLUMNS[column]
    return write(pen, { cell, x, width, style: { ...BODY, align, most: 3 } })
  }
  const heights = [
    put('position', line.id),
    put('quantity', line.quantity && showQuantity(line.quantity, view)),
    put('price', line.netPrice && showPrice(line, view)),
    put('vat', showRate(line, view)),
    put(
      'net',
      line.netAmount &&
        showAmount({ ...line.netAmount, currency: differing(line.netAmount.currency, currency) }, amount),
    ),
  ]
  const indent = Math.min(line.depth, 4) * 8
  const { x, width } = COLUMNS.description
  const top = pen.y
  pen.y += write(pen, {
    cell: line.name ?? '',
    x: x + indent,
    width: width - indent,
    style: { ...BODY, bold: true, most: 6 },
  })
  for (const cell of detailsOf(view, line)) {
    keepRoom(pen, SMALL.size * LEADING)
    pen.y += write(pen, { cell, x: x + indent, width: width - indent, style: { ...SMALL, most: 12 } })
  }
  if (pen.y > top) pen.y = Math.max(pen.y, top + Math.max(...heights))
  else if (pen.y === top) pen.y += Math.max(...heights)
  pen.y += 3
}

/** Only a currency that is not the invoice's is worth the room. */
function differing(own: string | undefined, currency: string | undefined): string {
  return own !== undefined && own !== currency ? own : ''
}

function showPrice({ netPrice, priceQuantity }: EInvoiceLine, { language }: View): Cell | undefined {
  if (!netPrice) return undefined
  const per = priceQuantity && Number(priceQuantity.text) !== 1 ? ` / ${showNumber(priceQuantity.text, language)}` : ''
  const shown = showAmount({ ...netPrice, currency: '' }, { language, currency: '' })
  return typeof shown === 'string' ? shown : { ...shown, text: shown.text + per }
}

function detailsOf(view: View, line: EInvoiceLine): Cell[] {
  const { labels, language } = view
  const cells: (Cell | undefined)[] = [
    line.description?.text === line.name?.text ? undefined : line.description,
    ids(view, line),
    line.period &&
      [line.period.start, line.period.end]
        .map((one) => one && textOf(showDate(one, language)))
        .filter(Boolean)
        .join(' – '),
    line.attributes
      .slice(0, 20)
      .map(({ name, value }) => `${name?.text ?? ''}: ${value?.text ?? ''}`)
      .join('; '),
    ...line.notes.slice(0, 5),
    line.grossPrice && line.priceDiscount
      ? `${labels.grossPrice} ${showNumber(line.grossPrice.text, language)}, ${labels.discount} ${showNumber(line.priceDiscount.text, language)}`
      : undefined,
    ...line.allowances
      .slice(0, 5)
      .map((one) => describeAdjustment(view, { adjustment: one, label: labels.discount, sign: '−' })),
    ...line.charges
      .slice(0, 5)
      .map((one) => describeAdjustment(view, { adjustment: one, label: labels.charge, sign: '+' })),
  ]
  return cells.filter((cell): cell is Cell => cell !== undefined && textOf(cell) !== '')
}

function ids({ labels }: View, line: EInvoiceLine): string {
  return [
    [labels.item, line.sellerItem],
    [labels.buyerItem, line.buyerItem],
    [labels.standardItem, line.standardItem],
    [labels.origin, line.origin],
    [labels.object, line.object],
  ]
    .flatMap(([label, value]) =>
      typeof value === 'object' && value.text !== '' ? [`${String(label)} ${value.text}`] : [],
    )
    .join(', ')
}

/** "Discount: Second choice 10 %" and its amount. */
export function describeAdjustment(
  { language }: Pick<View, 'language'>,
  { adjustment, label, sign }: { adjustment: Adjustment; label: string; sign: string },
): string {
  const { reason, percent, amount } = adjustment
  const why = reason?.text ? `${label}: ${reason.text}` : label
  const share = percent ? ` ${showNumber(percent.text, language)} %` : ''
  return `${why}${share}${amount ? ` ${sign}${showNumber(amount.text, language)}` : ''}`
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}
