import type { DocumentType } from '../../../../schemas/draft.ts'
import type { Phrase } from '../../layout/find-phrases.ts'
import type { Line } from '../../layout/types.ts'
import type { Reader, TypeClaim } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

/** A title further down than this share of the page is a heading of a section or running text. */
const TITLE_ZONE = 0.5

/** What the document calls itself: titles by size, place and standing alone; labels of invoice numbers speak for an invoice. */
export const documentType: Reader = {
  name: 'document-type',
  read(sight) {
    const types: TypeClaim[] = []
    for (const [index, lineSight] of sight.lines.entries()) {
      const line = sight.layout.lines[index]!
      if (line.page > 2) break
      for (const title of lineSight.titles) {
        const score = judgeTitle(title, { line, sight })
        if (score > 0) types.push({ type: title.meaning, score, because: `titled "${title.raw}"` })
      }
    }
    const doubt = namesItselfOtherwise(types) ? LABELS_OF_A_LIST : 1
    types.push(...labelsSpeak(sight).map((claim) => ({ ...claim, score: claim.score * doubt })))
    return { types }
  },
}

/** A reminder or a statement lists invoices, with all the labels of one. */
const LABELS_OF_A_LIST = 0.4
const CLEAR_TITLE = 0.3

function namesItselfOtherwise(titles: readonly TypeClaim[]): boolean {
  const isBill = (claim: TypeClaim): boolean => claim.type === 'invoice' || claim.type === 'credit-note'
  const clear = titles.filter((claim) => claim.score >= CLEAR_TITLE)
  return clear.some((claim) => !isBill(claim) && claim.type !== 'receipt') && !clear.some(isBill)
}

function judgeTitle(title: Phrase<DocumentType>, { line, sight }: { line: Line; sight: Sight }): number {
  const page = sight.layout.pages[line.page - 1]
  if (!page) return 0
  const lineSight = sight.lines[line.index]!
  const high = title.box[1] / page.height
  // "Rechnung Nr. 17" is a title and a label at once; "order number: 17" under an invoice's head is only a label.
  const inLabel = lineSight.labels.find((label) => label.from <= title.from && label.to >= title.to)
  const height = Math.max(...line.atoms.slice(title.from, title.to).map((atom) => atom.fontSize))
  const size = Math.min(2.5, height / Math.max(1, sight.bodyHeight))
  const bold = line.atoms[title.from]?.bold ? 0.12 : 0
  const capitals = /^[^\p{Ll}]+$/u.test(title.raw) && /\p{L}{4}/u.test(title.raw) ? 0.12 : 0
  const followed = sight.lines[line.index]!.identifiers.some((identifier) => identifier.from === title.to)
  // "Contratto  V0226612" in a list of facts is a label, however alone it stands in its column.
  const next = line.segments.find((segment) => segment.from >= title.to)
  const isValued = next !== undefined && /\d/.test(next.text) && (next.box[0] - title.box[2]) / line.height < 20
  const isWhole = inLabel?.from === title.from && inLabel.to === title.to && title.alone && !isValued
  if (inLabel && inLabel.meaning !== 'invoiceNumber' && !isWhole) return 0
  if (!title.leads && size < 1.3) return title.meaning === 'invoice' || title.meaning === 'credit-note' ? 0.1 : 0.04
  const place = high < 0.25 ? 1 : high < TITLE_ZONE ? 0.75 : 0.3
  const standing = title.alone ? 1 : followed || inLabel ? 0.85 : 0.5
  const score =
    (0.42 + 0.28 * Math.max(0, size - 1) + bold + capitals) *
    place *
    standing *
    title.quality *
    (line.page === 1 ? 1 : 0.4)
  return Math.min(0.97, score)
}

/** Labelled numbers and dates of an invoice speak for one, whatever the title; a shipment or an order has labels of its own. */
function labelsSpeak(sight: Sight): TypeClaim[] {
  const labels = sight.lines.flatMap((line) => line.labels.filter((label) => label.quality > 0.6))
  const has = (meaning: string): boolean => labels.some((label) => label.meaning === meaning)
  const invoiceWords = labels.filter(
    (label) => label.meaning === 'invoiceNumber' || label.meaning === 'issueDate',
  ).length
  const types: TypeClaim[] = []
  if (invoiceWords > 0)
    types.push({
      type: 'invoice',
      score: Math.min(0.5, 0.2 + 0.12 * invoiceWords),
      because: 'carries labels of an invoice',
    })
  if (has('amountDue') || has('dueDate')) types.push({ type: 'invoice', score: 0.15, because: 'asks for payment' })
  if (has('grossTotal') && has('taxTotal')) types.push({ type: 'invoice', score: 0.15, because: 'adds tax to a total' })
  if (has('cash')) types.push({ type: 'receipt', score: 0.3, because: 'shows how it was paid' })
  return types
}
