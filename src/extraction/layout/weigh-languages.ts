import { LANGUAGE_WORDS, LOCALES } from '../locales/index.ts'
import { keyOf } from '../notation/plain-text.ts'
import type { LanguageWeights } from './find-phrases.ts'
import type { Layout } from './types.ts'

/** Enough to know the language; more only costs time on long documents. */
const WORDS_READ = 3000

/** How much of each known language is in the document. A word that few languages use says most. Nothing known: English, lightly. */
export function weighLanguages(layout: Layout): LanguageWeights {
  const scores = new Map<string, number>(LOCALES.map((locale) => [locale.code, locale.code === 'en' ? 0.5 : 0]))
  let read = 0
  for (const line of layout.lines) {
    for (const atom of line.atoms) {
      if (read++ > WORDS_READ) break
      const languages = LANGUAGE_WORDS.get(keyOf(atom.text))
      if (!languages) continue
      for (const language of languages) scores.set(language, scores.get(language)! + 1 / languages.length ** 1.5)
    }
  }
  const most = Math.max(...scores.values())
  return new Map([...scores].map(([language, score]) => [language, score / most]))
}

export function mainLanguage(languages: LanguageWeights): string {
  return [...languages].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]
}
