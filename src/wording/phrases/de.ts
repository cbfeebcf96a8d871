import { findings as german } from '../findings/de.ts'
import { findings as english } from '../findings/en.ts'
import type { Phrases } from '../translate.ts'
import { words as germanWords } from '../words/de.ts'
import { words as englishWords } from '../words/en.ts'
import { INTAKE } from './intake.ts'
import { OUTAGES } from './outages.ts'
import { READING } from './reading.ts'
import { REFUSALS } from './refusals.ts'
import { SUPPLIERS } from './suppliers.ts'

/** Findings that were stored before they kept what they say apart from any language are found by their English text. */
const STORED = Object.fromEntries(
  Object.entries(english).map(([text, words]) => [words, german[text as keyof typeof english]]),
)
const WORDS = Object.fromEntries(
  Object.entries(englishWords).map(([name, word]) => [word, germanWords[name as keyof typeof englishWords]]),
)

/** What is kept in English, in German. */
export const phrases: Phrases = { ...WORDS, ...STORED, ...READING, ...INTAKE, ...OUTAGES, ...SUPPLIERS, ...REFUSALS }
