/** English with `{gaps}`, and the same in another language. */
export type Phrases = Readonly<Record<string, string>>

/** Gaps in which our own words stand; what is in the others comes from documents and people, and stays as it is. */
const OUR_GAPS = new Set([
  'because',
  'field',
  'form',
  'items',
  'kind',
  'language',
  'other',
  'problem',
  'status',
  'supplier',
  'type',
  'what',
  'where',
  'why',
])

/** Longer texts are no sentence of ours. */
const LONGEST = 2000

type Pattern = { pattern: RegExp; names: string[]; into: string }

/**
 * Finds what is kept in English (reasons, refusals, explanations) in a list of phrases and says it in their language. What is in no list,
 * because it is not ours, stays as it is.
 */
export function makeTranslation(phrases: Phrases): (english: string) => string {
  const whole = new Map(Object.entries(phrases).filter(([english]) => !english.includes('{')))
  const patterns = Object.entries(phrases)
    .filter(([english]) => english.includes('{'))
    // The more a phrase says itself, the surer it is meant.
    .toSorted(([one], [other]) => wordsOf(other).length - wordsOf(one).length)
    .map(([english, into]) => toPattern(english, into))
  const translate = (english: string): string =>
    english.length > LONGEST ? english : (whole.get(english) ?? translateByPattern(english) ?? english)
  const translateByPattern = (english: string): string | undefined => {
    for (const { pattern, names, into } of patterns) {
      const found = pattern.exec(english)
      if (!found) continue
      return into.replace(/\{(\w+)\}/g, (_, name: string) => {
        const text = found[names.indexOf(name) + 1] ?? ''
        return OUR_GAPS.has(name) ? translateList(text) : text
      })
    }
    return undefined
  }
  const translateList = (text: string): string => {
    const said = translate(text)
    if (said !== text) return said
    return text
      .split(/(; |, )/)
      .map((piece, index) => (index % 2 === 0 ? translate(piece) : piece))
      .join('')
  }
  return translate
}

function wordsOf(english: string): string {
  return english.replace(/\{\w+\}/g, '')
}

function toPattern(english: string, into: string): Pattern {
  const names: string[] = []
  const source = english.split(/(\{\w+\})/).map((piece) => {
    if (!/^\{\w+\}$/.test(piece)) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(piece.slice(1, -1))
    return '([^]*?)'
  })
  return { pattern: new RegExp(`^${source.join('')}$`), names, into }
}
