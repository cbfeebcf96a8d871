import type { InboxRow } from '../../../http/workspace-shapes.ts'
import { type Cause, causeOf, rankCause } from './cause.ts'

/** What the address says of the list. */
export type Filters = {
  q: string
  cause: Cause | null
  due: 'any' | 'overdue' | 'week'
  sort: 'cause' | 'due' | 'amount' | 'arrival'
}

export type Caused = InboxRow & { cause: Cause }
/** What stands in the list: a heading or an invoice. */
export type Item = { heading: Cause; count: number } | Caused

const DAY_MS = 86_400_000

/** From the search part of an address; what it does not know is the default. */
export function readFilters(search: URLSearchParams): Filters {
  const due = search.get('due')
  const sort = search.get('sort')
  return {
    q: search.get('q') ?? '',
    cause: search.get('cause'),
    due: due === 'overdue' || due === 'week' ? due : 'any',
    sort: sort === 'due' || sort === 'amount' || sort === 'arrival' ? sort : 'cause',
  }
}

/** Days from today until an ISO day; negative when it is past, null where it is no day. */
export function daysUntil(day: string | null, today: string): number | null {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const days = (Date.parse(day) - Date.parse(today)) / DAY_MS
  return Number.isNaN(days) ? null : Math.round(days)
}

/** How many invoices each cause has, in the order of causes. */
export function countCauses(
  rows: readonly Pick<InboxRow, 'status' | 'failure' | 'unreadable' | 'finding'>[],
): [Cause, number][] {
  const counts = new Map<Cause, number>()
  for (const row of rows) counts.set(causeOf(row), (counts.get(causeOf(row)) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => rankCause(a) - rankCause(b))
}

/**
 * The invoices that fit the filters, in their order. `found`: those that hold the searched words elsewhere than in these rows, on their pages.
 */
export function arrange(
  rows: readonly InboxRow[],
  { filters, today, found }: { filters: Filters; today: string; found?: ReadonlySet<string> | undefined },
): Caused[] {
  const words = fold(filters.q).split(' ').filter(Boolean)
  const fitting = rows.map(withCause).filter((row) => {
    if (filters.cause !== null && row.cause !== filters.cause) return false
    if (filters.due !== 'any') {
      const days = daysUntil(row.dueDate, today)
      if (days === null || (filters.due === 'overdue' ? days >= 0 : days > 7)) return false
    }
    if (words.length === 0 || found?.has(row.id)) return true
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  })
  return fitting.sort(COMPARE[filters.sort])
}

/** Both are asked for at every key that is typed; a row that has not changed is the same object. */
const caused = new WeakMap<InboxRow, Caused>()
const texts = new WeakMap<InboxRow, string>()

function withCause(row: InboxRow): Caused {
  const known = caused.get(row)
  if (known) return known
  const made = { ...row, cause: causeOf(row) }
  caused.set(row, made)
  return made
}

function textOf(row: Caused): string {
  const known = texts.get(row)
  if (known !== undefined) return known
  const { supplierName, invoiceNumber, grossTotal, currency, fileName } = row
  const text = fold([supplierName, invoiceNumber, grossTotal, currency, fileName].join(' '))
  texts.set(row, text)
  return text
}

/** With a heading before the invoices of each cause, where they are ordered so. */
export function withHeadings(rows: readonly Caused[], { sort }: Pick<Filters, 'sort'>): Item[] {
  if (sort !== 'cause') return [...rows]
  return [...Map.groupBy(rows, ({ cause }) => cause)].flatMap(([heading, group]): Item[] => [
    { heading, count: group.length },
    ...group,
  ])
}

type Compare = (a: Caused, b: Caused) => number
/** Code by code: comparing by a language's rules takes a tenth of a second for ten thousand. */
const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byArrival: Compare = (a, b) => inOrder(a.createdAt, b.createdAt)
// Without a due date after all that have one.
const byDue: Compare = (a, b) => inOrder(a.dueDate ?? '9', b.dueDate ?? '9') || byArrival(a, b)
const COMPARE: Record<Filters['sort'], Compare> = {
  arrival: byArrival,
  due: byDue,
  // Only an order to look in, so floats do.
  amount: (a, b) => Number(b.grossTotal ?? 0) - Number(a.grossTotal ?? 0) || byDue(a, b),
  cause: (a, b) => rankCause(a.cause) - rankCause(b.cause) || inOrder(a.cause, b.cause) || byDue(a, b),
}

/** Without case, accents and punctuation, as the server's search compares. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
}
