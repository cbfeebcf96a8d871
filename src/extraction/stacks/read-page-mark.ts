import type { PageLayout } from '../layout/types.ts'
import { foldLetters } from '../notation/plain-text.ts'

/** "Page 2 of 3": `of` is absent where only the number stands there. */
export type PageMark = { number: number; of?: number }

/** "Page" in the languages that Billhook reads, folded as `foldLetters` does. */
const PAGE_WORDS =
  'page|pg|seite|blatt|bladzijde|blad|blz|pagina|pag|feuille|feuillet|hoja|folio|folha|foglio|fl|strona|str|strana|list|sida|sid|side|ark|sivu|sayfa'
const OF = String.raw`(?:of|out of|von|van|de|di|sur|z|ze|av|af|yht|\/|\|)`
const NUMBER = String.raw`(\d{1,4})`
/** "Seite 2 von 3", "Sivu 1 (3)", "Página: 1/2". */
const WORDED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${PAGE_WORDS})(?:[-\s]?(?:no|nr|n))?[.:\s]*${NUMBER}(?:\s*(?:${OF}\s*${NUMBER}|\(\s*${NUMBER}\s*\)))?(?![\p{L}\p{N},.]*\d)`,
  'u',
)
/** "1/2", "1 (3)", "2 / 3" in the margin of the page, with nothing else beside it. */
const BARE = new RegExp(String.raw`^[-–\s]*${NUMBER}\s*(?:\/\s*${NUMBER}|\(\s*${NUMBER}\s*\))[-–\s]*$`, 'u')

/** The share of a page's height at its top and its bottom where pages are numbered without a word. */
const MARGIN = 0.12
const MOST_PAGES = 999
/** Without a total it is rather a year or a house. */
const MOST_ALONE = 200

/** What the page says of its own number; null where it says nothing that can be believed. */
export function readPageMark({ height, lines }: PageLayout): PageMark | null {
  const marks = lines.flatMap((line) => {
    const isMargin = line.box[3] < MARGIN * height || line.box[1] > (1 - MARGIN) * height
    return [...line.segments.map(({ text }) => text), line.text].flatMap((text) => readMark(text, isMargin) ?? [])
  })
  return marks.find(({ of }) => of !== undefined) ?? marks[0] ?? null
}

/** A number without a total is a mark in the margin alone: in a text "page 7" is a reference. */
function readMark(text: string, isMargin: boolean): PageMark | null {
  const folded = foldLetters(text)
  const match = WORDED.exec(folded) ?? (isMargin ? BARE.exec(folded) : null)
  if (!match) return null
  const number = Number(match[1])
  const of = Number(match[2] ?? match[3] ?? Number.NaN)
  if (number < 1 || number > MOST_PAGES) return null
  if (Number.isNaN(of)) return isMargin && number <= MOST_ALONE ? { number } : null
  return of >= number && of <= MOST_PAGES ? { number, of } : null
}
