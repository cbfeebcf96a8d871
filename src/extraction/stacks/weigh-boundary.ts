import type { DocumentType } from '../../../schemas/draft.ts'
import { keyOf } from '../notation/plain-text.ts'
import type { PageFacts } from './see-page.ts'

/** What speaks for or against a new document at a page, in natural logarithms of odds, with its reason in plain words. */
type Reason = { weight: number; says: string }
export type Verdict = {
  weight: number
  reasons: Reason[]
  /** How many independent kinds of evidence speak for it. */
  kinds: number
}

/** What is known of the document that the page would go on. */
export type Running = {
  first: PageFacts
  /** Its last page that is neither blank nor a separator. */
  last: PageFacts
  /** Whether blank pages or separators lie between that and the page. */
  blanksBetween: boolean
  separatorBetween: boolean
  number: PageFacts['number']
  identities: ReadonlySet<string>
  total: number
}

/** Most pages go on with what is there. */
const PRIOR = -1.5
/** Below this score a number may be any number. */
const LEAST_NUMBER = 0.3
/** Above it a number stands in its place beside its label. */
const CLEAR_NUMBER = 0.55
const LEAST_TOTAL = 0.4
const CLEAR_TITLE = 0.35
/** A delivery note that is taken for a bill costs more than the other way round. */
const ATTACHED_TITLE = 0.28
const FULL_TITLE = 0.6
const CLEAR_TOTAL = 0.6

const BILLS: ReadonlySet<DocumentType> = new Set(['invoice', 'credit-note', 'receipt', 'reminder', 'statement'])
/** What is added to an invoice behind it. */
const ATTACHED: ReadonlySet<DocumentType> = new Set([
  'delivery-note',
  'other',
  'contract',
  'order',
  'order-confirmation',
  'payment-part',
])

/** Whether the page begins a new document, given the one that runs before it. Positive: rather yes. */
export function weighBoundary(page: PageFacts, running: Running): Verdict {
  const reasons = isAttached(page)
    ? [...weighTitle(page), ...weighCourse(page, running)]
    : [
        ...weighMarks(page, running),
        ...weighNumbers(page, running),
        ...weighTitle(page),
        ...weighSuppliers(page, running),
        ...weighBookmark(page),
        ...weighCourse(page, running),
      ]
  return {
    weight: reasons.reduce((sum, { weight }) => sum + weight, PRIOR),
    reasons,
    kinds: reasons.filter(({ weight }) => weight >= 1).length,
  }
}

/** What goes with an invoice has numbers, pages and often another sender of its own, and is no bill for all that. */
function isAttached({ title, total }: PageFacts): boolean {
  if (title === null || title.score < ATTACHED_TITLE || !ATTACHED.has(title.type)) return false
  return title.score >= FULL_TITLE || total < CLEAR_TOTAL
}

function weighMarks(page: PageFacts, { first, last }: Running): Reason[] {
  const mark = page.mark
  const before = last.mark
  if (mark === null)
    return before?.of !== undefined && before.number < before.of
      ? [{ weight: -2, says: 'the page before is not its last' }]
      : []
  const printed = mark.of === undefined ? `page ${mark.number}` : `page ${mark.number} of ${mark.of}`
  if (mark.number === 1) {
    const isLone = mark.of === 1
    return [{ weight: isLone ? 2 : before !== null || mark.of !== undefined ? 3.5 : 1.5, says: `says "${printed}"` }]
  }
  const follows =
    before !== null &&
    mark.number === before.number + 1 &&
    (mark.of === undefined || before.of === undefined || mark.of === before.of)
  // Its number is its place in this document, though the pages between bear none.
  const counted = mark.number === 1 + page.page - first.page
  return [{ weight: follows || counted ? -6 : -3, says: `says "${printed}"` }]
}

