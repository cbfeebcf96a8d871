import type { DocumentType } from '../../../schemas/draft.ts'
import { foldLetters, keyOf } from '../notation/plain-text.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { type ColumnMeaning, entriesOf, type LabelMeaning, type Locale } from './locale.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/** Every language that Billhook reads; a new one is one data file and its line here. */
export const LOCALES = [en, de, fr, nl, it, es, pt] as const satisfies readonly Locale[]

/** One printed phrase and what it means in one language. */
export type PhraseEntry<Meaning extends string> = { meaning: Meaning; locale: string }

/** Phrases by their key (see `keyOf`). */
export type PhraseBook<Meaning extends string> = {
  entries: ReadonlyMap<string, readonly PhraseEntry<Meaning>[]>
  /** Keys by each of their one-letter deletions: finds a misread key in a few look-ups. */
  misread: ReadonlyMap<string, readonly string[]>
}

/** Shorter keys differ by one letter from too many other words to be guessed at. */
const SHORTEST_MISREAD = 6

function makeBook<Meaning extends string>(
  pick: (locale: Locale) => Partial<Record<Meaning, string>>,
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
  const misread = new Map<string, string[]>()
  for (const key of entries.keys()) {
    if (key.length < SHORTEST_MISREAD) continue
    for (const shorter of new Set(deletionsOf(key))) {
      const keys = misread.get(shorter)
      if (keys) keys.push(key)
      else misread.set(shorter, [key])
    }
  }
  return { entries, misread }
}

function deletionsOf(key: string): string[] {
  const shorter = [key]
  for (let at = 0; at < key.length; at++) shorter.push(key.slice(0, at) + key.slice(at + 1))
  return shorter
}

export const LABELS: PhraseBook<LabelMeaning> = makeBook((locale) => locale.labels)
export const TITLES: PhraseBook<DocumentType> = makeBook((locale) => locale.titles)
export const COLUMNS: PhraseBook<ColumnMeaning> = makeBook((locale) => locale.columns)
export const TAX_FREE: PhraseBook<'taxFree'> = makeBook((locale) =>
  locale.taxFree === undefined ? {} : { taxFree: locale.taxFree },
)

/** The entries of a key, or of a key that one misread letter made of it. */
export function lookUp<Meaning extends string>(
  book: PhraseBook<Meaning>,
  { key, misreadAllowed }: { key: string; misreadAllowed: boolean },
): { entries: readonly PhraseEntry<Meaning>[]; exact: boolean } | null {
  const exact = book.entries.get(key)
  if (exact) return { entries: exact, exact: true }
  if (!misreadAllowed || key.length < SHORTEST_MISREAD || key.length > 30) return null
  for (const shorter of deletionsOf(key)) {
    for (const candidate of book.misread.get(shorter) ?? []) {
      if (differsByOne(candidate, key)) return { entries: book.entries.get(candidate)!, exact: false }
    }
  }
  return null
}

function differsByOne(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const restA = a.length - start
  const restB = b.length - start
  if (Math.abs(restA - restB) > 1) return false
  if (restA === restB) return a.slice(start + 1) === b.slice(start + 1)
  return restA > restB ? a.slice(start + 1) === b.slice(start) : a.slice(start) === b.slice(start + 1)
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
      ...Object.values(locale.columns),
      ...Object.values(locale.titles),
    ]) {
      for (const phrase of entriesOf(list))
        for (const word of phrase.split(/[\s/-]+/)) if (keyOf(word).length > 3) own.add(keyOf(word))
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
