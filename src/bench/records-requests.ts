/** What people and programs ask of big books, each as a way to make the path of the next request. */
import type { Client } from 'pg'
import { writeCursor } from '../review/cursor.ts'
import { MEASURED, YEARS } from './records-fill.ts'

export type Request = { name: string; nextPath: () => string }

type Sample = { id: string; supplier_name: string; invoice_number: string; gross_total: string; pages: string }

/** Requests about invoices that are there, picked at random by the server, and about some that are not. */
export async function makeRequests(client: Client): Promise<Request[]> {
  const { rows: invoices } = await client.query<Sample>(
    `select id, supplier_name, invoice_number, gross_total, pages from billhook.invoice tablesample bernoulli (
       least(100, 100 * 4000.0 / (select count(*) from billhook.invoice)))
     join billhook.invoice_text on invoice_id = id where invoice.company_id = $1 and supplier_name is not null limit 4000`,
    [MEASURED],
  )
  const { rows: left } = await client.query<{ supplier_name: string }>(
    `select distinct supplier_name from billhook.invoice where company_id = $1 and supplier_name is not null
       and created_at < now() - interval '${YEARS * 6 + 1} months' except
     select distinct supplier_name from billhook.invoice where company_id = $1 and created_at > now() - interval '${YEARS * 6 - 2} months'`,
    [MEASURED],
  )
  let turn = 0
  const oneOf = <T>(list: readonly T[]): T => list[(turn++ * 7919) % list.length] as T
  const invoice = () => oneOf(invoices)
  const longAgo = () =>
    writeCursor({ at: new Date(Date.now() - Math.random() * YEARS * 365 * 86_400_000), id: 'ffffffff' })
  const list = (what: string, query: Record<string, string>) =>
    `/api/companies/${MEASURED}/${what}?${new URLSearchParams({ limit: '50', ...query })}`
  const search = (q: string, more: Record<string, string> = {}) => list('invoices', { q, ...more })
  const requests: Record<string, () => string> = {
    'inbox: in review': () => list('invoices', { status: 'in-review' }),
    'inbox: awaiting approval': () => list('invoices', { status: 'awaiting-approval' }),
    'list: newest': () => list('invoices', {}),
    'list: paid': () => list('invoices', { status: 'paid' }),
    'list: a page deep in all': () => list('invoices', { cursor: longAgo() }),
    'list: a page deep in rejected': () => list('invoices', { status: 'rejected', cursor: longAgo() }),
    'search: supplier': () => search(invoice().supplier_name),
    'search: first letters of supplier': () => search(invoice().supplier_name.slice(0, 5).toLowerCase()),
    'search: supplier who left long ago': () => search(oneOf(left)?.supplier_name ?? 'Nobody'),
    'search: word in every third (GmbH)': () => search('gmbh'),
    'search: the same, deep': () => search('gmbh', { cursor: longAgo() }),
    'search: two letters': () => search(oneOf(['kg', 'bv', 'ag', 'in'])),
    'search: whole number': () => search(invoice().invoice_number),
    'search: last 5 digits': () => search(invoice().invoice_number.slice(-5)),
    'search: amount': () => search(invoice().gross_total.replace('.', ',')),
    'search: supplier and amount': () => {
      const { supplier_name, gross_total } = invoice()
      return search(`${supplier_name.split(' ')[0]} ${gross_total}`)
    },
    'search: word of a page': () => search(oneOf(invoice().pages.split(' '))),
    'search: number of a page': () => search(invoice().pages.split(' ').at(-1) ?? ''),
    'search: three words of a page': () => search(invoice().pages.split(' ').slice(40, 43).join(' ')),
    'search: three letters': () => search(oneOf(invoice().pages.split(' ')).slice(0, 3)),
    'search: nowhere': () => search(oneOf(['zzyzx', 'quixotic', 'R-1999-0000001'])),
    'search: two frequent words, never together': () => search('gmbh ltd'),
    'search: in review': () => search(invoice().supplier_name.split(' ')[0] ?? '', { status: 'in-review' }),
    'search: GmbH, rejected': () => search('gmbh', { status: 'rejected' }),
    'search: supplier, duplicate': () => search(invoice().supplier_name, { status: 'duplicate' }),
    'one invoice': () => `/api/companies/${MEASURED}/invoices/${invoice().id}`,
    'its history': () => `/api/companies/${MEASURED}/invoices/${invoice().id}/events`,
    'deliveries: newest': () => list('deliveries', {}),
    'deliveries: deep': () => list('deliveries', { cursor: longAgo() }),
    'deliveries: by sender': () => list('deliveries', { q: `billing${(turn++ * 7919) % 2000}` }),
    'deliveries: by number in the subject': () => list('deliveries', { q: invoice().invoice_number }),
    'deliveries: word of all (invoice)': () => list('deliveries', { q: 'invoice' }),
    'deliveries: nowhere': () => list('deliveries', { q: 'zzyzx' }),
    'deliveries: open': () => list('deliveries', { open: 'true' }),
    'mails: newest': () => list('messages', {}),
    'mails: deep': () => list('messages', { cursor: longAgo() }),
  }
  return Object.entries(requests).map(([name, nextPath]) => ({ name, nextPath }))
}
