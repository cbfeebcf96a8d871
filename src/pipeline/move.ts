import type { Selectable, Updateable } from 'kysely'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import type { InvoiceTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { type AuditEvent, appendEvents } from './audit.ts'
import { nextStatus, type Outcome, stageOf } from './lifecycle.ts'

export type InvoiceRow = Selectable<InvoiceTable>
/** Columns that a move may set beside the status; the rest is move's own business. */
export type InvoicePatch = Omit<
  Updateable<InvoiceTable>,
  'id' | 'company_id' | 'status' | 'version' | 'attempts' | 'due_at' | 'failure' | 'updated_at' | 'created_at'
>

export type Move = {
  /** The invoice as it was read: its id, status and version are the condition. */
  invoice: Pick<InvoiceRow, 'id' | 'company_id' | 'status' | 'version'>
  outcome: Outcome
  actor: string
  patch?: InvoicePatch
  /** What the audit event should say beyond from, to and version. */
  data?: Record<string, unknown>
  /** What must become true together with the move: rows of the outbox, decisions. Runs in the same transaction, after the condition held. */
  together?: (transaction: DatabaseTransaction, moved: { version: number }) => Promise<void>
  /** What `together` did that the audit trail has to tell; asked after it. */
  told?: () => readonly AuditEvent[]
}

export type Moved = { status: InvoiceRow['status']; version: number }

/**
 * The only writer of a status. In one transaction: the conditional update on (id, status, version), the audit event, and what must follow.
 * A decision link that is still open for an earlier version is void afterwards.
 * @returns the new status and version; null when the invoice is no longer at that status and version, in which case nothing was written.
 * @throws BillhookError `pipeline.illegal-outcome` when the status does not know the outcome; `pipeline.same-bill-exists` when another
 *   invoice of the company holds the same bill key.
 */
export async function move({ db, now }: { db: Database; now: () => Date }, request: Move): Promise<Moved | null> {
  try {
    return await db.transaction().execute(async (transaction) => {
      const moved = await moveWithin(transaction, { now, request })
      if (moved === null) return null
      await appendEvents(transaction, moved.events)
      return { status: moved.status, version: moved.version }
    })
  } catch (error) {
    if (isUniqueViolation(error, 'invoice_one_per_bill')) {
      throw new BillhookError(
        'pipeline.same-bill-exists',
        `Another invoice of this supplier with the same number is already on its way. Mark one of the two as duplicate, or correct the number.`,
        { details: { invoiceId: request.invoice.id }, cause: error },
      )
    }
    throw error
  }
}

/**
 * One move of several in the caller's transaction, which has to append the events at its end, in the order of the moves.
 * @returns null when the invoice is no longer at that status and version: then the caller has to end the transaction without a trace.
 * @throws BillhookError `pipeline.illegal-outcome`
 */
export async function moveWithin(
  transaction: DatabaseTransaction,
  { now, request }: { now: () => Date; request: Move },
): Promise<(Moved & { events: [AuditEvent, ...AuditEvent[]] }) | null> {
  const { invoice, outcome, actor } = request
  const status = nextStatus(invoice.status, outcome)
  if (status === null) {
    throw new BillhookError(
      'pipeline.illegal-outcome',
      `Invoice ${invoice.id} is ${invoice.status}; "${outcome}" is not possible now.`,
      { details: { invoiceId: invoice.id, status: invoice.status, outcome } },
    )
  }
  const version = invoice.version + 1
  const at = now()
  const updated = await transaction
    .updateTable('invoice')
    .set({
      ...request.patch,
      status,
      version,
      attempts: 0,
      failure: null,
      due_at: stageOf(status) ? at : null,
      updated_at: at,
    })
    .where('id', '=', invoice.id)
    .where('status', '=', invoice.status)
    .where('version', '=', invoice.version)
    .executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) return null
  await request.together?.(transaction, { version })
  await transaction
    .updateTable('decision_request')
    .set({ voided_at: at })
    .where('invoice_id', '=', invoice.id)
    .where('invoice_version', '<', version)
    .where('decided_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
  const event: AuditEvent = {
    companyId: invoice.company_id,
    invoiceId: invoice.id,
    at,
    actor,
    kind: `invoice.${outcome}`,
    data: { from: invoice.status, to: status, version, ...request.data },
  }
  return { status, version, events: [event, ...(request.told?.() ?? [])] }
}

/** PostgreSQL's 23505 for the named constraint or index. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: violated } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23505' && violated === constraint
}
