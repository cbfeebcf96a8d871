import type { Wording } from './wording.ts'

/** Why something failed or was refused, in a reader's language: by what it says, or else by its code. */
export function describeProblem(
  { code, message }: { code: string; message: string },
  { translate, codes }: Pick<Wording, 'translate' | 'codes'>,
): string {
  const said = translate(message)
  return said === message ? (codes[code] ?? message) : said
}
