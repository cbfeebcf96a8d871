import { codes } from './codes/de.ts'
import { findings } from './findings/de.ts'
import { meaningOf } from './norm/de.ts'
import { phrases } from './phrases/de.ts'
import { makeTranslation } from './translate.ts'
import type { Wording } from './wording.ts'
import { words } from './words/de.ts'

export const german: Wording = {
  language: 'de',
  quotes: ['„', '“'],
  or: ' oder ',
  findings,
  words,
  meaningOf,
  translate: makeTranslation(phrases),
  codes,
  nameLanguage,
}

/** Intl names languages by their codes; these are found again by their English names. */
function nameLanguage(english: string): string {
  const [names, ours] = ['en', 'de'].map((locale) => new Intl.DisplayNames([locale], { type: 'language' }))
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(97 + at))
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  const code = codes.find((one) => names?.of(one) === english)
  return (code && ours?.of(code)) ?? english
}
