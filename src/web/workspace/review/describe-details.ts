import type { Texts } from '../texts/texts.tsx'

type Speech = Pick<Texts, 't' | 'word' | 'said' | 'amount' | 'date'>

/** More of one event would be a page of its own. */
const MOST_CHANGES = 20

/** What an event says beyond its kind, as far as it can be said in a line. */
export function describeDetails(details: Record<string, unknown>, speech: Speech): string {
  const { changed, reason, comment, message, text, to } = details
  const said = Array.isArray(changed)
    ? changed.slice(0, MOST_CHANGES).flatMap((change) => describeChange(change, speech))
    : []
  for (const words of [reason, comment, message, text])
    if (typeof words === 'string' && words !== '') said.push(speech.t('event.said', { words: speech.said(words) }))
  if (said.length === 0 && typeof to === 'string') said.push(`→ ${speech.word('status', to)}`)
  return said.join(', ')
}

/** Of a table each cell that was changed; where rows came or went, how many there are. */
function describeChange(change: unknown, speech: Speech): string[] {
  const { word } = speech
  if (!isRecord(change)) return [word('field', String(change))]
  const { what, from, to, cells } = change
  const name = word('field', String(what))
  if (!Array.isArray(cells)) return [`${name}: ${show(from, what, speech)} → ${show(to, what, speech)}`]
  return cells.filter(isRecord).map(({ row, what: column, from: before, to: after }) => {
    const title = word(what === 'lines' ? 'line' : 'vat', String(column))
    return `${name} ${row}, ${title}: ${show(before, column, speech)} → ${show(after, column, speech)}`
  })
}

/** A value as its field is written. */
function show(value: unknown, what: unknown, { word, amount, date }: Speech): string {
  if (value === null || value === undefined || value === '') return '–'
  if (isRecord(value)) {
    const said = Object.entries(value).map(([kind, code]) => `${word('coding', kind)} ${code}`)
    return said.length === 0 ? '–' : said.join(' ')
  }
  const text = String(value)
  if (what === 'type') return word('type', text)
  if (/Total$|^amountDue$|^(?:net|base|tax|prepaid|rounding)/.test(String(what))) return amount(text)
  return date(text)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
