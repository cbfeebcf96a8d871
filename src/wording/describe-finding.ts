import type { Finding } from '../../schemas/finding.ts'
import type { Formats } from './format.ts'
import { say } from './say.ts'
import type { Wording } from './wording.ts'

/** How many of the values that a norm's rule names are told in a sentence. */
const MOST_NAMED = 4

/** A finding in its reader's language: by its own text, by the norm's rule, or, where there is neither, as it was stored. */
export function describeFinding(
  finding: Pick<Finding, 'code' | 'message' | 'says' | 'clashing'>,
  voice: { wording: Wording; formats: Formats },
): string {
  const meaning = voice.wording.meaningOf(finding.code)
  if (meaning !== undefined) return describeRule(finding, { ...voice, meaning })
  return (finding.says && say(finding.says, voice)) ?? voice.wording.translate(finding.message)
}

function describeRule(
  { clashing = [], says }: Pick<Finding, 'clashing' | 'says'>,
  { wording: { words, quotes }, formats, meaning }: { wording: Wording; formats: Formats; meaning: string },
): string {
  const given = clashing.filter(({ text }) => text !== '')
  const found = given.slice(0, MOST_NAMED).map(({ term, text }) => `${term} ${quotes[0]}${text}${quotes[1]}`)
  const missing = [...new Set(clashing.filter(({ text }) => text === '').map(({ term }) => term))]
  const expected = says?.values.expected
  return [
    meaning,
    found.length > 0 && `${words['norm.found']}: ${found.join(', ')}${given.length > MOST_NAMED ? ', …' : ''}.`,
    missing.length > 0 && `${words['norm.missing']}: ${missing.join(', ')}.`,
    typeof expected === 'object' &&
      'amount' in expected &&
      `${words['norm.expected']}: ${formats.amount(expected.amount)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
