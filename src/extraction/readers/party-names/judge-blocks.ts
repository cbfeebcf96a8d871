import { type Block, findBlocks } from '../../layout/find-blocks.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import type { Segment } from '../../layout/types.ts'
import { hasPostcode, isSenderLine } from '../../notation/company-name.ts'
import type { Sight } from '../../sight.ts'

/** What speaks for a name on the page being the supplier's. Weights are combined as independent reasons. */
export type Name = {
  text: string
  key: string
  segment: Segment
  reasons: { weight: number; because: string }[]
  customer: number
}

export const HEADS_FIRST = 'heads the first address'
export const FITS_DOMAIN = 'fits the mail domain or website'

/** The first lines of a page are its head, wherever they stand. */
const FIRST_LINES = 1

/** An address under a name makes it a party; telephone, web and registration numbers beside it make it the supplier. */
export function judgeBlocks(names: Name[], sight: Sight): void {
  const blocks = findBlocks(sight.layout, { pages: 2 }).filter((block) => block.segments.length >= 2)
  const addressed = blocks.filter((block) => block.segments.some((segment) => hasPostcode(segment.text)))
  const unlabelled = addressed.filter((block) => {
    const zone = zoneAt(sight.zones, { page: block.page, box: block.segments[0]!.box })
    return zone === null
  })
  for (const block of blocks) {
    if (isSenderLine(block.segments[0]!.text)) {
      judgeWindow(names, block)
      continue
    }
    const first = names.find((name) => isFirstOf(block, name))
    if (!first) continue
    const text = block.segments.map((segment) => segment.text).join('\n')
    if (speaksOfSelf(text))
      first.reasons.push({ weight: 0.35, because: 'heads a block with contact or registration data' })
    const place = unlabelled.indexOf(block)
    if (place < 0 || block.page > 1) continue
    // A receipt may begin far down the picture of it.
    const isTop =
      block.segments[0]!.box[1] < 0.16 * (sight.layout.pages[0]?.height ?? 800) ||
      block.segments[0]!.line <= FIRST_LINES
    const other = addressed.some((one) => one !== block && speaksOfSelf(one.segments.map((s) => s.text).join('\n')))
    if (isTop && place === 0 && (speaksOfSelf(text) || !other))
      first.reasons.push({ weight: 0.3, because: HEADS_FIRST })
    else if (
      !speaksOfSelf(text) &&
      block.segments[0]!.box[1] < 0.45 * (sight.layout.pages[0]?.height ?? 800) &&
      (!isTop || other)
    )
      first.customer = Math.max(first.customer, unlabelled.length > 1 ? 0.6 : 0.35)
  }
}

/** In the window of an envelope the sender's line stands above the receiver's address. */
export const RECEIVER = 0.85

function judgeWindow(names: Name[], block: Block): void {
  const [sender, receiver] = block.segments
  const senders = new Set(names.filter((name) => isIn(sender!, name)).map((name) => name.key))
  for (const name of names) {
    if (isIn(sender!, name)) name.reasons.push({ weight: 0.4, because: 'in the line of the sender' })
    if (receiver && isIn(receiver, name) && !senders.has(name.key)) name.customer = Math.max(name.customer, RECEIVER)
  }
}

function isIn(segment: Segment, name: Name): boolean {
  return segment.line === name.segment.line && segment.from <= name.segment.from && name.segment.to <= segment.to
}

function isFirstOf(block: Block, name: Name): boolean {
  return block.segments.slice(0, 2).some((segment) => isIn(segment, name))
}

/** Telephone, web, bank or registration: what a company prints about itself. */
export function speaksOfSelf(text: string): boolean {
  return /@|www\.|https?:|(?<!\p{L})(?:tel|phone|fax|telefon|telefoon|tél|puh|tlf|ust|vat|kvk|siret|hrb|hra|iban|bic|nip|reg\.?\s?no|gst|abn|cvr|org\.?\s?nr|ico|dič|p\.?\s?iva|nif|cif)(?!\p{L})/iu.test(
    text,
  )
}

/** What banks call themselves in the languages of the locales. */
const BANK_WORD =
  /(?<!\p{L})(?:\p{L}*bank(?:en|a|e|ası|asi|as)?|banque|banco|banca|\p{L}*sparkasse|\p{L}*pankki|caixa|cr[eé]dit union|credit agricole)(?!\p{L})/iu

/** A bank beside an account number is where the money goes, not who asks for it. */
export function judgeBanks(names: Name[], sight: Sight): void {
  for (const name of names) {
    if (!BANK_WORD.test(name.text)) continue
    const { line } = name.segment
    const near = sight.layout.lines.slice(Math.max(0, line - 3), line + 4)
    const account = near.some(
      (other) =>
        other.page === name.segment.page &&
        (/\b(?:IBAN|BIC|SWIFT)\b/i.test(other.text) ||
          sight.lines[other.index]!.labels.some((label) => label.meaning === 'bank' || label.meaning === 'iban')),
    )
    if (account) name.customer = Math.max(name.customer, 0.9)
  }
}
