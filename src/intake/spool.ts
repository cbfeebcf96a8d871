/**
 * Where a channel's bytes wait between the wire and the object store: few in memory, many in a temporary file. Nothing is promised to the
 * sender before `receive` has stored them, so nothing is fsynced here.
 */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BillhookError } from '../errors.ts'
import { SNIFF_BYTES } from '../recognition/sniff-media-type.ts'

export type Spooled = {
  content: Buffer | { path: string }
  /** 64 hex digits, of all bytes. */
  sha256: string
  bytes: number
  /** The first SNIFF_BYTES bytes, for telling the type. */
  head: Buffer
  /** Removes the temporary file, if there is one; harmless when called twice. */
  remove(): Promise<void>
}

export type Spool = {
  /**
   * Takes a stream to its end. `name` is what the sender called it, for the message.
   * @throws BillhookError `intake.too-large` past `limit` bytes, `object-store.unavailable` when the disk refuses; the stream's own errors.
   *   After any of them no file is left.
   */
  take(stream: AsyncIterable<Uint8Array>, about: { name: string; limit: number }): Promise<Spooled>
}

/** A hundred mails at once, as many as are taken, hold 50 MB. */
const IN_MEMORY_BYTES = 512 * 1024
// No delivery takes longer to arrive; what is older was left behind by a process that was killed.
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000

/** Opens the spool in a folder of this process or shared by several; removes what killed processes left there. */
export async function openSpool(settings: { folder: string }): Promise<Spool> {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  await removeAbandoned(settings.folder)
  return {
    async take(stream, { name, limit }) {
      const hash = createHash('sha256')
      /** All that has come, until a file takes it; from then on only its head. */
      let soFar: Buffer[] = []
      let bytes = 0
      let onFile: { path: string; file: FileHandle } | undefined
      try {
        for await (const chunk of stream) {
          bytes += chunk.length
          if (bytes > limit) throw tooLarge(name, limit)
          hash.update(chunk)
          if (onFile !== undefined) {
            await onDisk(onFile.file.appendFile(chunk))
            continue
          }
          // A copy: who sends may use the chunk's memory again.
          soFar.push(Buffer.from(chunk))
          if (bytes <= IN_MEMORY_BYTES) continue
          onFile = await onDisk(openFile(settings.folder))
          for (const earlier of soFar) await onDisk(onFile.file.appendFile(earlier))
          // A copy: a part of the whole would keep all of it in memory.
          soFar = [Buffer.from(Buffer.concat(soFar).subarray(0, SNIFF_BYTES))]
        }
      } catch (error) {
        if (onFile !== undefined) await discard(onFile)
        throw error
      }
      const kept = Buffer.concat(soFar)
      const about = { sha256: hash.digest('hex'), bytes, head: kept.subarray(0, SNIFF_BYTES) }
      if (onFile === undefined) return { ...about, content: kept, remove: async () => {} }
      const { path, file } = onFile
      await file.close()
      return { ...about, content: { path }, remove: () => rm(path, { force: true }) }
    },
  }
}

async function openFile(folder: string): Promise<{ path: string; file: FileHandle }> {
  const path = join(folder, `${randomUUID()}.spool`)
  return { path, file: await open(path, 'wx', 0o600) }
}

async function discard({ path, file }: { path: string; file: FileHandle }): Promise<void> {
  await file.close().catch(() => {})
  await rm(path, { force: true }).catch(() => {})
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
