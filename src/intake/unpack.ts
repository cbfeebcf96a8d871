import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Antivirus, Verdict } from '../antivirus/index.ts'
import { explainVerdict, scanOriginal } from '../antivirus/scan-original.ts'
import type { Database, DatabaseTransaction } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import type { DeliveryPartTable, DeliveryTable } from '../database/schema.ts'
import { BillhookError } from '../errors.ts'
import { type ObjectStore, originalKey } from '../object-store/index.ts'
import { appendEvent, appendEvents } from '../pipeline/audit.ts'
import type { Dispatch } from '../pipeline/dispatch.ts'
import { ChildFailure, type ChildPool, type ChildPoolOptions } from '../sandbox/index.ts'
import { describeFound, describeMailItself, disposeOfOpened } from './describe-found.ts'
import type { Fate } from './dispose.ts'
import { tameText } from './hostile-text.ts'
import { MAX_FILE_BYTES, MAX_PARTS } from './limits.ts'
import type { FoundFile, ParsedDelivery, ParseInput } from './parse-delivery.ts'
import { hint, tooManyParts } from './receive.ts'
import { firstStageOf } from './record-deliveries.ts'
import { type KeptPart, registerParts } from './register-parts.ts'

export type UnpackPorts = {
  db: Database
  objects: ObjectStore
  now: () => Date
  newId: () => string
  dispatch: Dispatch
  /** Opened with `PARSE_CHILDREN`. */
  children: ChildPool
  /** Passes mails and archives before they are taken apart, and every file in them; without one nothing is scanned. */
  antivirus?: Antivirus | null
}

/** How the children in which mails are taken apart are run. */
export const PARSE_CHILDREN: ChildPoolOptions = {
  entry: new URL('./parse-child.ts', import.meta.url),
  // Parsing takes milliseconds; two would only compete with recognition for the cores.
  size: 1,
  // A mail of 35 MB is held about four times: raw, decoded, sent to us, and by the parser.
  memoryMegabytes: 512,
  timeoutMs: 60_000,
  recycleAfter: 100,
}
// What archives may grow to in all; a mail of 35 MB holds 26 MB of files at most.
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024

const NOTHING_IN_IT: ParsedDelivery = { automatic: false, files: [], tooMany: false }

type DeliveryRow = Selectable<DeliveryTable>
type PartRow = Selectable<DeliveryPartTable>
/** A mail or archive that was taken apart; `part` is null for the mail that is the delivery itself. */
type Opened = {
  part: PartRow | null
  parsed: ParsedDelivery
  sha256: string
  bytes: number
  verdict: Verdict
}
type Kept = Opened & { kept: KeptPart[] }

/**
 * Takes a delivery apart whose parts are not all disposed of: a mail, or an upload that holds mails or archives. Every file gets its
 * disposition, and one transaction writes all of them. May run twice or die anywhere; a delivery that is disposed of is left alone.
 *
 * What the scanner finds in a mail or archive is looked for in its files: those that hold it are quarantined by their names, the others go on.
 * Where none of them does, nothing of it goes on.
 * @throws BillhookError `intake.mail-unreadable`, `intake.too-many-parts` (for good: a person has to look), outages of its ports, and
 *   ChildFailure when the child was killed, which may be tried again; `antivirus.found` for a mail in whose files nothing is found.
 */
export async function unpackDelivery(ports: UnpackPorts, deliveryId: string): Promise<void> {
  const delivery = await ports.db
    .selectFrom('delivery')
    .selectAll()
    .where('id', '=', deliveryId)
    .where('disposed_at', 'is', null)
    .executeTakeFirst()
  if (delivery === undefined) return
  const opened: Kept[] = []
  for (const container of await openContainers(ports, delivery)) {
    const kept = await keepFiles(ports, container)
    const { part, parsed, sha256, bytes } = container
    const isUseless = part === null && kept.every((one) => one.disposition === 'ignored')
    if (isUseless) kept.push({ ...describeMailItself(parsed), sha256, bytes })
    opened.push({ ...container, kept })
  }
  const invoices = await ports.db
    .transaction()
    .execute((transaction) => recordUnpacked(transaction, { ports, delivery, opened }))
  for (const invoiceId of invoices) hint(ports, firstStageOf(invoiceId))
}

