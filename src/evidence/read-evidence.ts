import type { Selectable } from 'kysely'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import type { DeliveryPartTable, DeliveryTable, EffectTable, MessageTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { withoutSecretLinks } from '../mail/secret-links.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import type { PackDecision, PackDelivery, PackMessage, PackPosting, PackRecord } from './pack.ts'

/** All that the records say about one invoice, as it was at one moment. */
export type Evidence = {
  record: PackRecord
  delivery: PackDelivery
  decisions: PackDecision[]
  messages: PackMessage[]
  postings: PackPosting[]
  /** The company's events from the invoice's delivery to its own last event. */
  segment: { from: number; to: number; lastAt: Date }
}

/** @throws BillhookError `pipeline.not-found` */
export async function readEvidence(db: Database, invoiceId: string): Promise<Evidence> {
  return await db
    .transaction()
    // One moment for all of it; the invoice may be on its way.
    .setIsolationLevel('repeatable read')
    .execute((transaction) => read(transaction, invoiceId))
}

async function read(db: DatabaseTransaction, invoiceId: string): Promise<Evidence> {
  const invoice = await db.selectFrom('invoice').selectAll().where('id', '=', invoiceId).executeTakeFirst()
  if (!invoice) throw new BillhookError('pipeline.not-found', `There is no invoice ${invoiceId}.`)
  const company = await db
    .selectFrom('company')
    .select(['id', 'name'])
    .where('id', '=', invoice.company_id)
    .executeTakeFirstOrThrow()
  const delivery = await db
    .selectFrom('delivery')
    .selectAll()
    .where('id', '=', invoice.delivery_id)
    .executeTakeFirstOrThrow()
  const parts = await db
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', '=', delivery.id)
    .orderBy('position')
    .execute()
  const decisions = await db
    .selectFrom('decision_request')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const messages = await db
    .selectFrom('message')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const postings = await db
    .selectFrom('effect')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .orderBy('created_at')
    .orderBy('key')
    .execute()
  return {
    record: toRecord(invoice, company),
    delivery: toDelivery(delivery, parts),
    decisions: decisions.map((row) => ({
      id: row.id,
      version: row.invoice_version,
      approver: row.approver,
      askedAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      voidedAt: textOf(row.voided_at),
      decidedAt: textOf(row.decided_at),
      decision: row.decision,
      comment: row.comment,
    })),
    messages: messages.map(toMessage),
    postings: postings.map(toPosting),
    segment: await findSegment(db, { invoice, deliveryId: delivery.id }),
  }
}

async function findSegment(
  db: DatabaseTransaction,
  { invoice, deliveryId }: { invoice: InvoiceRow; deliveryId: string },
): Promise<Evidence['segment']> {
  const own = await db
    .selectFrom('event')
    .select(['seq', 'at'])
    .where('company_id', '=', invoice.company_id)
    .where('invoice_id', '=', invoice.id)
    .orderBy('seq')
    .execute()
  const first = own[0]
  const last = own.at(-1)
  if (!first || !last)
    throw new BillhookError(
      'pipeline.not-found',
      `The audit trail says nothing of invoice ${invoice.id}: run billhook doctor.`,
    )
  // The delivery was recorded shortly before its first invoice: few rows back on the primary key.
  const received = await db
    .selectFrom('event')
    .select('seq')
    .where('company_id', '=', invoice.company_id)
    .where('seq', '<', first.seq)
    .where('kind', '=', 'delivery.received')
    .where((event) => event(event.ref('data', '->>').key('deliveryId'), '=', deliveryId))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { from: received?.seq ?? first.seq, to: last.seq, lastAt: last.at }
}

function toRecord(row: InvoiceRow, company: { id: string; name: string }): PackRecord {
  return {
    company,
    invoice: row.id,
    delivery: row.delivery_id,
    status: row.status,
    version: row.version,
    original: {
      sha256: row.original_sha256,
      fileName: row.file_name,
      mediaType: row.media_type,
      pages: row.page_count,
      ...(row.first_page !== null && { firstPage: row.first_page }),
    },
    draft: row.draft,
    findings: row.findings,
    unreadable: row.unreadable,
    failure: row.failure,
    touchedBy: row.touched_by,
    approvedBy: row.approved_by,
    approvedAt: textOf(row.approved_at),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

function toDelivery(row: Selectable<DeliveryTable>, parts: Selectable<DeliveryPartTable>[]): PackDelivery {
  return {
    id: row.id,
    channel: row.channel,
    envelope: { ...row.envelope },
    receivedAt: row.received_at.toISOString(),
    digest: row.digest,
    rawSha256: row.raw_sha256,
    parts: parts.map((part) => ({
      position: part.position,
      fileName: part.file_name,
      declaredType: part.declared_type,
      mediaType: part.media_type,
      sha256: part.sha256,
      bytes: part.bytes,
      disposition: part.disposition,
      reason: part.reason,
      invoice: part.invoice_id,
    })),
  }
}

function toMessage(row: Selectable<MessageTable>): PackMessage {
  return {
    kind: row.kind,
    recipient: row.recipient,
    subject: row.subject,
    text: withoutSecretLinks(row.text),
    html: withoutSecretLinks(row.html),
    messageId: row.message_id,
    createdAt: row.created_at.toISOString(),
    sentAt: textOf(row.sent_at),
  }
}

function toPosting(row: Selectable<EffectTable>): PackPosting {
  return {
    key: row.key,
    version: row.invoice_version,
    target: row.target,
    state: row.state,
    attempts: row.attempts,
    receipt: row.receipt,
    message: row.message,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

function textOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