function weighNumbers(page: PageFacts, { number, first }: Running): Reason[] {
  const own = page.number !== null && page.number.score >= LEAST_NUMBER ? page.number : null
  const known = number !== null && number.score >= LEAST_NUMBER && number.key.length >= 3 ? number : null
  if (known && page.key.includes(known.key) && known.key.length >= 4) {
    // Another number in the place of the first, and the first as a reference: a corrected or a following invoice.
    return own && own.key !== known.key && own.score > 0.6
      ? []
      : [{ weight: -5, says: `repeats the number ${known.printed}` }]
  }
  if (own && known && own.key !== known.key) {
    const alike = page.isRecognized && isMisreading(own.key, known.key)
    const isClear = Math.min(own.score, known.score) >= CLEAR_NUMBER && isBillTitle(page, CLEAR_TITLE)
    const weight = alike ? 1.5 : isClear ? 6 : 4.5 * Math.min(1, (own.score + known.score) / 1.5)
    return [{ weight, says: `the invoice number changes from ${known.printed} to ${own.printed}` }]
  }
  if (own && own.key === known?.key) return [{ weight: -5, says: `has the same number ${own.printed}` }]
  if (own === null && known && isBillTitle(page, FULL_TITLE))
    return [{ weight: 2, says: `is titled as a bill and does not name ${known.printed}` }]
  if (own === null) return known ? [{ weight: -1.5, says: 'has no invoice number of its own' }] : []
  return first.number === null ? [{ weight: 0.5, says: `has the invoice number ${own.printed}` }] : []
}

/** One letter apart and as long: recognition may have read one number in two ways. */
function isMisreading(one: string, other: string): boolean {
  return one.length === other.length && [...one].filter((letter, at) => letter !== other[at]).length === 1
}

function isBillTitle({ title }: PageFacts, least: number): boolean {
  return title !== null && title.score >= least && BILLS.has(title.type)
}

function weighTitle(page: PageFacts): Reason[] {
  const { title } = page
  if (title === null || title.score < CLEAR_TITLE) return [{ weight: -1, says: 'has no title' }]
  if (BILLS.has(title.type)) return [{ weight: 1.5, says: `is titled as ${title.type}` }]
  if (ATTACHED.has(title.type)) return [{ weight: -2, says: `is titled as ${title.type}, which goes with an invoice` }]
  return []
}

/** A file's name, or the number of the invoice: what programs that bind files, or people, call the entry of one. */
const FILE_NAME = /\.(?:pdf|tiff?|jpe?g|png)$/i

/** Chapters of one document have entries as well ("Terms"): alone an entry is little. */
function weighBookmark({ bookmark, number }: PageFacts): Reason[] {
  if (bookmark === null) return []
  if (bookmark === '') return [{ weight: -1, says: 'has no bookmark, as other pages have' }]
  const names = FILE_NAME.test(bookmark) || (number !== null && keyOf(bookmark).includes(number.key))
  return [{ weight: names ? 3 : 1, says: `has the bookmark "${bookmark}"` }]
}

function weighSuppliers(page: PageFacts, { first, identities }: Running): Reason[] {
  const reasons: Reason[] = []
  if (page.identities.size > 0 && identities.size > 0) {
    const isShared = [...page.identities].some((id) => identities.has(id))
    reasons.push(
      isShared
        ? { weight: -0.5, says: 'names the same supplier' }
        : { weight: 2.5, says: 'names other VAT ids and accounts' },
    )
  }
  const feet = compareWords(page.foot, first.foot)
  if (feet !== null && feet > 0.6) reasons.push({ weight: -0.5, says: 'has the same foot' })
  if (feet !== null && feet < 0.15) reasons.push({ weight: 0.8, says: 'has another foot' })
  const heads = compareWords(page.letterhead, first.letterhead)
  if (heads !== null && heads < 0.1) reasons.push({ weight: page.number ? 0.8 : 0, says: 'has another letterhead' })
  const isOtherPaper = page.size.some((side, at) => Math.abs(side - (first.size[at] ?? side)) > 20)
  if (isOtherPaper) reasons.push({ weight: 0.5, says: 'is other paper' })
  return reasons
}

/** Share of common words; null where one of them has too few to say. */
function compareWords(one: ReadonlySet<string>, other: ReadonlySet<string>): number | null {
  if (one.size < 4 || other.size < 4) return null
  const common = [...one].filter((word) => other.has(word)).length
  return common / (one.size + other.size - common)
}

function weighCourse(page: PageFacts, { last, total, separatorBetween, blanksBetween }: Running): Reason[] {
  const reasons: Reason[] = []
  if (page.amounts === 0 && page.total < LEAST_TOTAL) reasons.push({ weight: -2, says: 'has no amounts' })
  if (page.carriesIn || last.carriesOut) reasons.push({ weight: -4, says: 'carries a sum over' })
  reasons.push(
    total >= LEAST_TOTAL
      ? { weight: 1, says: 'the pages before end with a total' }
      : { weight: -2.5, says: 'the pages before have no total yet' },
  )
  if (separatorBetween) reasons.push({ weight: 5, says: 'lies behind a separator sheet' })
  else if (blanksBetween) reasons.push({ weight: 0.7, says: 'lies behind a blank page' })
  return reasons
}
