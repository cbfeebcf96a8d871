import { InvoiceStatus } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import { STATUSES_OPEN } from '../pipeline/lifecycle.ts'
import { readInbox } from './read-inbox.ts'
import { searchInvoices } from './search-invoices.ts'

/** More than that is no answer to a search. */
const MOST_OPEN = 1_000
const MOST_ENDED = 10

const STATUSES_ENDED = InvoiceStatus.options.filter((status) => !(STATUSES_OPEN as readonly string[]).includes(status))

/** The ids of the company's open invoices that hold the words, newest first, and the newest ones of those that have left the inbox. */
export async function searchInbox(db: Database, { companyId, q }: { companyId: string; q: string }) {
  const find = async (statuses: readonly InvoiceStatus[], limit: number): Promise<string[]> => {
    const isFound = await searchInvoices(db, { companyId, q, statuses, before: null, limit })
    if (isFound === null) return []
    const rows = await db
      .selectFrom('invoice')
      .select('id')
      .where(isFound)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    return rows.map(({ id }) => id)
  }
  const open = await find(STATUSES_OPEN, MOST_OPEN)
  const ended = await find(STATUSES_ENDED, MOST_ENDED)
  const rows = await readInbox(db, { companyId, ids: ended })
  return { open, ended: rows.toSorted((a, b) => ended.indexOf(a.id) - ended.indexOf(b.id)) }
}
