/**
 * Where a channel's bytes wait between the wire and the object store: a temporary file, so that a big delivery does not live in memory.
 * Nothing here is a promise to the sender, so nothing is fsynced; the acknowledgement comes after `receive`.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BillhookError } from '../errors.ts'
import { SNIFF_BYTES } from '../recognition/sniff-media-type.ts'

export type Spooled = {
  path: string
  /** 64 hex digits, of all bytes. */
  sha256: string
  bytes: number
  /** The first SNIFF_BYTES bytes, for telling the type. */
  head: Buffer
  /** Removes the temporary file; harmless when called twice. */
  remove(): Promise<void>
}

export type Spool = {
  /**
   * Writes a stream to a temporary file. `name` is what the sender called it, for the message.
   * @throws BillhookError `intake.too-large` past `limit` bytes, `object-store.unavailable` when the disk refuses; the stream's own errors.
   *   After any of them no file is left.
   */
  take(stream: AsyncIterable<Uint8Array>, about: { name: string; limit: number }): Promise<Spooled>
}

// No delivery takes longer to arrive; what is older was left behind by a process that was killed.
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000

/** Opens the spool in a folder of this process or shared by several; removes what killed processes left there. */
export async function openSpool(settings: { folder: string }): Promise<Spool> {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  await removeAbandoned(settings.folder)
  return {
    async take(stream, { name, limit }) {
      const path = join(settings.folder, `${randomUUID()}.spool`)
      const remove = () => rm(path, { force: true })
      const file = await onDisk(open(path, 'wx', 0o600))
      const hash = createHash('sha256')
      const headChunks: Uint8Array[] = []
      let bytes = 0
      try {
        for await (const chunk of stream) {
          if (bytes < SNIFF_BYTES) headChunks.push(Uint8Array.from(chunk.subarray(0, SNIFF_BYTES - bytes)))
          bytes += chunk.length
          if (bytes > limit) throw tooLarge(name, limit)
          hash.update(chunk)
          await onDisk(file.appendFile(chunk))
        }
      } catch (error) {
        await file.close().catch(() => {})
        await remove().catch(() => {})
        throw error
      }
      await file.close()
      return { path, sha256: hash.digest('hex'), bytes, head: Buffer.concat(headChunks), remove }
    },
  }
}

export function tooLarge(name: string, limit: number): BillhookError {
  return new BillhookError(
    'intake.too-large',
    `"${name}" is larger than ${limit / 1024 / 1024} MB, so nothing was accepted. Send it smaller or in several files.`,
    { details: { name, limit } },
  )
}

/** A full disk is our outage, to be told apart from a sender's stream that breaks off. */
async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new BillhookError(
      'object-store.unavailable',
      `The temporary folder cannot be written to (${said}). Check its disk space.`,
      { cause: error },
    )
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.spool')) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true })
  }
}
