import type { Stack } from '../../schemas/stack.ts'
import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { STATUSES_APPROVED, stageOf } from '../pipeline/lifecycle.ts'
import type { InvoiceRow, Move } from '../pipeline/move.ts'
import { listPieces } from '../pipeline/pieces.ts'
import { isDataAlone } from '../stages/same-document.ts'
import { findInvoice, openInvoice, type ReviewTarget, versionConflict } from './open-invoice.ts'
import { type CutPorts, type Recut, recut } from './recut.ts'
import { addPerson } from './touched-by.ts'

type Seen = { invoiceId: string; version: number }

/**
 * Joins what was split. Of the whole file: all of its pieces give their pages back and it is read again as one invoice, for good; `others`
 * are the pieces as the person saw them, if that is to be checked. Of a piece: it and its neighbours `others` become one.
 * @throws BillhookError `pipeline.illegal-outcome` once a piece was approved, and where pieces are missing or lie
 *   apart; `http.invalid-request` for pieces of another file; as `openInvoice`
 */
export async function join(
  ports: CutPorts,
  { others, ...target }: ReviewTarget & { others: readonly Seen[] },
): Promise<Recut> {
  const invoice = await openInvoice(ports.db, target)
  const whole =
    invoice.split_from === null
      ? invoice
      : await findInvoice(ports.db, { companyId: target.companyId, invoiceId: invoice.split_from })
  const pieces = await listPieces(ports.db, whole.id)
  assertSeen(pieces, others)
  const named = new Set([invoice.id, ...others.map(({ invoiceId }) => invoiceId)])
  // A piece that gave its pages back has none to join.
  const isLiving = pieces.some(({ id }) => id === invoice.id)
  const chosen = invoice === whole ? pieces : isLiving ? pieces.filter(({ id }) => named.has(id)) : []
  const why = explainApart(chosen)
  if (why !== null) {
    throw new BillhookError('pipeline.illegal-outcome', `Nothing was joined: ${why}`, {
      details: { invoiceId: invoice.id, status: invoice.status, outcome: 'join' },
    })
  }
  const { actor } = target
  const touchedBy = chosen.reduce(
    (known, piece) => piece.touched_by.reduce(addPerson, known),
    addPerson(whole.touched_by, actor),
  )
  const ends = chosen.map((piece): Move => ({ invoice: piece, outcome: 'give-back', actor, patch: { bill_key: null } }))
  const about = { wholeId: whole.id, touchedBy, actor }
  if (chosen.length === pieces.length) return await bringBack(ports, { whole, ends, about })
  const [first, last] = [chosen[0], chosen.at(-1)]
  const own = ends.find((end) => end.invoice.id === invoice.id)
  if (!first || !last || !own) throw new Error(`invoice ${invoice.id} is not among the pieces of ${whole.id}`)
  return await recut(ports, {
    ...about,
    ends: [own, ...ends.filter((end) => end !== own)],
    pieces: [{ firstPage: first.first_page ?? 1, lastPage: last.last_page ?? 1, because: `Joined by ${actor}.` }],
  })
}

async function bringBack(
  ports: CutPorts,
  {
    whole,
    ends,
    about,
  }: { whole: InvoiceRow; ends: Move[]; about: { wholeId: string; touchedBy: string[]; actor: string } },
): Promise<Recut> {
  const { actor, touchedBy } = about
  const stack: Stack = { state: 'joined', by: actor, reading: whole.stack?.reading ?? null }
  const patch = { stack: asJson(stack), touched_by: asJson(touchedBy) }
  const result = await recut(ports, {
    ...about,
    ends: [{ invoice: whole, outcome: 'join', actor, patch }, ...ends],
    pieces: [],
  })
  const stage = stageOf(result.status)
  if (stage) await ports.dispatch({ name: stage, invoiceId: whole.id, version: result.version })
  return result
}

function assertSeen(pieces: readonly InvoiceRow[], others: readonly Seen[]): void {
  for (const { invoiceId, version } of others) {
    const piece = pieces.find(({ id }) => id === invoiceId)
    if (piece === undefined)
      throw new BillhookError(
        'http.invalid-request',
        `Nothing was joined: invoice ${invoiceId} is no piece of this file.`,
      )
    if (piece.version !== version) throw versionConflict(piece)
  }
}

/** Why these pieces can't become one, in plain words that follow "Nothing was joined: "; null where they can. */
export function explainApart(pieces: readonly InvoiceRow[]): string | null {
  const [first] = pieces
  if (first === undefined || pieces.length < 2) return 'there are not several pieces of one file.'
  if (isDataAlone(first)) return 'the invoices of an electronic file are what its data says.'
  const isGap = pieces.some((piece, index) => index > 0 && piece.first_page !== (pieces[index - 1]?.last_page ?? 0) + 1)
  if (isGap) return 'the pieces do not lie side by side.'
  const settled = pieces.find(({ status }) => STATUSES_APPROVED.includes(status))
  return settled
    ? `invoice ${settled.id} of these pages is ${settled.status}, and what was approved stays as it is.`
    : null
}
