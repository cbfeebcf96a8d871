import type { Word } from '../../../schemas/transcript.ts'
import type { Straightening } from '../images/picture.ts'
import { findInkOf, type Prepared, prepareForOcr } from '../images/prepare-for-ocr.ts'
import {
  type Chosen,
  chooseLanguages,
  type LanguageChoice,
  readSample,
  type UnreadLanguage,
} from './choose-languages.ts'
import { countWords, findForeign } from './judge-language.ts'
import { lookAgain } from './look-again.ts'
import { mendWords } from './mend-words.ts'
import { type GreyImage, loadTesseract, type OcrWord } from './tesseract.ts'

/** Boxes are in pixels of the straightened picture, whose size is given. */
export type PictureReading = {
  words: Word[]
  straightening: Straightening
  width: number
  height: number
  /** The languages that were used, as tesseract names them. */
  languages: string[]
  unread: UnreadLanguage[]
}

type ReadOptions = {
  languages: LanguageChoice
  /** Whether the picture may be turned. */
  straighten: boolean
  /** Words of the page that are known already; they tell its language. */
  known?: readonly string[]
}

// Readings that are right are mostly sure; below this on average the page may be upside down.
const DOUBTFUL = 0.62
const LEAST_WORDS = 8
const CLEARLY_BETTER = 0.1
// Known words from which a page's language is told without a first look.
const ENOUGH_KNOWN = 15
// What the words of a page must say for a language before the page is read in it once more: points, and times those of the one it was read in.
const SWITCH = { points: 5, times: 2.5 }

// What they must say, with words that are none of the first language's, before it is read again in both.
const SECOND = { points: 6, share: 0.5 }

/** Reads a picture of a page: as it is, or (with `straighten`) turned where its lines slope, run the other way or make no sense. */
export async function readPicture(
  picture: GreyImage,
  { languages: choice, straighten, known = [] }: ReadOptions,
): Promise<PictureReading> {
  const asItLies = findInkOf(picture)
  const turns = !straighten ? ([0] as const) : asItLies.ink.isSideways ? ([1, 3] as const) : ([0, 2] as const)
  const prepare = (quarterTurns: Straightening['quarterTurns']) =>
    prepareForOcr(asItLies, { quarterTurns, level: straighten })
  let best = await look(await prepare(turns[0]))
  const other = turns[1]
  let readOther = other !== undefined && (best.sample === undefined || judge(best.sample) < DOUBTFUL)
  if (other !== undefined && best.sample !== undefined && readOther) {
    const turned = await look(await prepare(other))
    const [here, there] = [judge(best.sample), judge(turned.sample ?? [])]
    if (there > here + CLEARLY_BETTER && senseOf(turned.sample) >= senseOf(best.sample)) best = turned
    // a clear answer of the first look saves reading the page twice, however poor the page is either way
    if (Math.abs(there - here) > CLEARLY_BETTER) readOther = false
  }
  let { prepared, languages, unread } = best
  let words = await read(prepared, languages)
  if (other !== undefined && readOther && judge(words) < DOUBTFUL) {
    const turned = await prepare(prepared.straightening.quarterTurns === other ? turns[0] : other)
    const turnedWords = await read(turned, languages)
    if (judge(turnedWords) > judge(words) + CLEARLY_BETTER && senseOf(turnedWords) >= senseOf(words))
      [prepared, words] = [turned, turnedWords]
  }
  const better = findBetterLanguage(words, { languages, allowed: choice.allowed }) ?? (await reconsider())
  if (better !== undefined) {
    const again = await read(prepared, [better])
    if (judge(again) > judge(words) - CLEARLY_BETTER / 2) [words, languages, unread] = [again, [better], []]
  }
  const second = findSecondLanguage(words, { languages, allowed: choice.allowed })
  if (second !== undefined) {
    const both = [...languages, second]
    const again = await read(prepared, both)
    if (judge(again) > judge(words) - CLEARLY_BETTER / 2) [words, languages] = [again, both]
  }
  // what the sample did not show, and what nobody asked a later page of the document
  const foreign = unread.length > 0 ? undefined : findForeign(countWords(words.map(({ text }) => text)))
  if (foreign !== undefined) unread = [{ language: foreign, hasData: false }]
  words = (await lookAgain(words, { page: prepared, languages })).filter(isWord)
  return {
    words: mendWords(words).map((word) => toWord(word, prepared)),
    straightening: prepared.straightening,
    width: prepared.width / prepared.scale,
    height: prepared.height / prepared.scale,
    languages,
    unread,
  }

  /** The document's language does not fit every page: one that makes little sense in it is looked at on its own. */
  async function reconsider(): Promise<string | undefined> {
    if (choice.likely.length === 0 || judge(words) >= DOUBTFUL) return undefined
    const { languages: own } = await chooseLanguages(
      words.map(({ text }) => text),
      choice,
    )
    return own.length === 1 && !languages.includes(own[0] ?? '') ? own[0] : undefined
  }

  /** Finds out the languages of the page; by a sample of it where nothing else tells. */
  async function look(page: Prepared): Promise<Chosen & { prepared: Prepared; sample?: OcrWord[] }> {
    const { allowed, likely } = choice
    if (known.length >= ENOUGH_KNOWN) return { prepared: page, ...(await chooseLanguages(known, choice)) }
    if (likely.length > 0) return { prepared: page, languages: likely, unread: [] }
    if (allowed.length < 2) return { prepared: page, languages: [...allowed], unread: [] }
    const { words: sample } = await readSample(page, allowed)
    const text = sample.filter(({ confidence }) => confidence > 0.3).map((word) => word.text)
    return { prepared: page, sample, ...(await chooseLanguages(text, choice)) }
  }
}

