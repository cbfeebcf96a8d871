import type { Stack } from '../../schemas/stack.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import type { PageRange } from '../pipeline/pieces.ts'
import { isDataAlone } from '../stages/same-document.ts'
import { openInvoice, type ReviewTarget } from './open-invoice.ts'
import { type CutPorts, type Recut, recut } from './recut.ts'
import { addPerson } from './touched-by.ts'

/**
 * Splits an invoice in review before the pages `at`, counted in the invoice from 1: each part becomes an invoice of its own, and no page is
 * in two. Whoever splits has touched the pieces and may not approve them.
 * @throws BillhookError `http.invalid-request` for pages that it does not have, and for data, which has none; as `move()` and `openInvoice`
 */
export async function split(
  ports: CutPorts,
  { at, ...target }: ReviewTarget & { at: readonly number[] },
): Promise<Recut> {
  const invoice = await openInvoice(ports.db, target)
  const pieces = cutRanges(invoice, at)
  const { actor } = target
  const touchedBy = addPerson(invoice.touched_by, actor)
  const stack: Stack = { state: 'split', by: actor, reading: invoice.stack?.reading ?? null }
  return await recut(ports, {
    wholeId: invoice.split_from ?? invoice.id,
    ends: [
      {
        invoice,
        outcome: 'split',
        actor,
        patch: { bill_key: null, ...(invoice.split_from === null && { stack: asJson(stack) }) },
      },
    ],
    pieces: pieces.map((range) => ({ ...range, because: `Split by ${actor}.` })),
    touchedBy,
    actor,
  })
}

function cutRanges(invoice: InvoiceRow, at: readonly number[]): PageRange[] {
  const refuse = (why: string) => new BillhookError('http.invalid-request', `Nothing was split: ${why}`)
  if (isDataAlone(invoice)) throw refuse('an electronic invoice is what its data says, not its pages.')
  const { first_page: first, last_page: last } = invoice
  const offset = (first ?? 1) - 1
  const count = last === null ? (invoice.page_count ?? 0) : last - offset
  const starts = [...new Set(at)].toSorted((a, b) => a - b)
  if (starts.length === 0) throw refuse('name the pages with which new invoices begin.')
  const wrong = starts.find((page) => page < 2 || page > count)
  if (wrong !== undefined) throw refuse(`a new invoice can begin with the pages 2 to ${count}, not with ${wrong}.`)
  return [1, ...starts].map((page, index) => ({
    firstPage: offset + page,
    lastPage: offset + (starts[index] ?? count + 1) - 1,
  }))
}