/**
 * Lets a delivery that failed be tried again, from the start.
 * @throws BillhookError `pipeline.not-found` when there is no such delivery of the company that still has pending parts
 */
export async function retryDelivery(
  ports: Pick<UnpackPorts, 'db' | 'now' | 'dispatch'>,
  { companyId, deliveryId, actor }: { companyId: string; deliveryId: string; actor: string },
): Promise<void> {
  const at = ports.now()
  await ports.db.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('delivery')
      .set({ attempts: 0, failure: null, due_at: at })
      .where('id', '=', deliveryId)
      .where('company_id', '=', companyId)
      .where('disposed_at', 'is', null)
      .executeTakeFirst()
    if (updated.numUpdatedRows !== 1n) {
      throw new BillhookError('pipeline.not-found', `There is no delivery ${deliveryId} that waits to be unpacked.`)
    }
    const data = { deliveryId }
    await appendEvent(transaction, { companyId, invoiceId: null, at, actor, kind: 'delivery.retried', data })
  })
  hint(ports, { name: 'unpack', deliveryId })
}

async function openContainers(ports: UnpackPorts, delivery: DeliveryRow): Promise<Opened[]> {
  if (delivery.raw_sha256 !== null) {
    return [await openContainer(ports, { sha256: delivery.raw_sha256, kind: 'mail', part: null })]
  }
  const pending = await ports.db
    .selectFrom('delivery_part')
    .selectAll()
    .where('delivery_id', '=', delivery.id)
    .where('disposition', '=', 'pending')
    .orderBy('position')
    .execute()
  const opened: Opened[] = []
  for (const part of pending) opened.push(await openContainer(ports, { sha256: part.sha256, kind: 'file', part }))
  const count = opened.reduce((sum, { parsed }) => sum + parsed.files.length, 0)
  if (count > MAX_PARTS) throw tooManyParts(count)
  return opened
}

async function openContainer(
  ports: UnpackPorts,
  { sha256, kind, part }: { sha256: string; kind: ParseInput['kind']; part: PartRow | null },
): Promise<Opened> {
  const content = await ports.objects.get(originalKey(sha256))
  const verdict = await scanOriginal(ports, { sha256, content })
  const limits = { parts: MAX_PARTS, fileBytes: MAX_FILE_BYTES, totalBytes: MAX_UNPACKED_BYTES }
  const input: ParseInput = { content, kind, limits }
  try {
    const parsed = await ports.children.run<ParsedDelivery>({ name: 'parse', input })
    if (parsed.tooMany) throw tooManyParts(MAX_PARTS + 1)
    return { part, parsed, sha256, bytes: content.length, verdict }
  } catch (error) {
    const isForGood = error instanceof ChildFailure && (error.kind === 'error' || error.kind === 'memory')
    if (!isForGood) throw error
    if (verdict.kind === 'found') return { part, parsed: NOTHING_IN_IT, sha256, bytes: content.length, verdict }
    throw new BillhookError(
      'intake.mail-unreadable',
      `The mail could not be taken apart (${error.message}). It is kept as it arrived: open it in a mail program and upload its invoices.`,
      { details: { sha256 }, cause: error },
    )
  }
}

/** The files of a mail or archive that go on; none of them where what the scanner found in the whole is in no file that it knows. */
async function keepFiles(ports: UnpackPorts, { part, parsed, sha256, verdict }: Opened): Promise<KeptPart[]> {
  const found: { part: KeptPart; verdict: Verdict }[] = []
  for (const file of parsed.files) found.push(await keepFound(ports, file))
  const isLocated = found.some((one) => one.verdict.kind === 'found')
  if (verdict.kind !== 'found' || isLocated) return found.map((one) => one.part)
  // A mail waits for a person, who may try again; of an upload the other files are unharmed.
  if (part === null) throw new BillhookError('antivirus.found', explainUnlocated(verdict), { details: { sha256 } })
  return []
}

