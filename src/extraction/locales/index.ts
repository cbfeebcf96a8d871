import type { DocumentType } from '../../../schemas/draft.ts'
import { editDistance } from '../notation/edit-distance.ts'
import { foldLetters, keyOf } from '../notation/plain-text.ts'
import { cs } from './cs.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { type ColumnMeaning, entriesOf, type LabelMeaning, type Locale } from './locale.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { sv } from './sv.ts'
import { tr } from './tr.ts'

/** Every language that Billhook reads; a new one is one data file and its line here. */
export const LOCALES = [en, de, fr, nl, it, es, pt, pl, cs, sv, da, nb, fi, tr] as const satisfies readonly Locale[]

/** One printed phrase and what it means in one language. */
export type PhraseEntry<Meaning extends string> = { meaning: Meaning; locale: string }

/** Phrases by their key (see `keyOf`). */
export type PhraseBook<Meaning extends string> = {
  entries: ReadonlyMap<string, readonly PhraseEntry<Meaning>[]>
  /** Keys by length with their first or their last letters: one misread letter leaves one of the two as it was. */
  ends: ReadonlyMap<string, readonly string[]>
  /** What a single word means that no list has; null: nothing. */
  guess: (key: string) => Meaning | null
}

/** Shorter keys differ by one letter from too many other words to be guessed at. */
const SHORTEST_MISREAD = 6
/** At most half of the shortest key, so that both ends of it do not overlap. */
const END = 3

function makeBook<Meaning extends string>(
  pick: (locale: Locale) => Partial<Record<Meaning, string>>,
  guess: PhraseBook<Meaning>['guess'] = () => null,
): PhraseBook<Meaning> {
  const entries = new Map<string, PhraseEntry<Meaning>[]>()
  for (const locale of LOCALES as readonly Locale[]) {
    for (const [meaning, list] of Object.entries(pick(locale)) as [Meaning, string][]) {
      for (const phrase of entriesOf(list)) {
        const key = keyOf(phrase)
        if (key === '') continue
        const known = entries.get(key)
        if (!known) entries.set(key, [{ meaning, locale: locale.code }])
        else if (!known.some((entry) => entry.locale === locale.code)) known.push({ meaning, locale: locale.code })
      }
    }
  }
  const ends = new Map<string, string[]>()
  for (const key of entries.keys()) {
    if (key.length < SHORTEST_MISREAD) continue
    for (const end of endsOf(key, key.length)) {
      const keys = ends.get(end)
      if (keys) keys.push(key)
      else ends.set(end, [key])
    }
  }
  return { entries, ends, guess }
}

function endsOf(key: string, length: number): string[] {
  return [`${length}<${key.slice(0, END)}`, `${length}>${key.slice(-END)}`]
}

/** Germanic and Romance compounds that name a number of some kind. */
const SOME_NUMBER = /^\p{L}{4,}(?:nummer|nummeret|numero)$/u

export const LABELS: PhraseBook<LabelMeaning> = makeBook(
  (locale) => ({ ...locale.details, ...locale.labels }),
  (key) => (SOME_NUMBER.test(key) ? 'number' : null),
)
export const TITLES: PhraseBook<DocumentType> = makeBook((locale) => locale.titles)
export const COLUMNS: PhraseBook<ColumnMeaning> = makeBook((locale) => locale.columns)
export const TAX_FREE: PhraseBook<'taxFree'> = makeBook((locale) =>
  locale.taxFree === undefined ? {} : { taxFree: locale.taxFree },
)

/** From this length on two misread letters leave no other word. */
const SHORTEST_MISREAD_TWICE = 12

/** The entries of a key, or of a key that one misread letter made of it, or two in a long one. `misread`: how many. */
export function lookUp<Meaning extends string>(
  book: PhraseBook<Meaning>,
  { key, misreadAllowed }: { key: string; misreadAllowed: boolean },
): { entries: readonly PhraseEntry<Meaning>[]; misread: number } | null {
  const exact = book.entries.get(key)
  if (exact) return { entries: exact, misread: 0 }
  if (!misreadAllowed || key.length < SHORTEST_MISREAD || key.length > 30) return null
  const most = key.length < SHORTEST_MISREAD_TWICE ? 1 : 2
  let best: { candidate: string; misread: number } | null = null
  for (let length = key.length - most; length <= key.length + most; length++) {
    for (const end of endsOf(key, length)) {
      for (const candidate of book.ends.get(end) ?? []) {
        const misread = editDistance(candidate, { b: key, most: (best?.misread ?? most + 1) - 1 })
        if (misread < (best?.misread ?? most + 1)) best = { candidate, misread }
      }
    }
  }
  return best && { entries: book.entries.get(best.candidate)!, misread: best.misread }
}

/** Month names of every language; a name that means two months in two languages is left to the first one listed. */
export const MONTHS: ReadonlyMap<string, number> = (() => {
  const months = new Map<string, number>()
  for (const locale of LOCALES as readonly Locale[]) {
    for (const [index, names] of entriesOf(locale.months).entries()) {
      for (const name of names.split(',')) {
        const key = foldLetters(name.trim()).replace(/[^\p{L}]/gu, '')
        if (key !== '' && !months.has(key)) months.set(key, index + 1)
      }
    }
  }
  return months
})()

/** Small words by language: word -> the languages that use it. */
export const LANGUAGE_WORDS: ReadonlyMap<string, readonly string[]> = (() => {
  const words = new Map<string, string[]>()
  for (const locale of LOCALES as readonly Locale[]) {
    const own = new Set(entriesOf(locale.words).map(keyOf))
    for (const names of entriesOf(locale.months)) for (const name of names.split(',')) own.add(keyOf(name))
    for (const list of [
      ...Object.values(locale.labels),
      ...Object.values(locale.details),
      ...Object.values(locale.columns),
      ...Object.values(locale.titles),
    ]) {
      for (const phrase of entriesOf(list))
        for (const word of phrase.split(/[\s/-]+/)) {
          const key = keyOf(word)
          if (key.length > 3) own.add(key)
        }
    }
    for (const word of own) {
      const languages = words.get(word)
      if (languages) languages.push(locale.code)
      else words.set(word, [locale.code])
    }
  }
  return words
})()

/** The language's data; null for a language that has none. */
export function localeOf(code: string): Locale | null {
  return (LOCALES as readonly Locale[]).find((locale) => locale.code === code) ?? null
}
