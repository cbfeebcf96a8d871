import { useQuery } from '@tanstack/react-query'
import type { CodeLists } from '../../../../schemas/coding.ts'
import type { CodingSuggestion } from '../../../review/suggest-coding.ts'
import { call } from '../api/call.ts'
import { invoicePath, sheetQuery } from '../api/queries.ts'
import { KINDS } from './coding.ts'

const NO_CODES: CodeLists = { account: [], costCentre: [], taxCode: [], defaults: {} }

/** What the company books under, and how this invoice is probably booked. */
export function useCodes({ company, invoice, supplier }: { company: string; invoice: string; supplier: string }) {
  const { data: lists = NO_CODES } = useQuery({ ...sheetQuery<CodeLists>(company, 'code-lists'), staleTime: 60_000 })
  const kinds = KINDS.filter((kind) => lists[kind].length > 0)
  const { data } = useQuery({
    // Another supplier makes another coding likely.
    queryKey: ['coding-suggestion', company, invoice, supplier],
    queryFn: () => call<{ suggestion: CodingSuggestion | null }>(`${invoicePath(company, invoice)}/coding-suggestion`),
    enabled: kinds.length > 0,
    staleTime: 60_000,
  })
  return { lists, kinds, suggestion: data?.suggestion ?? null }
}
