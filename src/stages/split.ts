import type { Stack, StackReading } from '../../schemas/stack.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { asJson } from '../database/json.ts'
import type { AuditEvent } from '../pipeline/audit.ts'
import { LIFECYCLE } from '../pipeline/lifecycle.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { cutPieces } from '../pipeline/pieces.ts'
import type { StageResult } from '../pipeline/run-stage.ts'
import type { StagePorts } from './ports.ts'

const ACTOR = 'stage:extract'

/**
 * How the pages of an invoice fall apart; null for one page, and for data that is one invoice. A piece is one document, and so is what a
 * person joined.
 */
export async function findStack(
  ports: StagePorts,
  { invoice, transcript, own }: { invoice: InvoiceRow; transcript: Transcript; own: StackOwner },
): Promise<Stack | null> {
  const isData = transcript.eInvoice?.origin === 'file' && transcript.bodies === undefined
  if (transcript.pages.length < 2 || isData) return null
  const asOne = invoice.split_from !== null || invoice.stack?.state === 'joined'
  const reading = await ports.readStack(transcript, { own, asOne })
  if (asOne && invoice.stack) return { ...invoice.stack, reading }
  const state = reading.pieces.length < 2 ? 'one' : reading.sure ? 'split' : 'proposed'
  return { state, by: ACTOR, reading }
}

type StackOwner = Parameters<StagePorts['readStack']>[1]['own']

/** Ends the whole and makes an invoice of each piece of its reading, in the transaction of the move: all of them, or none. */
export function splitWhole(
  ports: StagePorts,
  { invoice, stack, reading }: { invoice: InvoiceRow; stack: Stack; reading: StackReading },
): StageResult<'extract'> {
  const pieces = reading.pieces.map(({ firstPage, lastPage, because }) => ({
    id: ports.newId(),
    firstPage,
    lastPage,
    because,
  }))
  const { now, newId } = ports
  let events: AuditEvent[] = []
  return {
    outcome: 'split',
    patch: { stack: asJson(stack), bill_key: null },
    data: { pieces: pieces.map(({ id, ...piece }) => ({ invoiceId: id, ...piece })) },
    async together(transaction) {
      const cut = { whole: invoice, pieces, touchedBy: invoice.touched_by, actor: ACTOR, at: now(), newId }
      events = await cutPieces(transaction, cut)
      await ports.failpoint?.('pieces.written')
    },
    told: () => events,
    hints: () => pieces.map(({ id }) => ({ name: LIFECYCLE.received.stage, invoiceId: id, version: 0 })),
  }
}