async function keepFound(ports: UnpackPorts, file: FoundFile): Promise<{ part: KeptPart; verdict: Verdict }> {
  const content = Buffer.from(file.content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const part = { ...describeFound({ ...file, content }), sha256, bytes: content.length }
  await ports.objects.put(originalKey(part.sha256), content, { sha256: part.sha256, mediaType: part.mediaType })
  const verdict = await scanOriginal(ports, { sha256, content })
  const held = explainVerdict(verdict)
  return { part: held === null ? part : { ...part, disposition: 'quarantined', reason: held }, verdict }
}

type Unpacked = { ports: UnpackPorts; delivery: DeliveryRow; opened: Kept[] }

/** @returns the new invoices; none when another worker was faster, and then nothing was written. */
async function recordUnpacked(transaction: DatabaseTransaction, unpacked: Unpacked): Promise<string[]> {
  const { ports, delivery, opened } = unpacked
  const kept = opened.flatMap((container) => container.kept)
  const at = ports.now()
  const still = await transaction
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', delivery.id)
    .where('disposed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (still === undefined) return []
  const companyId = delivery.company_id
  const { next } = await transaction
    .selectFrom('delivery_part')
    .select((part) => part.fn.countAll<string>().as('next'))
    .where('delivery_id', '=', delivery.id)
    .executeTakeFirstOrThrow()
  const by = delivery.envelope.by
  const registration = {
    deliveryId: delivery.id,
    parts: kept,
    firstPosition: Number(next),
    actor: by ?? 'system',
    touchedBy: by === undefined ? [] : [by],
  }
  const [registered] = await registerParts(transaction, {
    companyId,
    at,
    newId: ports.newId,
    deliveries: [registration],
  })
  const { parts = [], events = [] } = registered ?? {}
  const data = { deliveryId: delivery.id, parts: kept.length }
  const unpackedEvent = { companyId, invoiceId: null, at, actor: 'system', kind: 'delivery.unpacked', data }
  for (const one of opened) await disposeOfContainer(transaction, one)
  await transaction
    .updateTable('delivery')
    .set({
      disposed_at: at,
      due_at: null,
      failure: null,
      envelope: asJson({ ...delivery.envelope, ...describeMail(delivery, opened) }),
    })
    .where('id', '=', delivery.id)
    .execute()
  await appendEvents(transaction, [unpackedEvent, ...events])
  return parts.flatMap(({ disposition, invoiceId }) =>
    disposition === 'invoice' && invoiceId !== null ? [invoiceId] : [],
  )
}

async function disposeOfContainer(
  transaction: DatabaseTransaction,
  { part, parsed, verdict, kept }: Kept,
): Promise<void> {
  if (part === null) return
  const about = { fileName: part.file_name, declaredType: part.declared_type }
  const { disposition, reason } =
    verdict.kind === 'found' ? quarantineContainer(verdict, kept) : disposeOfOpened(parsed.self ?? {}, about)
  await transaction.updateTable('delivery_part').set({ disposition, reason }).where('id', '=', part.id).execute()
}

type Found = Extract<Verdict, { kind: 'found' }>

function quarantineContainer(verdict: Found, kept: readonly KeptPart[]): Fate {
  const reason =
    kept.length === 0
      ? explainUnlocated(verdict)
      : `The virus scanner found ${verdict.signature} in it. The files that hold it are quarantined, the others went on; they are listed with it.`
  return { disposition: 'quarantined', reason }
}

function explainUnlocated({ signature }: Found): string {
  return `The virus scanner found ${signature} in it, but in none of its files by itself, so none of them went on. Tell the sender, on a way that you know to be theirs; if the scanner is mistaken, correct it and try again.`
}

function describeMail(delivery: DeliveryRow, opened: Opened[]): { subject?: string; messageId?: string } {
  const parsed = delivery.raw_sha256 === null ? undefined : opened[0]?.parsed
  return {
    ...(parsed?.subject === undefined ? {} : { subject: tameText(parsed.subject) }),
    ...(parsed?.messageId === undefined ? {} : { messageId: tameText(parsed.messageId) }),
  }
}
