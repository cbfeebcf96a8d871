// PostgreSQL stores neither U+0000 nor lone surrogates; the others move the cursor or the reading order of whoever looks at the name.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g
const MAX_CHARACTERS = 255

/**
 * A sender's file name, subject or address as it can be stored and shown on one line: control and reordering characters become one blank,
 * at most 255 characters, the end kept because it holds the extension. Still hostile: never a path, to be escaped wherever it is shown.
 */
export function tameText(text: string): string {
  const tame = text.toWellFormed().replace(UNSHOWABLE, ' ').trim()
  if (tame.length <= MAX_CHARACTERS) return tame
  const half = (MAX_CHARACTERS - 1) / 2
  return `${tame.slice(0, half)}…${tame.slice(-half)}`.toWellFormed()
}
