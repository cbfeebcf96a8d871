import type { Said, SaidValue } from '../../schemas/said.ts'
import { fill } from './fill.ts'
import type { Formats } from './format.ts'
import type { Wording } from './wording.ts'

type Voice = { wording: Wording; formats: Pick<Formats, 'amount' | 'date'> }

/** As the API keeps it: amounts and dates as they are stored. */
const AS_STORED: Voice['formats'] = { amount: (value) => value ?? '', date: (iso) => iso ?? '' }

/** A message in a reader's language; null where this program has no such text (any more). */
export function say({ text, values }: Said, voice: Voice): string | null {
  const template = (voice.wording.findings as Record<string, string>)[text]
  if (template === undefined) return null
  const shown = Object.entries(values).map(([name, value]) => [name, showValue(value, voice)])
  return capitalize(fill(template, Object.fromEntries(shown)))
}

/** The message that is kept with a finding: English, with values as they are stored. */
export function sayForRecord(said: Said, english: Wording): string {
  return say(said, { wording: english, formats: AS_STORED }) ?? ''
}

function showValue(value: SaidValue, { wording, formats }: Voice): string {
  if (typeof value !== 'object') return String(value)
  const quote = (text: string) => `${wording.quotes[0]}${text}${wording.quotes[1]}`
  if ('amount' in value) return formats.amount(value.amount)
  if ('date' in value) return formats.date(value.date)
  if ('word' in value) return wordOf(value.word, wording)
  if ('words' in value) return value.words.map((word) => wordOf(word, wording)).join(', ')
  if ('quoted' in value) return value.quoted.map(quote).join(', ')
  if ('any' in value) return value.any.join(wording.or)
  if ('phrases' in value) return value.phrases.map(wording.translate).join(value.phrases.some(isSentence) ? ' ' : ', ')
  if ('language' in value) return wording.nameLanguage(value.language)
  // A sum or a date says by itself what it is; other values are set apart.
  return formats === AS_STORED || value.as === 'text' ? quote(value.value) : formats[value.as](value.value)
}

function wordOf(name: string, { words }: Wording): string {
  return (words as Record<string, string>)[name] ?? name.slice(name.indexOf('.') + 1)
}

function isSentence(text: string): boolean {
  return text.endsWith('.')
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
