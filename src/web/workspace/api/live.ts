import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Invoice } from '../../../http/shapes.ts'
import type { ChangedEvent, Inbox, InboxRow } from '../../../http/workspace-shapes.ts'
import { STATUSES_OPEN } from '../../../pipeline/lifecycle.ts'
import { companyPath, inboxQuery } from './queries.ts'

/** While a stack of invoices is read, something changes every second; lists and figures beside the inbox follow at this pace. */
const REFRESH_MS = 3_000

/**
 * Follows what changes in the company for as long as the page is looked at; what the browser shows is changed where it stands. A hidden
 * page lets its stream go, because browsers keep only a few connections to one place.
 */
export function useLiveChanges(company: string): void {
  const client = useQueryClient()
  useEffect(() => {
    let stream: EventSource | null = null
    let refreshing: ReturnType<typeof setTimeout> | null = null
    const refreshSoon = () => {
      refreshing ??= setTimeout(() => {
        refreshing = null
        void client.invalidateQueries({ queryKey: ['sheet', company] })
        void client.invalidateQueries({ queryKey: ['found', company] })
      }, REFRESH_MS)
    }
    const open = async () => {
      const { seq } = await client.fetchQuery(inboxQuery(company))
      if (stream || document.hidden) return
      stream = new EventSource(`/api${companyPath(company)}/changes?after=${seq}`)
      stream.addEventListener('changed', (message) => {
        applyChange(client, { company, change: JSON.parse(message.data) as ChangedEvent })
        refreshSoon()
      })
    }
    const follow = () => {
      if (document.hidden) {
        stream?.close()
        stream = null
      } else if (!stream) void open().catch(() => {})
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      stream?.close()
      if (refreshing !== null) clearTimeout(refreshing)
    }
  }, [client, company])
}

function applyChange(client: QueryClient, { company, change }: { company: string; change: ChangedEvent }): void {
  client.setQueryData<Inbox>(inboxQuery(company).queryKey, (inbox) => inbox && withChange(inbox, change))
  for (const { id, version } of change.rows) {
    const known = client.getQueryData<Invoice>(['invoice', company, id])
    if (known && known.version < version) void client.invalidateQueries({ queryKey: ['invoice', company, id] })
    void client.invalidateQueries({ queryKey: ['history', company, id] })
  }
}

/** The inbox after what was told: rows replaced where they stand, those that have left taken out and counted, new ones at the end. */
export function withChange(inbox: Inbox, { seq, rows }: Pick<ChangedEvent, 'seq' | 'rows'>): Inbox {
  const changed = new Map(rows.map((row) => [row.id, row]))
  const ended = { ...inbox.ended }
  const kept: InboxRow[] = []
  for (const before of inbox.rows) {
    const after = changed.get(before.id)
    changed.delete(before.id)
    // What was read later than it was told is newer than what was told.
    const row = after && after.version >= before.version ? after : before
    if (!isOpen(row)) ended[row.status] = (ended[row.status] ?? 0) + 1
    else kept.push(row)
  }
  const added = [...changed.values()].filter(isOpen)
  return { seq: Math.max(seq, inbox.seq), ended, rows: [...kept, ...added] }
}

function isOpen({ status }: InboxRow): boolean {
  return STATUSES_OPEN.includes(status)
}
