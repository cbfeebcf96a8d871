import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { foundQuery, inboxQuery } from '../api/queries.ts'
import { arrange, readFilters } from './arrange.ts'

/** Typing goes on while the server looks through the pages. */
const LOOK_AFTER_MS = 250

/** The invoices that fit the address, in the order in which the inbox shows them and a review goes through them. */
export function useArranged(company: string, search: URLSearchParams) {
  const { data: inbox } = useQuery(inboxQuery(company))
  const filters = useMemo(() => readFilters(search), [search])
  // Typing stays quick with ten thousand rows: the list follows when there is time.
  const q = useDeferredValue(filters.q).trim()
  const [looked] = useDebouncedValue(q, LOOK_AFTER_MS)
  const { data: found } = useQuery(foundQuery(company, looked))
  const rows = inbox?.rows
  const today = new Date().toISOString().slice(0, 10)
  const shown = useMemo(() => {
    const onPages = found && looked === q ? new Set(found.open) : undefined
    return arrangeOnce(rows ?? [], { filters: { ...filters, q }, today, found: onPages })
  }, [rows, filters, q, looked, found, today])
  return { filters, shown, today, ended: looked === q && q !== '' ? (found?.ended ?? []) : [] }
}

type Asked = Parameters<typeof arrange>

/** The last answer is kept: from one review to the next, and back to the inbox, the list is the same. */
let last: { key: string; rows: Asked[0]; found: Asked[1]['found']; shown: ReturnType<typeof arrange> } | null = null

function arrangeOnce(rows: Asked[0], { filters, today, found }: Asked[1]): ReturnType<typeof arrange> {
  const key = JSON.stringify([filters, today])
  if (last?.rows !== rows || last.found !== found || last.key !== key)
    last = { key, rows, found, shown: arrange(rows, { filters, today, found }) }
  return last.shown
}
