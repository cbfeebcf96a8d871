import { BillhookError } from '../errors.ts'
import { tameText } from './hostile-text.ts'
import { MAX_FILE_BYTES, MAX_PARTS } from './limits.ts'
import { passLimited } from './pass-limited.ts'
import { type IncomingFile, type ReceivePorts, receive, tooManyParts } from './receive.ts'
import type { ReceivedDelivery } from './record-deliveries.ts'
import { type Spool, tooLarge } from './spool.ts'

/**
 * Limits for @fastify/multipart on the route. One more than is taken, so that this room sees the excess and answers in its own words;
 * `throwFileSizeLimit: false` belongs with them.
 */
export const UPLOAD_LIMITS = {
  fileSize: MAX_FILE_BYTES + 1,
  files: MAX_PARTS + 1,
  fields: 20,
  fieldSize: 10_000,
} as const

/** What `request.parts()` of @fastify/multipart yields, as far as it matters here. */
export type MultipartPart =
  | { type: 'field' }
  | {
      type: 'file'
      filename: string | undefined
      mimetype: string
      file: AsyncIterable<Uint8Array> & { resume(): unknown }
    }

export type Upload = {
  companyId: string
  parts: AsyncIterable<MultipartPart>
  /** Mail address of the person, or `key:NAME`. */
  by: string
  /** Address of the peer. */
  peer?: string
  idempotencyKey?: string
}
export type UploadAnswer = { delivery: ReceivedDelivery; again: boolean }

/**
 * Takes an upload in, whole or not at all: one file that is too large refuses all.
 * @throws BillhookError as `receive`, and `intake.too-large`, `http.invalid-request` (the form broke off or is none)
 */
export async function receiveUpload(ports: ReceivePorts & { spool: Spool }, upload: Upload): Promise<UploadAnswer> {
  const files: IncomingFile[] = []
  try {
    await spoolFiles(ports.spool, { parts: upload.parts, files })
    return await receive(ports, {
      companyId: upload.companyId,
      channel: 'http-upload',
      envelope: { by: upload.by, ...(upload.peer === undefined ? {} : { peer: upload.peer }) },
      ...(upload.idempotencyKey === undefined ? {} : { idempotencyKey: checkKey(upload.idempotencyKey) }),
      files,
    })
  } finally {
    await Promise.all(files.map((file) => file.spool.remove()))
  }
}

/** Reads the form to its end even when it is refused already: a client that is still sending does not see an early answer. */
async function spoolFiles(
  spool: Spool,
  { parts, files }: { parts: AsyncIterable<MultipartPart>; files: IncomingFile[] },
): Promise<void> {
  let refusal: BillhookError | undefined
  try {
    for await (const part of parts) {
      if (part.type !== 'file') continue
      if (refusal !== undefined) {
        part.file.resume()
        continue
      }
      const name = tameText(part.filename ?? '')
      // The form's own limit ends the stream one byte later.
      const limited = passLimited(part.file, { limit: MAX_FILE_BYTES, patience: Number.POSITIVE_INFINITY })
      const spooled = await spool.take(limited.stream, { name, limit: MAX_FILE_BYTES })
      const isEmptyField = name === '' && spooled.bytes === 0
      if (isEmptyField) await spooled.remove()
      else files.push({ name, declaredType: part.mimetype, spool: spooled })
      if (limited.exceeded()) refusal = tooLarge(name, MAX_FILE_BYTES)
      else if (files.length > MAX_PARTS) refusal = tooManyParts(files.length)
    }
  } catch (error) {
    if (refusal === undefined) throw explainBrokenForm(error)
  }
  if (refusal !== undefined) throw refusal
}

function checkKey(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new BillhookError(
    'http.invalid-request',
    'The Idempotency-Key must be 1 to 255 visible ASCII characters; a UUID is a good one.',
  )
}

function explainBrokenForm(error: unknown): unknown {
  if (error instanceof BillhookError) return error
  const code = (error as { code?: unknown })?.code
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT') return tooManyParts(MAX_PARTS + 1)
  const isOurMistake = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  if (isOurMistake) return error
  return new BillhookError(
    'http.invalid-request',
    `The upload is not a complete multipart form (${error instanceof Error ? error.message : String(error)}), so nothing was accepted. Send it again.`,
    { cause: error },
  )
}
