/**
 * The single door. Whatever the channel: the bytes are durable in the object store, then one transaction records the delivery, its parts,
 * the originals and the invoices, and only then does this return, so that the caller may acknowledge. Everything else is a 4xx or 5xx to
 * the sender, who tries again; the same bytes again find the first delivery and give the same answer.
 */
import { createHash } from 'node:crypto'
import type { Channel, Disposition } from '../../schemas/delivery.ts'
import type { MediaType } from '../../schemas/original.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { DeliveryEnvelope } from '../database/schema.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import type { Work } from '../job-queue/index.ts'
import { type ObjectStore, originalKey } from '../object-store/index.ts'
import { appendTo, lockTrail } from '../pipeline/audit.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import type { ReachFailpoint } from '../pipeline/failpoint.ts'
import { LIFECYCLE } from '../pipeline/lifecycle.ts'
import { sniffMediaType } from '../recognition/sniff-media-type.ts'
import { disposeOfFile } from './dispose.ts'
import { tameText } from './hostile-text.ts'
import { MAX_PARTS } from './limits.ts'
import { type KeptPart, keepOriginals, registerParts } from './register-parts.ts'
import type { Spooled } from './spool.ts'

export type IncomingFile = { name: string; declaredType: string; spool: Spooled }
export type Incoming = {
  companyId: string
  channel: Channel
  envelope: DeliveryEnvelope
  idempotencyKey?: string
} & ({ files: IncomingFile[] } | { raw: Spooled })

export type ReceivePorts = {
  db: Database
  objects: ObjectStore
  now: () => Date
  newId: () => string
  dispatch: Dispatch
  /** Called at the named points between the steps; a test may stop the process there. */
  failpoint?: ReachFailpoint
}

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
  parts: ReceivedPart[]
}

/**
 * Takes a delivery in. The spooled files stay the caller's, who removes them.
 * @returns the delivery with its parts, and whether it was here before.
 * @throws BillhookError `intake.unknown-company`, `intake.nothing-sent`, `intake.too-many-parts`, `intake.idempotency-key-reused`,
 *   `object-store.unavailable`, `database.unavailable`; after any of them nothing is promised.
 */
export async function receive(
  ports: ReceivePorts,
  incoming: Incoming,
): Promise<{ delivery: ReceivedDelivery; again: boolean }> {
  assertShape(incoming)
  const digest = digestOf(incoming)
  const earlier = await asDatabaseWork(() => findEarlier(ports.db, { incoming, digest }))
  if (earlier !== null) return { delivery: earlier, again: true }

  const parts = 'files' in incoming ? incoming.files.map(describeFile) : []
  await keepBytes(ports.objects, incoming)
  await ports.failpoint?.('intake.kept')

  const deliveryId = ports.newId()
  const recorded = await asDatabaseWork(() =>
    ports.db
      .transaction()
      .execute((transaction) => recordDelivery(transaction, { ports, incoming, parts, digest, deliveryId })),
  )
  await ports.failpoint?.('intake.committed')
  if (recorded !== null) {
    for (const work of recorded.work) hint(ports, work)
    return { delivery: recorded.delivery, again: false }
  }
  const found = await asDatabaseWork(() => findEarlier(ports.db, { incoming, digest }))
  if (found === null) throw unavailable(new Error(`delivery ${deliveryId} is not in the records after its commit`))
  return { delivery: found, again: true }
}

function assertShape(incoming: Incoming): void {
  if (!('files' in incoming)) return
  if (incoming.files.length === 0) {
    throw new BillhookError(
      'intake.nothing-sent',
      'The delivery holds no file. Send at least one PDF, picture or mail.',
    )
  }
  if (incoming.files.length > MAX_PARTS) throw tooManyParts(incoming.files.length)
}

export function tooManyParts(count: number): BillhookError {
  return new BillhookError(
    'intake.too-many-parts',
    `The delivery holds ${count} files; at most ${MAX_PARTS} are taken in one. Send them in several deliveries.`,
    { details: { count, limit: MAX_PARTS } },
  )
}

/** The identity of what was sent: of a mail its bytes, of an upload the names and bytes of its files in order. */
function digestOf(incoming: Incoming): string {
  if ('raw' in incoming) return incoming.raw.sha256
  const list = incoming.files.map((file) => [tameText(file.name), file.spool.sha256])
  return createHash('sha256').update(JSON.stringify(list)).digest('hex')
}

/**
 * The delivery of the same bytes over the same channel.
 * @throws BillhookError `intake.unknown-company`, `intake.idempotency-key-reused`
 */
async function findEarlier(
  db: Database,
  { incoming, digest }: { incoming: Incoming; digest: string },
): Promise<ReceivedDelivery | null> {
  const { companyId, channel, idempotencyKey } = incoming
  if (idempotencyKey !== undefined) await assertKeyOfSameFiles(db, { companyId, idempotencyKey, digest })
  // Both in one go: a sender waits for each question.
  const row = await db
    .selectFrom('company')
    .leftJoin('delivery', (join) =>
      join
        .onRef('delivery.company_id', '=', 'company.id')
        .on('delivery.channel', '=', channel)
        .on('delivery.digest', '=', digest),
    )
    .select(['delivery.id', 'delivery.received_at'])
    .where('company.id', '=', companyId)
    .executeTakeFirst()
  if (row === undefined) {
    throw new BillhookError(
      'intake.unknown-company',
      `There is no company "${tameText(companyId)}" here. Check the address.`,
    )
  }
  if (row.id === null || row.received_at === null) return null
  return { id: row.id, companyId, channel, receivedAt: row.received_at, parts: await readParts(db, row.id) }
}

