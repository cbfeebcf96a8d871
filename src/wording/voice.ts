import type { Language } from '../../schemas/said.ts'
import { fill, type Values } from './fill.ts'
import { type Formats, formatsOf } from './format.ts'
import { WORDINGS } from './index.ts'
import { mails as german } from './mails/de.ts'
import { mails as english, type MailText } from './mails/en.ts'
import type { Wording } from './wording.ts'

const MAILS: Record<Language, Record<MailText, string>> = { en: english, de: german }

/** How a mail speaks to its reader. Moments are in UTC: nobody knows where the reader is. */
export type Voice = { wording: Wording; formats: Formats; t: (text: MailText, values?: Values) => string }

export function voiceOf(language: Language): Voice {
  return {
    wording: WORDINGS[language],
    formats: formatsOf(language, 'UTC'),
    t: (text, values) => fill(MAILS[language][text], values),
  }
}
