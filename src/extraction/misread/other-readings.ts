/** The reader that a proposed reading names; the rule `digits-are-certain` tells people of it. */
export const MISREAD_DIGITS = 'misread-digits'

/**
 * Characters that recognition takes for one another, each with those that may have stood there: digits among themselves first, as worn
 * print and dot matrix confuse them, then letters read for digits.
 */
const TAKEN_FOR: Readonly<Record<string, string>> = {
  '0': '68',
  '1': '74',
  '2': '7',
  '3': '85',
  '4': '19',
  '5': '63',
  '6': '580',
  '7': '12',
  '8': '3609',
  '9': '48',
  O: '0',
  D: '0',
  Q: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
}

/** Every text that differs from the given one in a single character that recognition may have taken for another. Upper case, no blanks. */
export function otherReadings(text: string): string[] {
  return [...text].flatMap((character, at) =>
    [...(TAKEN_FOR[character] ?? '')].map((other) => `${text.slice(0, at)}${other}${text.slice(at + 1)}`),
  )
}
