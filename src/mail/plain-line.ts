/**
 * Text of unknown origin (a supplier's name, a file name) as one harmless line: no control characters, so that no mail header can be
 * injected, and none of the bidirectional or invisible format characters by which "1.000" can be made to read as something else
 * (Unicode TR 36, 2.10). Longer text is cut with an ellipsis.
 */
export function plainLine(text: string, maxLength = 200): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`
}
