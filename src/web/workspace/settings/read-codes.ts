import type { CodeEntry } from '../../../../schemas/coding.ts'

/** As the API takes codes; see CODE_PATTERN in schemas/coding.ts. */
const CODE = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.:&/-]| (?=[^ ]))*$/u

export type CodeProblem = { line: number; text: string; kind: 'line-problem' | 'twice' }

/**
 * Codes with their names from lines as people paste them: from a table (tabs) or CSV (commas or semicolons, quotes or not). Lines count from
 * 1. A first line of titles is left out when it is followed by codes of digits.
 */
export function readCodes(text: string): { entries: CodeEntry[]; problem: CodeProblem | null } {
  const rows = text
    .split(/\r?\n/)
    .map((row, index) => ({ line: index + 1, cells: splitRow(row) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const entries: CodeEntry[] = []
  for (const { line, cells } of dropTitles(rows)) {
    const [code = '', ...names] = cells
    const problem = (kind: CodeProblem['kind']) => ({ entries, problem: { line, text: code, kind } })
    if (!CODE.test(code) || code.length > 100) return problem('line-problem')
    if (entries.some((entry) => entry.code === code)) return problem('twice')
    entries.push({
      code,
      name: names
        .filter((name) => name !== '')
        .join(', ')
        .slice(0, 200),
    })
  }
  return { entries, problem: null }
}

/** As `readCodes` reads them. */
export function writeCodes(entries: readonly CodeEntry[]): string {
  return entries.map(({ code, name }) => (name === '' ? code : `${code}; ${name}`)).join('\n')
}

function splitRow(row: string): string[] {
  const sign = ['\t', ';', ','].find((mark) => row.includes(mark)) ?? '\t'
  const cells: string[] = []
  const cell = new RegExp(`\\s*(?:"((?:[^"]|"")*)"[^${sign}]*|([^${sign}]*))(?:${sign}|$)`, 'y')
  while (cell.lastIndex < row.length) {
    const [, quoted, plain = ''] = cell.exec(row) ?? []
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim())
  }
  return cells
}

function dropTitles<Row extends { cells: string[] }>(rows: Row[]): Row[] {
  const [first, ...others] = rows
  const areNumbers = others.length > 0 && others.every(({ cells }) => /\d/.test(cells[0] ?? ''))
  return first && areNumbers && !/\d/.test(first.cells[0] ?? '') ? others : rows
}
