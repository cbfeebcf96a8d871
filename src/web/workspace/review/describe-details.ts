type Word = (group: string, code: string) => string

/** More of one event would be a page of its own. */
const MOST_CHANGES = 20

/** What an event says beyond its kind, as far as it can be said in a line. */
export function describeDetails(details: Record<string, unknown>, word: Word): string {
  const { changed, reason, comment, message, text, to } = details
  const said = Array.isArray(changed)
    ? changed.slice(0, MOST_CHANGES).flatMap((change) => describeChange(change, word))
    : []
  for (const words of [reason, comment, message, text])
    if (typeof words === 'string' && words !== '') said.push(`“${words}”`)
  if (said.length === 0 && typeof to === 'string') said.push(`→ ${word('status', to)}`)
  return said.join(', ')
}

/** Of a table each cell that was changed; where rows came or went, how many there are. */
function describeChange(change: unknown, word: Word): string[] {
  if (!isRecord(change)) return [String(change)]
  const { what, from, to, cells } = change
  const name = word('field', String(what))
  if (!Array.isArray(cells)) return [`${name}: ${show(from, word)} → ${show(to, word)}`]
  return cells.filter(isRecord).map(({ row, what: column, from: before, to: after }) => {
    const title = word(what === 'lines' ? 'line' : 'vat', String(column))
    return `${name} ${row}, ${title}: ${show(before, word)} → ${show(after, word)}`
  })
}

function show(value: unknown, word: Word): string {
  if (value === null || value === undefined || value === '') return '–'
  if (!isRecord(value)) return String(value)
  const said = Object.entries(value).map(([kind, code]) => `${word('coding', kind)} ${code}`)
  return said.length === 0 ? '–' : said.join(' ')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
