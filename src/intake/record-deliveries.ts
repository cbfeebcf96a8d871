/**
 * Writes deliveries into the records. Those of a company that come while one is being written are written together, in one transaction
 * with one sync to the disk and one turn at the company's audit trail: what many senders wait for is that, not the rows.
 */
import type { Channel, Disposition } from '../../schemas/delivery.ts'
import type { MediaType } from '../../schemas/original.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { DeliveryEnvelope } from '../database/schema.ts'
import type { Work } from '../job-queue/index.ts'
import { type AuditEvent, appendEvents } from '../pipeline/audit.ts'
import { LIFECYCLE } from '../pipeline/lifecycle.ts'
import { gather } from './gather.ts'
import { type KeptPart, registerParts } from './register-parts.ts'

export type ReceivedPart = {
  fileName: string
  mediaType: MediaType
  disposition: Disposition
  reason: string
  invoiceId: string | null
  sha256: string
  bytes: number
}
export type ReceivedDelivery = {
  id: string
  companyId: string
  channel: Channel
  receivedAt: Date
  /** When its last part was disposed of; null while there are some to be unpacked. */
  disposedAt: Date | null
  parts: ReceivedPart[]
}

/** A delivery whose bytes are durable. */
export type Recording = {
  companyId: string
  channel: Channel
  envelope: DeliveryEnvelope
  idempotencyKey: string | null
  /** The raw mail; null for an upload. */
  raw: { sha256: string; bytes: number } | null
  parts: KeptPart[]
  digest: string
  deliveryId: string
}
export type Recorded = { delivery: ReceivedDelivery; work: Work[] }
type RecordPorts = { db: Database; now: () => Date; newId: () => string }
type Asked = { ports: RecordPorts; recording: Recording }

/** Rows of 50 parts each stay far below the 65,535 values that a statement may have. */
const MOST_AT_ONCE = 20

/** The companies' rounds, for as long as their database is open. */
const roundsOf = new WeakMap<Database, Map<string, (asked: Asked) => Promise<Recorded | null>>>()

/**
 * Resolves when the delivery is committed.
 * @returns the delivery and what can be worked on next; null when another request recorded it meanwhile, and nothing was written.
 */
export function record(ports: RecordPorts, recording: Recording): Promise<Recorded | null> {
  const { db } = ports
  const { companyId } = recording
  const rounds = roundsOf.get(db) ?? new Map()
  roundsOf.set(db, rounds)
  const join =
    rounds.get(companyId) ??
    gather<Asked, Recorded | null>(
      (round) => db.transaction().execute((transaction) => recordAll(transaction, round as [Asked, ...Asked[]])),
      { most: MOST_AT_ONCE, isOnesFault: isAboutData },
    )
  rounds.set(companyId, join)
  return join({ ports, recording })
}

/** PostgreSQL's classes of errors that a row's own content causes (22: data, 23: constraints, 54: limits); not outages. */
function isAboutData(error: unknown): boolean {
  return /^(22|23|54)/.test(String((error as { code?: unknown })?.code ?? ''))
}

/** Records deliveries of one company. */
async function recordAll(
  transaction: DatabaseTransaction,
  round: readonly [Asked, ...Asked[]],
): Promise<(Recorded | null)[]> {
  const [{ ports }] = round
  const recordings = round.map(({ recording }) => recording)
  const { companyId } = round[0].recording
  const at = ports.now()
  const inserted = await transaction
    .insertInto('delivery')
    // In one order for all, so that no two servers wait for each other.
    .values(recordings.toSorted((a, b) => (a.digest < b.digest ? -1 : 1)).map((recording) => rowOf(recording, at)))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const isNew = new Set(inserted.map(({ id }) => id))
  const fresh = recordings.filter(({ deliveryId }) => isNew.has(deliveryId))
  if (fresh.length === 0) return recordings.map(() => null)
  const registered = await registerParts(transaction, {
    companyId,
    at,
    newId: ports.newId,
    mails: fresh.flatMap(({ raw }) => raw ?? []),
    deliveries: fresh.map(({ deliveryId, parts, envelope: { by } }) => ({
      deliveryId,
      parts,
      firstPosition: 0,
      actor: by ?? 'system',
      touchedBy: by === undefined ? [] : [by],
    })),
  })
  const events = fresh.flatMap(({ deliveryId, channel, digest, envelope }, index): AuditEvent[] => {
    const received = { invoiceId: null, actor: envelope.by ?? 'system', kind: 'delivery.received' }
    const data = { deliveryId, channel, digest }
    return [{ companyId, at, ...received, data }, ...(registered[index]?.events ?? [])]
  })
  await appendEvents(transaction, events as [AuditEvent, ...AuditEvent[]])
  const results = new Map<Recording, Recorded>()
  for (const [index, recording] of fresh.entries()) {
    const { deliveryId: id, channel } = recording
    const parts = (registered[index]?.parts ?? []).map(
      ({ fileName, mediaType, disposition, reason, invoiceId, sha256, bytes }): ReceivedPart => {
        return { fileName, mediaType, disposition, reason, invoiceId, sha256, bytes }
      },
    )
    const disposedAt = mustBeUnpacked(recording) ? null : at
    const delivery = { id, companyId, channel, receivedAt: at, disposedAt, parts }
    results.set(recording, { delivery, work: workOf(recording, parts) })
  }
  return recordings.map((recording) => results.get(recording) ?? null)
}

function rowOf(recording: Recording, at: Date) {
  const { companyId, channel, digest, deliveryId, raw, envelope, idempotencyKey } = recording
  const isOpen = mustBeUnpacked(recording)
  return {
    id: deliveryId,
    company_id: companyId,
    channel,
    digest,
    idempotency_key: idempotencyKey,
    raw_sha256: raw?.sha256 ?? null,
    envelope: asJson(envelope),
    received_at: at,
    disposed_at: isOpen ? null : at,
    due_at: isOpen ? at : null,
  }
}

function mustBeUnpacked({ raw, parts }: Recording): boolean {
  return raw !== null || parts.some((part) => part.disposition === 'pending')
}

function workOf(recording: Recording, parts: ReceivedPart[]): Work[] {
  const invoices = parts.flatMap(({ disposition, invoiceId }) =>
    disposition === 'invoice' && invoiceId !== null ? [firstStageOf(invoiceId)] : [],
  )
  return mustBeUnpacked(recording) ? [{ name: 'unpack', deliveryId: recording.deliveryId }, ...invoices] : invoices
}

/** The first stage of a new invoice. */
export function firstStageOf(invoiceId: string): Work {
  return { name: LIFECYCLE.received.stage, invoiceId, version: 0 }
}
