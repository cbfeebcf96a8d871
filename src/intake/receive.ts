/**
 * The single door. Whatever the channel: the bytes are durable in the object store, then one transaction records the delivery, its parts,
 * the originals and the invoices, and only then does this return, so that the caller may acknowledge. Everything else is a 4xx or 5xx to
 * the sender, who tries again; the same bytes again find the first delivery and give the same answer.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Channel } from '../../schemas/delivery.ts'
import type { Database } from '../database/index.ts'
import type { DeliveryEnvelope } from '../database/schema.ts'
import { BillhookError, isBillhookError } from '../errors.ts'
import type { Work } from '../job-queue/index.ts'
import { type ObjectStore, originalKey } from '../object-store/index.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import type { ReachFailpoint } from '../pipeline/failpoint.ts'
import { sniffMediaType } from '../recognition/sniff-media-type.ts'
import { disposeOfFile } from './dispose.ts'
import { tameText } from './hostile-text.ts'
import { MAX_PARTS } from './limits.ts'
import { type ReceivedDelivery, type ReceivedPart, type Recording, record } from './record-deliveries.ts'
import type { KeptPart } from './register-parts.ts'
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
  const { earlier, known } = await asDatabaseWork(() => findEarlier(ports.db, { incoming, digest }))
  if (earlier !== null) return { delivery: earlier, again: true }

  const parts = 'files' in incoming ? incoming.files.map(describeFile) : []
  await keepBytes(ports.objects, { incoming, known })
  await ports.failpoint?.('intake.kept')

  const deliveryId = ports.newId()
  const recorded = await asDatabaseWork(() => record(ports, { ...describe(incoming), parts, digest, deliveryId }))
  await ports.failpoint?.('intake.committed')
  if (recorded !== null) {
    for (const work of recorded.work) hint(ports, work)
    return { delivery: recorded.delivery, again: false }
  }
  const found = await asDatabaseWork(() => findEarlier(ports.db, { incoming, digest }))
  if (found.earlier === null)
    throw unavailable(new Error(`delivery ${deliveryId} is not in the records after its commit`))
  return { delivery: found.earlier, again: true }
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
 * The delivery of the same bytes over the same channel, and which of its files the company has, of whatever delivery.
 * @throws BillhookError `intake.unknown-company`, `intake.idempotency-key-reused`
 */
async function findEarlier(
  db: Database,
  { incoming, digest }: { incoming: Incoming; digest: string },
): Promise<{ earlier: ReceivedDelivery | null; known: ReadonlySet<string> }> {
  const { companyId, channel, idempotencyKey } = incoming
  if (idempotencyKey !== undefined) await assertKeyOfSameFiles(db, { companyId, idempotencyKey, digest })
  // All in one go: a sender waits for each question.
  const row = await db
    .selectFrom('company')
    .leftJoin('delivery', (join) =>
      join
        .onRef('delivery.company_id', '=', 'company.id')
        .on('delivery.channel', '=', channel)
        .on('delivery.digest', '=', digest),
    )
    .select((query) => [
      ...(['delivery.id', 'delivery.received_at', 'delivery.disposed_at'] as const),
      query
        .selectFrom('original')
        .select(sql<string[]>`coalesce(array_agg(original.sha256), '{}')`.as('known'))
        .where('original.company_id', '=', companyId)
        .where(
          'original.sha256',
          'in',
          contentsOf(incoming).map(({ sha256 }) => sha256),
        )
        .as('known'),
    ])
    .where('company.id', '=', companyId)
    .executeTakeFirst()
  if (row === undefined) {
    throw new BillhookError(
      'intake.unknown-company',
      `There is no company "${tameText(companyId)}" here. Check the address.`,
    )
  }
  const { id, received_at: receivedAt, disposed_at: disposedAt } = row
  const known = new Set(row.known)
  if (id === null || receivedAt === null) return { earlier: null, known }
  return { earlier: { id, companyId, channel, receivedAt, disposedAt, parts: await readParts(db, id) }, known }
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

/**
 * One after the other: a store may read a spooled file whole, so of those that lie on disk at most one is in memory. Small ones are in memory
 * anyway (spool.ts).
 */
async function keepBytes(
  objects: ObjectStore,
  { incoming, known }: { incoming: Incoming; known: ReadonlySet<string> },
): Promise<void> {
  for (const { content, sha256, head } of contentsOf(incoming)) {
    const mediaType = 'raw' in incoming ? 'message/rfc822' : sniffMediaType(head)
    await objects.put(originalKey(sha256), content, { sha256, mediaType, isNew: !known.has(sha256) })
  }
}

const contentsOf = (incoming: Incoming) =>
  'raw' in incoming ? [incoming.raw] : incoming.files.map((file) => file.spool)

/** What is recorded of a delivery before its parts. */
function describe(incoming: Incoming): Omit<Recording, 'parts' | 'digest' | 'deliveryId'> {
  const { companyId, channel, envelope, idempotencyKey } = incoming
  const raw = 'raw' in incoming ? { sha256: incoming.raw.sha256, bytes: incoming.raw.bytes } : null
  return { companyId, channel, envelope: tameEnvelope(envelope), idempotencyKey: idempotencyKey ?? null, raw }
}

function tameEnvelope(envelope: DeliveryEnvelope): DeliveryEnvelope {
  const { to, ...rest } = envelope
  const tame = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, tameText(value)]))
  return to === undefined ? tame : { ...tame, to: to.map(tameText) }
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
