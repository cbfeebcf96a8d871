import { findings } from './findings/en.ts'
import type { Wording } from './wording.ts'
import { words } from './words/en.ts'

export const english: Wording = {
  language: 'en',
  quotes: ['"', '"'],
  or: ' or ',
  findings,
  words,
  meaningOf: () => undefined,
  translate: (text) => text,
  codes: {},
  nameLanguage: (name) => name,
}
