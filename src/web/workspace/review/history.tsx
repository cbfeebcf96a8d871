import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'

/** Who did what, newest first. Loaded when somebody wants to see it. */
export function History({ company, invoice }: { company: string; invoice: string }) {
  const { time, word } = useTexts()
  const { data } = useQuery(historyQuery(company, invoice))
  return (
    <ol className="history" reversed>
      {data?.events.toReversed().map(({ seq, at, actor, kind, data: details }) => (
        <li key={seq}>
          <time dateTime={at}>{time(at)}</time> <strong>{actor}</strong> <code>{kind.replace('invoice.', '')}</code>{' '}
          <span className="quiet">{describeDetails(details, word)}</span>
        </li>
      ))}
    </ol>
  )
}

/** What an event says beyond its kind, as far as it can be said in a line. */
export function describeDetails(
  details: Record<string, unknown>,
  word: (group: string, code: string) => string,
): string {
  const said: string[] = []
  const { changed, reason, comment, message, to } = details
  if (Array.isArray(changed)) {
    for (const change of changed.slice(0, 20)) {
      const {
        what,
        from,
        to: after,
      } = (typeof change === 'object' && change !== null ? change : {}) as Record<string, unknown>
      said.push(
        what === undefined ? String(change) : `${word('field', String(what))}: ${from ?? '–'} → ${after ?? '–'}`,
      )
    }
  }
  for (const text of [reason, comment, message]) if (typeof text === 'string' && text !== '') said.push(`“${text}”`)
  if (said.length === 0 && typeof to === 'string') said.push(`→ ${word('status', to)}`)
  return said.join(', ')
}
