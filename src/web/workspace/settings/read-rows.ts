/** What stands in a text, one thing a line. */
export function readRows(text: string): string[] {
  return text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
}
