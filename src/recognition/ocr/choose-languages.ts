import { cutLine, stackLines } from '../images/cut-line.ts'
import { layOutLines, type TextLine } from '../images/lay-out-lines.ts'
import type { Prepared } from '../images/prepare-for-ocr.ts'
import { judgeLanguage, nameOf } from './judge-language.ts'
import { loadTesseract, type OcrWord, SEGMENTATION } from './tesseract.ts'

/** Which languages a page may be read in, as tesseract names them. */
export type LanguageChoice = {
  /** All that are set; the first two are used where a page does not tell its language. */
  allowed: readonly string[]
  /** Those found for the document so far; empty: none yet. */
  likely: string[]
}

export type Sample = { words: OcrWord[]; lines: number }
/** A language that the page seems to be in and is not read in, as its English name. `hasData`: it can be, but is not set. */
export type UnreadLanguage = { language: string; hasData: boolean }
export type Chosen = { languages: string[]; unread: UnreadLanguage[] }

// Share of a page's ink in lines that the first look reads, and its bounds in letters.
const SAMPLE_SHARE = 0.12
const SAMPLE_LETTERS = [50, 220] as const
// Shorter lines are amounts, specks and numbers of pages.
const LEAST_LETTERS = 4
// Longer ones are prose and footers; one tells no more than a few labels and costs as much.
const LONG_LINE = 45
// Heights at which the engine reads well and fast.
const SAMPLE_HEIGHT = 20
const SCALES = [0.4, 2] as const

/** Reads a few lines of a page: cheap evidence for its language and for which way is up. English reads all Latin letters well enough for that. */
export async function readSample(page: Prepared, allowed: readonly string[]): Promise<Sample> {
  const lines = pickLines(layOutLines(page.ink, page.height))
  if (lines.length === 0) return { words: [], lines: 0 }
  const cuts = await Promise.all(
    lines.map((line) => cutLine({ picture: page, patches: page.ink.patches }, line, chooseScale(line))),
  )
  const tesseract = await loadTesseract([allowed.includes('eng') ? 'eng' : (allowed[0] ?? 'eng')])
  const words = tesseract.recognize(stackLines(cuts), { segmentation: SEGMENTATION.block })
  return { words, lines: lines.length }
}

/** The languages to read a page in, given some of its words. */
export async function chooseLanguages(words: readonly string[], { allowed }: LanguageChoice): Promise<Chosen> {
  const { languages, foreign } = await judgeLanguage(words)
  const usable = languages.filter((language) => allowed.includes(language))
  const unread = languages
    .filter((language) => !allowed.includes(language))
    .map((language) => ({ language: nameOf(language), hasData: true }))
  if (foreign !== undefined) unread.push({ language: foreign, hasData: false })
  return { languages: usable.length > 0 ? usable : allowed.slice(0, 2), unread }
}

/** Labels from all over the page and a line or two of prose; enough letters, not more. */
function pickLines(lines: readonly TextLine[]): TextLine[] {
  const telling = lines.filter(({ letters }) => letters >= LEAST_LETTERS)
  const all = telling.reduce((sum, { letters }) => sum + letters, 0)
  const [least, most] = SAMPLE_LETTERS
  const wanted = Math.min(most, Math.max(least, all * SAMPLE_SHARE))
  const short = telling.filter(({ letters }) => letters < LONG_LINE).sort((a, b) => a.top - b.top)
  const long = telling.filter(({ letters }) => letters >= LONG_LINE).sort((a, b) => a.letters - b.letters)
  const picked: TextLine[] = []
  let letters = 0
  const pick = (line: TextLine | undefined) => {
    if (line === undefined || letters >= wanted) return
    picked.push(line)
    letters += line.letters
  }
  if (wanted > 2 * LONG_LINE || short.length === 0) pick(long[0])
  // every third, then those between: spread over the page, and the same for the same page
  for (const offset of [1, 0, 2]) for (let index = offset; index < short.length; index += 3) pick(short[index])
  for (const line of long) if (!picked.includes(line)) pick(line)
  return picked
}

function chooseScale({ letterHeight }: TextLine): number {
  return Math.min(SCALES[1], Math.max(SCALES[0], SAMPLE_HEIGHT / letterHeight))
}
