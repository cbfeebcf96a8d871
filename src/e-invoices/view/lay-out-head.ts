import type { Address, Party, Stated } from '../../../schemas/e-invoice.ts'
import { type Cell, currentPage, keepRoom, LEADING, LEFT, type Pen, RIGHT, write } from './sheet.ts'
import { showDate } from './show-values.ts'
import type { View } from './view.ts'

const FACTS_LEFT = 330
const LABEL_WIDTH = 96
const HALF = (RIGHT - LEFT - 24) / 2

const LABEL = { size: 8, bold: false, tone: 'quiet' } as const
const VALUE = { size: 9, bold: false } as const

/** Who sends it to whom, and the facts of the header. */
export function layOutHead(view: View, title: string): void {
  const { invoice, pen, labels } = view
  pen.y += write(pen, {
    cell: title,
    x: LEFT,
    width: FACTS_LEFT - LEFT - 20,
    style: { size: 20, bold: true, tone: 'loud', most: 2 },
  })
  pen.y += 10
  const top = pen.y
  const sellerEnd = writeParty(view, { party: invoice.seller, label: labels.seller, x: LEFT })
  pen.y = top - 30
  const factsEnd = writeFacts(view)
  pen.y = Math.max(sellerEnd, factsEnd) + 14
  writePairs(view, [
    { party: invoice.buyer, label: labels.buyer },
    { party: invoice.payee, label: labels.payee },
    { party: invoice.taxRepresentative, label: labels.taxRepresentative },
    { party: deliveredTo(view), label: labels.deliveredTo },
  ])
  pen.y += 8
}

type Told = { party: Party | undefined; label: string }

/** Two beside each other. */
function writePairs(view: View, told: readonly Told[]): void {
  const { pen } = view
  const present = told.filter(({ party }) => party !== undefined)
  for (let index = 0; index < present.length; index += 2) {
    keepRoom(pen, 90)
    const top = pen.y
    const pages = pen.pages.length
    const ends = present.slice(index, index + 2).map((one, column) => {
      pen.y = top
      return writeParty(view, { ...one, x: LEFT + column * (HALF + 24) })
    })
    // A party of very many lines may have turned the page.
    pen.y = pen.pages.length > pages ? pen.y + 12 : Math.max(...ends) + 12
  }
}

function deliveredTo({ invoice }: View): Party | undefined {
  const { delivery } = invoice
  if (!delivery?.address && !delivery?.name) return undefined
  const { path, name, address, location } = delivery
  return {
    path,
    name,
    tradingName: undefined,
    identifiers: location ? [location] : [],
    legalId: undefined,
    vatId: undefined,
    taxNumber: undefined,
    vatIds: [],
    legalInformation: undefined,
    electronicAddress: undefined,
    address,
  }
}

/** @returns where it ends */
function writeParty(view: View, { party, label, x }: Told & { x: number }): number {
  const { pen, labels } = view
  if (!party) return pen.y
  const line = (cell: Cell | undefined, style: { size: number; bold: boolean; most?: number } = VALUE): void => {
    if (cell === undefined || (typeof cell === 'string' ? cell : cell.text) === '') return
    pen.y += write(pen, { cell, x, width: HALF, style: { most: 3, ...style } })
  }
  pen.y += write(pen, { cell: label, x, width: HALF, style: LABEL }) + 1
  line(party.name ?? party.tradingName, { size: 10.5, bold: true })
  if (party.name && party.tradingName && party.tradingName.text !== party.name.text) line(party.tradingName)
  for (const cell of addressLines(party.address)) line(cell)
  const { contact } = party
  for (const value of [contact?.name, contact?.phone, contact?.email]) line(value)
  line(labelled(labels.vatId, party.vatId))
  line(labelled(labels.taxNumber, party.taxNumber))
  line(labelled(labels.legalId, party.legalId))
  for (const identifier of party.identifiers.slice(0, 3)) line(labelled(labels.identifier, identifier))
  if (party.electronicAddress && party.electronicAddress.text !== contact?.email?.text) line(party.electronicAddress)
  line(party.legalInformation, { ...VALUE, size: 8, most: 6 })
  return pen.y
}

function labelled(label: string, stated: Stated | undefined): Cell | undefined {
  return stated && stated.text !== '' ? { text: `${label} ${stated.text}`, path: stated.path } : undefined
}

function addressLines(address: Address | undefined): (Cell | undefined)[] {
  if (!address) return []
  const town = [address.country, address.postCode, address.city]
    .map((one, index) => (one && index === 0 ? `${one.text} –` : one?.text))
    .filter(Boolean)
    .join(' ')
  return [...address.lines, town.replace(/ –$/, ''), address.subdivision]
}

function writeFacts(view: View): number {
  const { invoice, pen, labels, language } = view
  const date = (stated: Stated | undefined): Cell | undefined => stated && showDate(stated, language)
  const { period } = invoice
  const span =
    period?.start || period?.end ? [period.start, period.end].map((one) => textOf(date(one))).join(' – ') : undefined
  const facts: (readonly [string, Cell | undefined])[] = [
    [labels.number, invoice.number],
    [labels.issueDate, date(invoice.issueDate)],
    [labels.dueDate, date(invoice.dueDate)],
    [labels.deliveryDate, date(invoice.delivery?.date)],
    [labels.period, span],
    [labels.vatPointDate, date(invoice.vatPointDate)],
    [labels.purchaseOrder, invoice.purchaseOrder],
    [labels.salesOrder, invoice.salesOrder],
    [labels.buyerReference, invoice.buyerReference],
    [labels.contract, invoice.contract],
    [labels.project, invoice.project],
    [labels.despatchAdvice, invoice.despatchAdvice],
    [labels.receivingAdvice, invoice.receivingAdvice],
    [labels.tender, invoice.tender],
    [labels.object, invoice.object],
    [labels.buyerAccounting, invoice.buyerAccounting],
    ...invoice.preceding.slice(0, 6).map(({ number, date: of }) => {
      const when = textOf(date(of))
      const text = [number?.text, when].filter(Boolean).join(', ')
      return [labels.preceding, number ? { text, path: number.path } : text] as const
    }),
  ]
  for (const [label, cell] of facts) if (cell !== undefined) writeFact(pen, { label, cell, x: FACTS_LEFT })
  return pen.y
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text
}

/** A label and its value beside it; the pen goes below both. */
export function writeFact(pen: Pen, { label, cell, x }: { label: string; cell: Cell; x: number }): void {
  if (textOf(cell) === '') return
  const before = currentPage(pen).texts.length
  const high = write(pen, { cell: label, x, width: LABEL_WIDTH, style: LABEL })
  // Both stand on one line, whatever their sizes.
  for (const text of currentPage(pen).texts.slice(before)) text.y += VALUE.size - LABEL.size
  const width = RIGHT - x - LABEL_WIDTH
  pen.y +=
    Math.max(
      high,
      write(pen, { cell, x: x + LABEL_WIDTH, width, style: { ...VALUE, most: 6 } }),
      VALUE.size * LEADING,
    ) + 1
}
