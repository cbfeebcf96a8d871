/**
 * Objects in a folder of this machine. A write goes to a temporary file, is fsynced, renamed to its place, and then every folder on the
 * way is fsynced: a rename alone does not survive a power cut. Readable by this user only.
 *
 * A content-addressed key (an original) is a plain file with exactly its bytes. Any other object ends with one more line that holds its
 * SHA-256: bytes and hash change together in one rename, which a second file beside it could not promise.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BillhookError } from '../errors.ts'
import { syncFolder } from '../sync-folder.ts'
import { assertKey, hashInKey, type ObjectStore } from './index.ts'

const TEMPORARY = '.tmp'
// "\n" and 64 hex digits.
const TRAILER_BYTES = 65
// No put takes longer; what is older was left behind by a process that was killed.
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** Opens the store in `folder`, which is made with mode 0700 when the first object is put. */
export function openFolderStore(settings: { folder: string }): ObjectStore {
  const root = resolve(settings.folder)
  const durableFolders = new Map<string, Promise<void>>()
  // After a failed fsync the next one may wrongly succeed, so what was renamed meanwhile is written again. It is not removed: another
  // process may have put the same bytes, and told somebody.
  const doubtful = new Set<string>()
  let swept = false

  /** Once a process: a folder that exists may have been made by another process that has not fsynced its parent yet. */
  function makeDurableFolder(folder: string): Promise<void> {
    const known = durableFolders.get(folder)
    if (known !== undefined) return known
    const making = (async () => {
      if (folder === root) {
        const first = await mkdir(root, { recursive: true, mode: 0o700 })
        for (let made = root; first !== undefined && made !== first; made = dirname(made))
          await syncFolder(dirname(made))
        await syncFolder(dirname(first ?? root))
        return
      }
      await makeDurableFolder(dirname(folder))
      await mkdir(folder, { mode: 0o700 }).catch(ignoreCode('EEXIST'))
      await syncFolder(dirname(folder))
    })()
    durableFolders.set(folder, making)
    making.catch(() => durableFolders.delete(folder))
    return making
  }

  async function writeTemporary(content: Buffer | { path: string }, about: { key: string; sha256: string }) {
    const temporaryFolder = join(root, TEMPORARY)
    await makeDurableFolder(temporaryFolder)
    if (!swept) await removeAbandoned(temporaryFolder)
    swept = true
    const path = join(temporaryFolder, randomUUID())
    const file = await open(path, 'wx', 0o600)
    try {
      const actual = await copyHashed(file, content)
      if (actual !== about.sha256) throw corruptOnTheWay(about.key, { expected: about.sha256, actual })
      if (hashInKey(about.key) === null) await file.appendFile(`\n${about.sha256}`)
      await file.sync()
    } catch (error) {
      await file.close().catch(() => {})
      await rm(path, { force: true }).catch(() => {})
      throw error
    }
    await file.close()
    return path
  }

  const pathOf = (key: string): string => {
    assertKey(key)
    return join(root, key)
  }

  return {
    async put(key, content, { sha256 }) {
      const path = pathOf(key)
      const addressed = hashInKey(key)
      if (addressed !== null && addressed !== sha256) throw new RangeError(`the key ${key} names another content`)
      await explain(key, async () => {
        await makeDurableFolder(dirname(path))
        // The bytes were fsynced before they got their name; only the name may not be on the disk yet when another process just put it.
        if (addressed !== null && !doubtful.has(path) && (await holds(path, sha256))) return syncFolder(dirname(path))
        const temporary = await writeTemporary(content, { key, sha256 })
        try {
          await rename(temporary, path)
          await syncFolder(dirname(path))
        } catch (error) {
          doubtful.add(path)
          await rm(temporary, { force: true }).catch(() => {})
          throw error
        }
        doubtful.delete(path)
      })
    },

    async get(key) {
      const path = pathOf(key)
      const stored = await explain(key, () => readFile(path).catch(ignoreCode('ENOENT')))
      if (stored === undefined) {
        throw new BillhookError('object-store.missing', `The object ${key} is not in the store.`, { details: { key } })
      }
      const addressed = hashInKey(key)
      const content = addressed === null ? stored.subarray(0, Math.max(0, stored.length - TRAILER_BYTES)) : stored
      const expected = addressed ?? stored.subarray(content.length).toString('latin1').trim()
      const actual = createHash('sha256').update(content).digest('hex')
      if (actual !== expected) {
        throw new BillhookError(
          'object-store.corrupt',
          `The stored object ${key} is damaged: its bytes do not have the SHA-256 they were stored with. Restore the file ${path} from a backup.`,
          { details: { key, expected, actual } },
        )
      }
      return content
    },

    async has(key) {
      const path = pathOf(key)
      const found = await explain(key, () => stat(path).catch(ignoreCode('ENOENT')))
      return found?.isFile() ?? false
    },

    async check() {
      await explain('a test file', async () => {
        const content = Buffer.from('can be written')
        const sha256 = createHash('sha256').update(content).digest('hex')
        await rm(await writeTemporary(content, { key: sha256, sha256 }), { force: true })
      })
    },

    async close() {},
  }
}

async function copyHashed(file: FileHandle, content: Buffer | { path: string }): Promise<string> {
  const hash = createHash('sha256')
  const chunks: AsyncIterable<Buffer> | Buffer[] = Buffer.isBuffer(content)
    ? [content]
    : createReadStream(content.path, { highWaterMark: 256 * 1024 })
  for await (const chunk of chunks) {
    hash.update(chunk)
    await file.appendFile(chunk)
  }
  return hash.digest('hex')
}

async function holds(path: string, sha256: string): Promise<boolean> {
  const stored = await readFile(path).catch(ignoreCode('ENOENT'))
  return stored !== undefined && createHash('sha256').update(stored).digest('hex') === sha256
}

async function removeAbandoned(temporaryFolder: string): Promise<void> {
  for (const name of await readdir(temporaryFolder)) {
    const path = join(temporaryFolder, name)
    const found = await stat(path).catch(ignoreCode('ENOENT'))
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true })
  }
}

function ignoreCode(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException)?.code !== code) throw error
  }
}

function corruptOnTheWay(key: string, hashes: { expected: string; actual: string }): BillhookError {
  return new BillhookError(
    'object-store.corrupt',
    `The bytes to be stored as ${key} changed on the way: they do not have the SHA-256 they were announced with. Send the document again.`,
    { details: { key, ...hashes } },
  )
}

/** Turns what the file system says into the catalogue's words. */
async function explain<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof BillhookError) throw error
    throw new BillhookError(
      'object-store.unavailable',
      `The object store's folder cannot be used for ${key} (${error.message}). Check its disk space and that this user may write to it.`,
      { details: { key, cause: String(error.code) }, cause: error },
    )
  }
}
