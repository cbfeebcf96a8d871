import { foldWord, isForeign, LANGUAGES_OF } from './language-words.ts'

/** What the words of a page say about their language; languages as tesseract names them. */
export type LanguageVerdict = {
  /** Best first, one or two (the page is in both); empty where nothing tells. */
  languages: string[]
  /** A language that is none of ours, as its English name ("Hungarian"); only where that is clear. */
  foreign: string | undefined
}

// Every word counts as often as it helps: a price list says "Menge" a hundred times.
const MOST_OF_A_WORD = 3
// Points (a word of one language gives one) from which the words alone decide, and by how many times the next language is beaten.
const ENOUGH = 2.5
const CLEAR_LEAD = 1.5
// A second language has at least so many points by words that the first does not have, and this share of the first one's.
const SECOND_LANGUAGE = { points: 3, share: 0.45 }
// Letters that n-grams need.
const LEAST_LETTERS = 40

// When n-grams are believed that the package does not call reliable.
const LEADING = { letters: 120, score: 0.4, lead: 1.7 }

const CODES: Record<string, string> = {
  cs: 'ces',
  da: 'dan',
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fi: 'fin',
  fr: 'fra',
  it: 'ita',
  nl: 'nld',
  no: 'nor',
  pl: 'pol',
  pt: 'por',
  sv: 'swe',
  tr: 'tur',
}

/**
 * Finds the language of a page by its words: first by those that letters and invoices hold, and where these do not decide by n-grams (the
 * package eld, which is loaded only then: its data takes some 80 MB).
 */
export async function judgeLanguage(words: readonly string[]): Promise<LanguageVerdict> {
  const points = countWords(words)
  const foreign = findForeign(points)
  if (foreign !== undefined) return { languages: [], foreign }
  const [first, second] = [...points].filter(([language]) => !isForeign(language)).sort((a, b) => b[1] - a[1])
  if (first !== undefined && first[1] >= ENOUGH) {
    const other = findSecond(words, first)
    if (other !== undefined) return { languages: [first[0], other], foreign: undefined }
    if (first[1] >= (second?.[1] ?? 0) * CLEAR_LEAD) return { languages: [first[0]], foreign: undefined }
  }
  const byGrams = await askGrams(words)
  if (byGrams === undefined) return { languages: first === undefined ? [] : [first[0]], foreign: undefined }
  const language = CODES[byGrams.code]
  if (language !== undefined) {
    const share = points.get(language) ?? 0
    // n-grams of a few labels err; words that were clearly there do not
    if (byGrams.reliable || first === undefined || share >= first[1] / 2)
      return { languages: withSecond(language, words, points), foreign: undefined }
    return { languages: [first[0]], foreign: undefined }
  }
  if ((byGrams.reliable || byGrams.leads) && (first === undefined || first[1] < ENOUGH)) {
    return { languages: first === undefined ? [] : [first[0]], foreign: nameOf(byGrams.code) }
  }
  return { languages: first === undefined ? [] : [first[0]], foreign: undefined }
}

/** The language without data that leads clearly by the points of words, as its English name. */
export function findForeign(points: ReadonlyMap<string, number>): string | undefined {
  const [first, second] = [...points].sort((a, b) => b[1] - a[1])
  if (first === undefined || !isForeign(first[0]) || first[1] < ENOUGH) return undefined
  return first[1] >= (second?.[1] ?? 0) * CLEAR_LEAD ? nameOf(first[0]) : undefined
}

/** A language's English name. */
export function nameOf(language: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language
}

/**
 * How many points the words give to a language: cheap enough to ask of every page that was read. `without`: words of this language give
 * none, to itself or another.
 */
export function countWords(words: readonly string[], { without }: { without?: string } = {}): Map<string, number> {
  const points = new Map<string, number>()
  for (const [languages, count] of known(words)) {
    if (without !== undefined && languages.includes(without)) continue
    for (const language of languages)
      points.set(language, (points.get(language) ?? 0) + Math.min(count, MOST_OF_A_WORD) / languages.length)
  }
  return points
}

function known(words: readonly string[]): [readonly string[], number][] {
  const counts = new Map<string, number>()
  for (const word of words.flatMap((one) => one.split(/[-/]/))) {
    const folded = foldWord(word)
    if (folded.length >= 2 && LANGUAGES_OF.has(folded)) counts.set(folded, (counts.get(folded) ?? 0) + 1)
  }
  return [...counts].map(([word, count]) => [LANGUAGES_OF.get(word) ?? [], count])
}

function withSecond(language: string, words: readonly string[], points: Map<string, number>): string[] {
  const second = findSecond(words, [language, points.get(language) ?? 0])
  return second === undefined ? [language] : [language, second]
}

function findSecond(words: readonly string[], [first, firstPoints]: [string, number]): string | undefined {
  // a word of both says nothing about the second
  const own = countWords(words, { without: first })
  const [best] = [...own].filter(([language]) => !isForeign(language)).sort((a, b) => b[1] - a[1])
  if (best === undefined || best[1] < SECOND_LANGUAGE.points) return undefined
  return best[1] >= firstPoints * SECOND_LANGUAGE.share ? best[0] : undefined
}

type Grams = {
  code: string
  reliable: boolean
  /** No other language comes near, though the package calls none sure: a first look in English has lost the accents. */
  leads: boolean
}

async function askGrams(words: readonly string[]): Promise<Grams | undefined> {
  const text = words.filter((word) => /^\p{L}[\p{L}'’-]*[.,:;]?$/u.test(word) && word.length >= 2).join(' ')
  const letters = text.replace(/[^\p{L}]/gu, '').length
  if (letters < LEAST_LETTERS) return undefined
  const { eld } = await import('eld/extrasmall')
  const result = eld.detect(text)
  if (result.language === '') return undefined
  const [best = 0, next = 0] = Object.values(result.getScores()).sort((a, b) => b - a)
  const leads = letters >= LEADING.letters && best >= LEADING.score && best >= next * LEADING.lead
  return { code: result.language, reliable: result.isReliable(), leads }
}
