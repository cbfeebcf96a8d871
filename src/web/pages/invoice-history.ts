import { html } from 'ghtml'
import type { HistoryEvent } from '../../review/read-history.ts'
import { writeTime } from '../words.ts'

/** What happened, newest first, from the audit trail. */
export function renderHistory(history: readonly HistoryEvent[]): string {
  const rows = history
    .toReversed()
    .map(
      (event) =>
        html`<li><span class="small quiet">${writeTime(event.at)}</span> <strong>${wordKind(event.kind)}</strong> by ${event.actor}${wordData(event.data)}</li>`,
    )
  return html`<section class="card"><h2>History</h2><ol class="history">!${rows}</ol><p class="quiet small">Times in UTC.</p></section>`
}

function wordKind(kind: string): string {
  return kind.replace(/^(invoice|delivery)\./, '').replaceAll('-', ' ')
}

/** What an event says beyond who and when, as far as a person wants it. */
function wordData(data: Record<string, unknown>): string {
  const said: string[] = []
  if (typeof data.reason === 'string') said.push(data.reason)
  if (typeof data.comment === 'string') said.push(data.comment)
  if (typeof data.duplicateOf === 'string') said.push(`of ${data.duplicateOf}`)
  if (Array.isArray(data.approvers)) said.push(`asked ${data.approvers.join(', ')}`)
  if (Array.isArray(data.changed)) {
    const changed = data.changed as { what: string; from: unknown; to: unknown }[]
    said.push(changed.map(({ what, from, to }) => `${what} from ${from ?? 'nothing'} to ${to ?? 'nothing'}`).join(', '))
  }
  return said.length === 0 ? '' : `: ${said.join('; ')}`
}
