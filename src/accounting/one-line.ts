// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const LINE_BREAKERS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g

/** A supplier's words on one line: no control or reordering characters, no lone surrogates, blanks run together. */
export function toOneLine(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKERS, ' ').replace(/\s+/g, ' ').trim()
}
