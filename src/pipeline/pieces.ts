/** Invoices that are pieces of one file: how they come to be and go, inside the transaction that moves the whole. */
import type { StackPiece } from '../../schemas/stack.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import type { AuditEvent } from './audit.ts'
import type { InvoiceRow } from './move.ts'
import { newInvoice } from './new-invoice.ts'

export type PageRange = Pick<StackPiece, 'firstPage' | 'lastPage'>
type NewPiece = PageRange & { id: string; because: string }

/** How pages of a file are cut anew: these pieces come to be, entered by these people. */
export type Cut = {
  whole: InvoiceRow
  pieces: readonly NewPiece[]
  touchedBy: readonly string[]
  actor: string
  at: Date
  newId: () => string
}

/** The invoices that stand for the pages of a whole now, in the order of the pages; none where it was not split, or joined again. */
export async function listPieces(db: Database, wholeId: string): Promise<InvoiceRow[]> {
  return await db
    .selectFrom('invoice')
    .selectAll()
    .where('split_from', '=', wholeId)
    .where('status', '!=', 'replaced')
    .orderBy('first_page')
    .execute()
}

/** Holds a whole until the transaction ends, so that its pages are cut by one at a time. */
export async function holdWhole(transaction: DatabaseTransaction, wholeId: string): Promise<InvoiceRow> {
  return await transaction
    .selectFrom('invoice')
    .selectAll()
    .where('id', '=', wholeId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/**
 * Makes invoices of pages of a whole, and tells where the file arrived what became of it. They begin at the first stage, but what was
 * recognized of the whole is theirs too. What had the pages before is to be `replaced` by then.
 * @returns their arrival, for the audit trail
 */
export async function cutPieces(transaction: DatabaseTransaction, cut: Cut): Promise<AuditEvent[]> {
  const { whole, pieces, touchedBy, actor, at } = cut
  const { company_id: companyId, delivery_id: deliveryId, original_sha256: sha256, file_name: fileName } = whole
  const about = { companyId, deliveryId, sha256, fileName, mediaType: whole.media_type, touchedBy, at }
  if (pieces.length > 0) {
    const rows = pieces.map(({ id, firstPage, lastPage }) => ({
      ...newInvoice({ id, ...about }),
      split_from: whole.id,
      first_page: firstPage,
      last_page: lastPage,
    }))
    await transaction.insertInto('invoice').values(rows).execute()
  }
  await disposeOfPieces(transaction, cut)
  return pieces.map(({ id, ...piece }) => {
    const data = { deliveryId, sha256, fileName, splitFrom: whole.id, ...piece }
    return { companyId, invoiceId: id, at, actor, kind: 'invoice.received', data }
  })
}

/** What became of a file where it arrived: one line for the file, and one for each piece that stands for its pages. */
async function disposeOfPieces(
  transaction: DatabaseTransaction,
  { whole, pieces: made, newId }: Pick<Cut, 'whole' | 'pieces' | 'newId'>,
): Promise<void> {
  const { delivery_id: deliveryId, original_sha256: sha256 } = whole
  // Whoever else adds parts to this delivery waits here, so that positions stay different.
  await transaction.selectFrom('delivery').select('id').where('id', '=', deliveryId).forUpdate().execute()
  const parts = await transaction
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('position')
    .execute()
  const file = parts.find((part) => part.sha256 === sha256)
  if (file === undefined) throw new Error(`delivery ${deliveryId} has no part ${sha256}`)
  const pieces = await listPieces(transaction, whole.id)
  const known = await transaction
    .selectFrom('invoice')
    .select('id')
    .where('split_from', '=', whole.id)
    .where('status', '=', 'replaced')
    .execute()
  const gone = parts.filter((part) => known.some(({ id }) => id === part.invoice_id)).map(({ id }) => id)
  if (gone.length > 0) await transaction.deleteFrom('delivery_part').where('id', 'in', gone).execute()
  await transaction
    .updateTable('delivery_part')
    .set({ disposition: 'invoice', invoice_id: whole.id, reason: explainFile(pieces) })
    .where('id', '=', file.id)
    .execute()
  const fresh = pieces.filter((piece) => made.some(({ id }) => id === piece.id))
  if (fresh.length === 0) return
  const next = 1 + Math.max(...parts.map(({ position }) => position))
  await transaction
    .insertInto('delivery_part')
    .values(
      fresh.map((piece, index) => ({
        ...file,
        id: newId(),
        position: next + index,
        disposition: 'invoice' as const,
        reason: `${describePages(piece)} of the file.`,
        invoice_id: piece.id,
      })),
    )
    .execute()
}

function explainFile(pieces: readonly InvoiceRow[]): string {
  if (pieces.length === 0) return 'One invoice: its pieces were joined again.'
  const list = pieces.map((piece) => `${piece.id} (${describePages(piece).toLowerCase()})`)
  return `Became ${pieces.length} invoices: ${list.join(', ')}.`
}

function describePages({ first_page: first, last_page: last }: Pick<InvoiceRow, 'first_page' | 'last_page'>): string {
  return first === last ? `Page ${first}` : `Pages ${first} to ${last}`
}
