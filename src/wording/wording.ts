import type { Language } from '../../schemas/said.ts'
import type { FindingText } from './findings/en.ts'
import type { WordName } from './words/en.ts'

/** Everything that one language needs to say what the rooms have to tell people. */
export type Wording = {
  language: Language
  quotes: readonly [string, string]
  or: string
  /** By the code of the rule and its variant. */
  findings: Record<FindingText, string>
  words: Record<WordName, string>
  /** What a rule of a norm asks, by its id; undefined where its own English words are right. */
  meaningOf: (rule: string) => string | undefined
  /** What is kept in English, in this language; what is not ours or not known stays as it is. */
  translate: (english: string) => string
  /** What the code of a failure or refusal means, for what can't be translated. */
  codes: Readonly<Record<string, string>>
  nameLanguage: (english: string) => string
}
