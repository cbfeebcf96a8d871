import type { InvoiceStatus } from '../../schemas/invoice.ts'
import { appendEvents } from '../pipeline/audit.ts'
import { LIFECYCLE } from '../pipeline/lifecycle.ts'
import { type Move, moveWithin } from '../pipeline/move.ts'
import { type Cut, cutPieces, holdWhole, type PageRange } from '../pipeline/pieces.ts'
import { findInvoice, type Reviewed, type ReviewPorts, versionConflict } from './open-invoice.ts'

export type CutPorts = ReviewPorts & { newId: () => string }

/** An invoice with its pages in the file, counted from 1. */
export type PieceOfFile = PageRange & { invoiceId: string; status: InvoiceStatus; version: number }
/** Where the invoice that was acted on stands then, and what was made of its pages. */
export type Recut = Reviewed & { pieces: PieceOfFile[] }

/**
 * Cuts pages of a file anew, in one transaction: what had them ends, and the new pieces begin, or neither.
 * @param ends the first of them is the invoice that was acted on
 * @throws BillhookError as `moveWithin`, and `pipeline.version-conflict` when somebody was faster with one of them
 */
export async function recut(
  ports: CutPorts,
  {
    wholeId,
    ends,
    pieces,
    ...people
  }: {
    wholeId: string
    ends: readonly [Move, ...Move[]]
    pieces: readonly (PageRange & { because: string })[]
  } & Pick<Cut, 'touchedBy' | 'actor'>,
): Promise<Recut> {
  const { db, newId } = ports
  const at = ports.now()
  const made = pieces.map((piece) => ({ ...piece, id: newId() }))
  const told = made.map(({ id, firstPage, lastPage }) => ({ invoiceId: id, firstPage, lastPage }))
  const [own] = await db.transaction().execute(async (transaction) => {
    await holdWhole(transaction, wholeId)
    const moved = []
    for (const end of ends) {
      const request = { ...end, data: { ...end.data, ...(told.length > 0 && { pieces: told }) } }
      const one = await moveWithin(transaction, { now: () => at, request })
      const { id: invoiceId, company_id: companyId } = end.invoice
      if (one === null) throw versionConflict(await findInvoice(transaction, { companyId, invoiceId }))
      moved.push(one)
    }
    const whole = await holdWhole(transaction, wholeId)
    const arrivals = await cutPieces(transaction, { whole, pieces: made, at, newId, ...people })
    const [first, ...rest] = [...moved.flatMap(({ events }) => events), ...arrivals]
    if (first) await appendEvents(transaction, [first, ...rest])
    return moved
  })
  const { stage } = LIFECYCLE.received
  for (const { id } of made) await ports.dispatch({ name: stage, invoiceId: id, version: 0 })
  if (own === undefined) throw new Error('cutting pages ends an invoice')
  return {
    invoiceId: ends[0].invoice.id,
    status: own.status,
    version: own.version,
    pieces: told.map((piece) => ({ ...piece, status: 'received', version: 0 })),
  }
}