async function read(page: Prepared, languages: readonly string[]): Promise<OcrWord[]> {
  const tesseract = await loadTesseract(languages)
  return tesseract.recognize(page).filter(isWord)
}

/** The language that the words of a page clearly are in, where it was read in another one. */
function findBetterLanguage(
  words: readonly OcrWord[],
  { languages, allowed }: { languages: readonly string[]; allowed: readonly string[] },
): string | undefined {
  const points = countWords(words.map(({ text }) => text))
  const used = Math.max(0, ...languages.map((language) => points.get(language) ?? 0))
  const [first] = [...points].filter(([language]) => allowed.includes(language)).sort((a, b) => b[1] - a[1])
  if (first === undefined || languages.includes(first[0])) return undefined
  return first[1] >= SWITCH.points && first[1] > used * SWITCH.times ? first[0] : undefined
}

/** Another language that a good part of a page is in, which the sample of it did not show. */
function findSecondLanguage(
  words: readonly OcrWord[],
  { languages, allowed }: { languages: readonly string[]; allowed: readonly string[] },
): string | undefined {
  const [first] = languages
  if (first === undefined || languages.length > 1) return undefined
  const texts = words.map(({ text }) => text)
  const own = countWords(texts, { without: first })
  const [best] = [...own].filter(([language]) => allowed.includes(language)).sort((a, b) => b[1] - a[1])
  if (best === undefined || best[1] < SECOND.points) return undefined
  return best[1] >= (countWords(texts).get(first) ?? 0) * SECOND.share ? best[0] : undefined
}

/** How much the words say in any language: small print upside down can be read with more confidence than upright, as words that nobody knows. */
function senseOf(words: readonly OcrWord[] = []): number {
  return Math.max(0, ...countWords(words.map(({ text }) => text)).values())
}

/** How sure the engine is of a page, 0 to 1; a page of few words says little and counts as doubtful. */
function judge(words: readonly OcrWord[]): number {
  const telling = words.filter(({ text }) => text.length >= 3)
  if (telling.length < LEAST_WORDS) return 0.3
  return telling.reduce((sum, { confidence }) => sum + confidence, 0) / telling.length
}

// Rulings, specks and edges come out as marks without a letter or digit.
function isWord({ text, confidence }: OcrWord): boolean {
  if (text.trim() === '') return false
  if (/[\p{L}\p{N}]/u.test(text)) return confidence > 0.05
  if (/^[|_—¦[\]{}]+$/u.test(text)) return false
  return confidence > 0.5
}

function toWord(word: OcrWord, { scale }: Prepared): Word {
  const [left, top, right, bottom] = word.box
  return {
    text: word.text.replace(/\s+/g, ''),
    box: [left / scale, top / scale, right / scale, bottom / scale],
    source: 'ocr',
    confidence: Math.min(1, Math.max(0, word.confidence)),
    ...(word.alternatives.length > 0 && { alternatives: word.alternatives }),
  }
}
