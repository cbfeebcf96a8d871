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
    return arrange(rows ?? [], { filters: { ...filters, q }, today, found: onPages })
  }, [rows, filters, q, looked, found, today])
  return { filters, shown, today, ended: looked === q && q !== '' ? (found?.ended ?? []) : [] }
}
