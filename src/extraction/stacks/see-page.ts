import type { OwnIdentity } from '../../../schemas/company.ts'
import type { DocumentType } from '../../../schemas/draft.ts'
import type { Bookmark, TranscriptPage } from '../../../schemas/transcript.ts'
import { keyOf } from '../notation/plain-text.ts'
import { documentType } from '../readers/document-type/index.ts'
import { iban } from '../readers/iban/index.ts'
import { labelledText } from '../readers/labelled-text/index.ts'
import { totals } from '../readers/totals/index.ts'
import { vatId } from '../readers/vat-id/index.ts'
import type { Claim } from '../reading.ts'
import { type Sight, takeSight } from '../sight.ts'
import { type PageMark, readPageMark } from './read-page-mark.ts'

/** What one page says for itself, as far as it tells whether a document begins, goes on or ends with it. */
export type PageFacts = {
  /** In the file, counted from 1. */
  page: number
  /** Whether nothing stands on it. */
  isBlank: boolean
  /** A sheet that was put between two documents, by its words or its code. */
  isSeparator: boolean
  /** Whether its words are recognition's: letters may be misread. */
  isRecognized: boolean
  mark: PageMark | null
  /** The likeliest invoice number and how likely it is; keys as `keyOf` makes them. */
  number: { key: string; printed: string; score: number } | null
  /** What it calls itself at its top. */
  title: { type: DocumentType; score: number } | null
  /** VAT ids and IBANs that may be the supplier's. */
  identities: ReadonlySet<string>
  /** Words of the letterhead and of the foot, without what has digits. */
  letterhead: ReadonlySet<string>
  foot: ReadonlySet<string>
  /** How likely a total to be paid stands on it. */
  total: number
  /** Carried over from the page before, and to the page after. */
  carriesIn: boolean
  carriesOut: boolean
  /** Amounts with cents. */
  amounts: number
  /** What the file's table of contents calls it; empty where it has entries for other pages alone, null where it has none. */
  bookmark: string | null
  /** How many columns of a table of lines are headed. */
  columns: number
  words: number
  size: readonly [width: number, height: number]
  /** All that stands on it as one key: whether a value is repeated there is asked of it. */
  key: string
}

/** The share of a page's height that letterheads and feet take. */
const HEAD = 0.16
const FOOT = 0.1
/** Ink that is no text: specks of a scan are read as a few letters. */
const MOST_SPECKS = 3
/** More words than this stand on no sheet that is put between documents. */
const MOST_SEPARATOR_WORDS = 25

/** "Separator sheet" in the languages that Billhook reads, as keys; and what makers of scanners print on theirs. */
const SEPARATORS =
  /trennblatt|trennseite|separator|separationsheet|separationpage|intercalaire|pagedeseparation|feuilledeseparation|foglioseparatore|paginaseparat|hojaseparadora|paginadeseparac|folhaseparadora|folhadesepara|scheidingsblad|scheidingsvel|tussenblad|przekladka|stronarozdziel|oddelovaci|oddelovac|skiljeblad|skilleark|skilleblad|valilehti|erotinsivu|ayiricisayfa|ayrac|patchcode|patcht|documentbreak|endofdocument/

/** Reads a page by itself. Pure. */
export function seePage(
  page: TranscriptPage,
  { own, bookmarks = [] }: { own: OwnIdentity; bookmarks?: readonly Bookmark[] | undefined },
): PageFacts {
  // As a document of its own: what the readers know about first pages holds for it.
  const sight = takeSight({ pages: [{ ...page, number: 1 }], ocrLanguages: [], notes: [] }, own)
  const claims = [labelledText, totals, vatId, iban].flatMap((reader) => reader.read(sight).evidence ?? [])
  const key = keyOf(sight.layout.lines.map((line) => line.text).join(''))
  const words = page.words.filter((word) => keyOf(word.text) !== '').length
  const isSheet = words <= MOST_SEPARATOR_WORDS && (SEPARATORS.test(key) || /^\*?patch/.test(key))
  return {
    page: page.number,
    isBlank: words <= MOST_SPECKS && (page.codes ?? []).length === 0,
    isSeparator: isSheet || (words <= MOST_SPECKS && (page.codes ?? []).length > 0),
    isRecognized: page.source === 'ocr' || page.source === 'mixed',
    mark: sight.layout.pages[0] ? readPageMark(sight.layout.pages[0]) : null,
    number: findNumber(claims),
    title: findTitle(sight),
    identities: new Set(
      claims
        .filter(({ field, score }) => (field === 'supplierVatId' || field === 'iban') && score >= 0.3)
        .map(({ value }) => value),
    ),
    letterhead: wordsBetween(sight, { from: 0, to: HEAD }),
    foot: wordsBetween(sight, { from: 1 - FOOT, to: 1 }),
    total: Math.max(
      0,
      ...claims.filter(({ field }) => field === 'grossTotal' || field === 'amountDue').map(({ score }) => score),
    ),
    ...findCarryOver(sight),
    amounts: sight.lines.reduce(
      (sum, line) => sum + line.amounts.filter(({ decimals, percent }) => decimals === 2 && !percent).length,
      0,
    ),
    bookmark: findBookmark(page.number, bookmarks),
    columns: Math.max(0, ...sight.lines.map((line) => new Set(line.columns.map(({ meaning }) => meaning)).size)),
    words,
    size: [page.width, page.height],
    key,
  }
}

function findNumber(claims: readonly Claim[]): PageFacts['number'] {
  const best = claims
    .filter(({ field, value }) => field === 'invoiceNumber' && /\d/.test(value))
    .toSorted((one, other) => other.score - one.score)[0]
  return best ? { key: keyOf(best.value), printed: best.value, score: best.score } : null
}

/** Entries for one page alone tell nothing of the others. */
function findBookmark(page: number, bookmarks: readonly Bookmark[]): string | null {
  if (new Set(bookmarks.map((bookmark) => bookmark.page)).size < 2) return null
  return bookmarks.find((bookmark) => bookmark.page === page)?.title ?? ''
}

function findTitle(sight: Sight): PageFacts['title'] {
  const best = (documentType.read(sight).types ?? [])
    .filter(({ because }) => because.startsWith('titled'))
    .toSorted((one, other) => other.score - one.score)[0]
  return best ? { type: best.type, score: best.score } : null
}

function findCarryOver(sight: Sight): Pick<PageFacts, 'carriesIn' | 'carriesOut'> {
  const height = sight.layout.pages[0]?.height ?? 1
  const carried = sight.layout.lines
    .filter((line) => sight.lines[line.index]!.labels.some(({ meaning, leads }) => meaning === 'carryOver' && leads))
    .map((line) => line.box[1] / height)
  return { carriesIn: carried.some((at) => at < 0.45), carriesOut: carried.some((at) => at > 0.6) }
}

function wordsBetween(sight: Sight, { from, to }: { from: number; to: number }): Set<string> {
  const height = sight.layout.pages[0]?.height ?? 1
  return new Set(
    sight.layout.lines
      .filter(({ box }) => box[1] >= from * height && box[3] <= to * height)
      .flatMap(({ atoms }) => atoms.map(({ text }) => keyOf(text)))
      .filter((word) => word.length > 2 && !/\d/.test(word)),
  )
}
