import { lookUp, type PhraseBook } from '../locales/index.ts'
import { keyOf } from '../notation/plain-text.ts'
import { spanOf } from './boxes.ts'
import type { Line, Span } from './types.ts'

/** How much each language is in the document: 1 for the main one. */
export type LanguageWeights = ReadonlyMap<string, number>

/** A printed phrase that means something to Billhook. */
export type Phrase<Meaning extends string> = Span & {
  page: number
  meaning: Meaning
  key: string
  /** 0 to 1: whole segment or ended by a colon, in a language of the document, spelled right. */
  quality: number
  /** Ends with ":" (or "#", "="): its value follows. */
  colon: boolean
  /** First in its segment. */
  leads: boolean
  /** Nothing else in its segment. */
  alone: boolean
}

const LONGEST_PHRASE = 7
/** A phrase is not read across a gap wider than this many line heights. */
const PHRASE_GAP = 1.6
/** A language below this weight lends no short phrases: they are other words in other languages. */
const WEAK_LANGUAGE = 0.2

/** What a letter that had to be guessed leaves of a phrase's quality. */
const MISREAD = 0.9

/** All phrases of a book that stand on the line, longest first, not overlapping, left to right. */
export function findPhrases<Meaning extends string>(
  line: Line,
  { book, languages }: { book: PhraseBook<Meaning>; languages: LanguageWeights },
): Phrase<Meaning>[] {
  const found: Phrase<Meaning>[] = []
  const keys = line.atoms.map((atom) => keyOf(atom.text))
  for (let from = 0; from < line.atoms.length; ) {
    const phrase = longestPhraseAt(line, { from, keys, book, languages })
    if (phrase) {
      found.push(phrase)
      from = phrase.to
    } else from++
  }
  return found
}

function longestPhraseAt<Meaning extends string>(
  line: Line,
  {
    from,
    keys,
    book,
    languages,
  }: { from: number; keys: string[]; book: PhraseBook<Meaning>; languages: LanguageWeights },
): Phrase<Meaning> | null {
  if (keys[from] === '') return null
  let best: Phrase<Meaning> | null = null
  let key = ''
  for (let to = from + 1; to <= line.atoms.length && to - from <= LONGEST_PHRASE; to++) {
    const atom = line.atoms[to - 1]!
    if (to - 1 > from && atom.box[0] - line.atoms[to - 2]!.box[2] > PHRASE_GAP * line.height) break
    if (to - 1 > from && /[:]$/.test(line.atoms[to - 2]!.text)) break
    key += keys[to - 1]!
    if (keys[to - 1] === '' && !/^[:#]/.test(atom.text)) continue
    const hit = lookUp(book, { key, misreadAllowed: atom.source === 'ocr' })
    // "Total sales RM": a word that would have to be guessed away is none of the phrase.
    if (!hit || (best && hit.misread >= key.length - best.key.length)) continue
    const chosen = chooseMeaning(hit.entries, { key, languages })
    if (!chosen) continue
    best = {
      ...phraseOf(line, { from, to }),
      meaning: chosen.meaning,
      key,
      page: line.page,
      quality: 0,
      colon: false,
      leads: false,
      alone: false,
    }
    Object.assign(best, judgePhrase(best, { weight: chosen.weight, misread: hit.misread }))
  }
  return best ?? guessAt(line, { from, key: keys[from]!, book })
}

/** How much of the document's language a guessed word is taken to be. */
const GUESSED = 0.5

/** A word that no list has, yet whose make says what it is: "Betaaloverzichtnummer". */
function guessAt<Meaning extends string>(
  line: Line,
  { from, key, book }: { from: number; key: string; book: PhraseBook<Meaning> },
): Phrase<Meaning> | null {
  const meaning = book.guess(key)
  if (meaning === null) return null
  const span = phraseOf(line, { from, to: from + 1 })
  return { ...span, meaning, key, page: line.page, ...judgePhrase(span, { weight: GUESSED, misread: 0 }) }
}

/** A lone ":", "#" or "**" behind the phrase belongs to it. */
function phraseOf(line: Line, { from, to }: { from: number; to: number }): Span {
  let end = to
  const next = line.atoms[end]
  if (next && /^[:#.*]+$/.test(next.text)) end++
  return spanOf(line, { from, to: end })
}

function chooseMeaning<Meaning extends string>(
  entries: readonly { meaning: Meaning; locale: string }[],
  { key, languages }: { key: string; languages: LanguageWeights },
): { meaning: Meaning; weight: number } | null {
  let best: { meaning: Meaning; weight: number } | null = null
  for (const entry of entries) {
    const weight = languages.get(entry.locale) ?? 0
    if (weight < WEAK_LANGUAGE && key.length < 6) continue
    if (!best || weight > best.weight) best = { meaning: entry.meaning, weight }
  }
  return best
}

function judgePhrase(
  span: Span,
  { weight, misread }: { weight: number; misread: number },
): Pick<Phrase<string>, 'quality' | 'colon' | 'leads' | 'alone'> {
  const { line, from, to } = span
  const colon = /[:#=]\**$/.test(span.raw.replaceAll(' ', ''))
  const segment = line.segments.find((candidate) => candidate.from <= from && from < candidate.to)
  const leads =
    segment?.from === from ||
    /^[^\p{L}\p{N}]+$/u.test(line.text.slice(line.offsets[segment?.from ?? 0]!, line.offsets[from]!))
  const alone = leads && segment !== undefined && segment.to <= to
  const before = line.atoms[from - 1]
  const after = line.atoms[to]
  const beforePart = leads ? 1 : colon || (before && /[\d:;|•·]$/.test(before.text)) ? 0.9 : 0.6
  const runsOn =
    !colon &&
    !alone &&
    after !== undefined &&
    /^\p{L}{2,}/u.test(after.text) &&
    !/\d/.test(after.text) &&
    !/^[A-Z]{3}$/.test(after.text)
  const stated = 0.7 + 0.3 * Math.min(1, weight * 1.5)
  return { quality: beforePart * (runsOn ? 0.72 : 1) * stated * MISREAD ** misread, colon, leads, alone }
}
