import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { invoiceQuery, picturePath, wordsQuery } from '../api/queries.ts'
import { needsMe } from '../inbox/cause.ts'
import { useArranged } from '../inbox/use-arranged.ts'

/**
 * The invoices that a person goes through, as the inbox showed them: its filters came along in the address. What is sent on leaves the
 * inbox, so the place in the queue is remembered.
 */
export function useQueue({ company, invoice, search }: { company: string; invoice: string; search: URLSearchParams }) {
  const client = useQueryClient()
  const { filters, shown } = useArranged(company, search)
  const lastPlace = useRef(0)
  const ids = useMemo(
    () => shown.filter(({ cause }) => filters.cause !== null || needsMe(cause)).map(({ id }) => id),
    [shown, filters],
  )
  const place = ids.indexOf(invoice)
  if (place >= 0) lastPlace.current = place
  const next = place >= 0 ? ids[place + 1] : ids[lastPlace.current]
  const previous = place > 0 ? ids[place - 1] : undefined

  // While this one is looked at, everything of the next one is fetched: its fields, its words and the picture of its first page.
  useEffect(() => {
    if (next === undefined) return
    const fetching = setTimeout(() => {
      void client.prefetchQuery(invoiceQuery(company, next))
      void client.prefetchQuery(wordsQuery(company, { invoice: next, page: 1 }))
      void keepPicture(picturePath(company, { invoice: next, page: 1 }))
    }, 150)
    return () => clearTimeout(fetching)
  }, [client, company, next])
  return { next, previous, place, count: ids.length }
}

/** The picture that is looked at next: a browser lets go of what nobody holds. */
let kept: HTMLImageElement | null = null

/** Fetches a picture and unpacks it, so that it only needs to be drawn. */
async function keepPicture(path: string): Promise<void> {
  kept = new Image()
  kept.src = path
  // A page without a picture says so when it is looked at.
  await kept.decode().catch(() => {})
}
export type Queue = ReturnType<typeof useQueue>