async function assertKeyOfSameFiles(
  db: Database,
  { companyId, idempotencyKey, digest }: { companyId: string; idempotencyKey: string; digest: string },
): Promise<void> {
  const sameKey = await db
    .selectFrom('delivery')
    .select(['id', 'digest'])
    .where('company_id', '=', companyId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst()
  if (sameKey === undefined || sameKey.digest === digest) return
  throw new BillhookError(
    'intake.idempotency-key-reused',
    `This Idempotency-Key was used for other files (delivery ${sameKey.id}). Use a new key for a new delivery.`,
    { details: { deliveryId: sameKey.id } },
  )
}

async function readParts(db: Database, deliveryId: string): Promise<ReceivedPart[]> {
  const rows = await db
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    fileName: row.file_name,
    mediaType: row.media_type,
    disposition: row.disposition,
    reason: row.reason,
    invoiceId: row.invoice_id,
    sha256: row.sha256,
    bytes: row.bytes,
  }))
}

function describeFile({ name, declaredType, spool }: IncomingFile): KeptPart {
  const fileName = tameText(name) || 'unnamed'
  const about = {
    fileName,
    declaredType: tameText(declaredType),
    mediaType: sniffMediaType(spool.head),
    bytes: spool.bytes,
    sha256: spool.sha256,
  }
  return { ...about, ...disposeOfFile({ ...about, head: spool.head, inline: false }) }
}

/** One after the other: at most one file's bytes are in memory, whatever the store does with them. */
async function keepBytes(objects: ObjectStore, incoming: Incoming): Promise<void> {
  const spools = 'raw' in incoming ? [incoming.raw] : incoming.files.map((file) => file.spool)
  for (const { path, sha256, head } of spools) {
    const mediaType = 'raw' in incoming ? 'message/rfc822' : sniffMediaType(head)
    await objects.put(originalKey(sha256), { path }, { sha256, mediaType })
  }
}

type Recording = {
  ports: ReceivePorts
  incoming: Incoming
  parts: KeptPart[]
  digest: string
  deliveryId: string
}

/** @returns the delivery and what can be worked on next; null when another request recorded it meanwhile, and nothing was written. */
async function recordDelivery(
  transaction: DatabaseTransaction,
  recording: Recording,
): Promise<{ delivery: ReceivedDelivery; work: Work[] } | null> {
  const { ports, incoming, parts, digest, deliveryId } = recording
  const { companyId, channel } = incoming
  const at = ports.now()
  const raw = 'raw' in incoming ? incoming.raw : null
  const toUnpack = raw !== null || parts.some((part) => part.disposition === 'pending')
  const inserted = await transaction
    .insertInto('delivery')
    .values({
      id: deliveryId,
      company_id: companyId,
      channel,
      digest,
      idempotency_key: incoming.idempotencyKey ?? null,
      raw_sha256: raw?.sha256 ?? null,
      envelope: asJson(tameEnvelope(incoming.envelope)),
      received_at: at,
      disposed_at: toUnpack ? null : at,
      due_at: toUnpack ? at : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return null
  const actor = incoming.envelope.by ?? 'system'
  const trail = await lockTrail(transaction, companyId)
  if (raw !== null) {
    await keepOriginals(transaction, { companyId, at, originals: [{ ...raw, mediaType: 'message/rfc822' }] })
  }
  const touchedBy = incoming.envelope.by === undefined ? [] : [incoming.envelope.by]
  const { registered, events } = await registerParts(transaction, {
    companyId,
    deliveryId,
    parts,
    firstPosition: 0,
    at,
    actor,
    touchedBy,
    newId: ports.newId,
  })
  const data = { deliveryId, channel, digest }
  const receivedEvent = { companyId, invoiceId: null, at, actor, kind: 'delivery.received', data }
  await appendTo(transaction, { trail, events: [receivedEvent, ...events] })
  const work: Work[] = toUnpack ? [{ name: 'unpack', deliveryId }] : []
  for (const { disposition, invoiceId } of registered) {
    if (disposition === 'invoice' && invoiceId !== null) work.push(firstStageOf(invoiceId))
  }
  const received = registered.map(({ fileName, mediaType, disposition, reason, invoiceId, sha256, bytes }) => ({
    ...{ fileName, mediaType, disposition, reason, invoiceId, sha256, bytes },
  }))
  return { delivery: { id: deliveryId, companyId, channel, receivedAt: at, parts: received }, work }
}

function tameEnvelope(envelope: DeliveryEnvelope): DeliveryEnvelope {
  const { to, ...rest } = envelope
  const tame = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, tameText(value)]))
  return to === undefined ? tame : { ...tame, to: to.map(tameText) }
}

/** The first stage of a new invoice. */
export function firstStageOf(invoiceId: string): Work {
  return { name: LIFECYCLE.received.stage, invoiceId, version: 0 }
}

/** Not waited for: an acknowledgement must not depend on the queue. What is lost here is found by the sweep. */
export function hint(ports: Pick<ReceivePorts, 'dispatch'>, work: Work): void {
  void ports.dispatch(work).catch(() => {})
}

/** A failing database is an outage to the sender, who is told to try again; whether a commit went through shows then. */
async function asDatabaseWork<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isBillhookError(error) ? error : unavailable(error)
  }
}

function unavailable(cause: unknown): BillhookError {
  const message = 'The records could not be written, so the delivery was not accepted. Send it again later.'
  return new BillhookError('database.unavailable', message, { cause })
}
