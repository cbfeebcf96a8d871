import { foldLetters } from './plain-text.ts'

/** Languages whose months are asked of the runtime, beyond those that have a locale of their own. */
const LANGUAGES =
  'bg bs ca cs cy da de el en es et eu fi fr ga gl hr hu id is it lb lt lv mk ms mt nb nl nn pl pt ro ru sk sl sq sr-Latn sv tr uk'.split(
    ' ',
  )
const FORMS: readonly Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  // In some languages the name is bent beside a day: "13. ožujka".
  { month: 'long', day: 'numeric' },
  { month: 'short', day: 'numeric' },
]

let known: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined

/** Names of months, folded, by language; made when first asked for. */
function namesByLanguage(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  known ??= new Map(LANGUAGES.map((language) => [language, namesOf(language)]))
  return known
}

function namesOf(language: string): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  for (const form of FORMS) {
    const format = new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' })
    for (let month = 1; month <= 12; month++) {
      const parts = format.formatToParts(Date.UTC(2026, month - 1, 15))
      const name = foldLetters(parts.find(({ type }) => type === 'month')?.value ?? '').replace(/[^\p{L}]/gu, '')
      if (name !== '') names.set(name, month)
    }
  }
  return names
}

/** The languages in which this word is the name of this month. */
export function languagesOfMonth(word: string, month: number): string[] {
  const name = foldLetters(word)
  return [...namesByLanguage()].flatMap(([language, names]) => (names.get(name) === month ? [language] : []))
}

/** The month that a word names in one of these languages; undefined where it names none, or they do not agree. */
export function monthInLanguages(word: string, languages: readonly string[]): number | undefined {
  const name = foldLetters(word)
  const months = new Set(languages.flatMap((language) => namesByLanguage().get(language)?.get(name) ?? []))
  return months.size === 1 ? [...months][0] : undefined
}
