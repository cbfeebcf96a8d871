import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Invoice, Event as InvoiceEvent } from '../../../http/shapes.ts'
import type { FoundInvoices, Inbox, PageWords } from '../../../http/workspace-shapes.ts'
import { call } from './call.ts'

export type HistoryEvent = z.infer<typeof InvoiceEvent>

export const companyPath = (company: string) => `/companies/${encodeURIComponent(company)}`
export const invoicePath = (company: string, invoice: string) => `${companyPath(company)}/invoices/${invoice}`
export const picturePath = (company: string, { invoice, page }: { invoice: string; page: number }) =>
  `/api${invoicePath(company, invoice)}/pages/${page}`

/** The live stream keeps it; asked again only after the stream was away. */
export const inboxQuery = (company: string) =>
  queryOptions({
    queryKey: ['inbox', company],
    queryFn: () => call<Inbox>(`${companyPath(company)}/inbox`),
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing ten thousand rows at every change would cost more than drawing the few that are seen.
    structuralSharing: false,
  })

/** What holds these words elsewhere than in the inbox's rows: on the pages, and among what has left. */
export const foundQuery = (company: string, q: string) =>
  queryOptions({
    queryKey: ['found', company, q],
    queryFn: () => call<FoundInvoices>(`${companyPath(company)}/inbox/search?q=${encodeURIComponent(q)}`),
    staleTime: 30_000,
    enabled: q.length > 1,
  })

export const invoiceQuery = (company: string, invoice: string) =>
  queryOptions({
    queryKey: ['invoice', company, invoice],
    queryFn: () => call<Invoice>(invoicePath(company, invoice)),
    staleTime: 10_000,
  })

export const historyQuery = (company: string, invoice: string) =>
  queryOptions({
    queryKey: ['history', company, invoice],
    queryFn: () => call<{ events: HistoryEvent[] }>(`${invoicePath(company, invoice)}/events`),
  })

/** What was recognized stays as it is, but for reading the file anew. */
export const wordsQuery = (company: string, { invoice, page }: { invoice: string; page: number }) =>
  queryOptions({
    queryKey: ['words', company, invoice, page],
    queryFn: () => call<PageWords>(`${invoicePath(company, invoice)}/pages/${page}/words`),
    staleTime: 300_000,
    retry: false,
  })

/** Any list or sheet of the company: `suppliers`, `deliveries?limit=50`. */
export const sheetQuery = <Answer>(company: string, path: string) =>
  queryOptions({
    queryKey: ['sheet', company, path],
    queryFn: () => call<Answer>(`${companyPath(company)}/${path}`),
    staleTime: 5_000,
  })
