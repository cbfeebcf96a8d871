/**
 * Text files to which entries are appended, each exactly once and never by half: what the journal and the CSV files share.
 *
 * An append is first written as a whole into a small file beside the book and fsynced (the redo record); from then on it happens, whoever
 * dies: whoever comes next finishes it before anything else. A torn end is recognised because it is a beginning of what the record says,
 * so that entries which people write by hand are never mistaken for one. A lock of the kernel keeps a second process out meanwhile.
 */
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { BillhookError, isBillhookError } from '../errors.ts'
import { syncFolder } from '../sync-folder.ts'

export type BookSettings = {
  folder: string
  /** Names the lock and the redo record: `hledger`. */
  name: string
  /** The files with what they begin with when they are made. The first is the one in which entries are looked up. */
  files: { name: string; header: string }[]
  /** When the entry of this reference was posted, from the bytes of the first file; null: it is not there. */
  lookUp: (content: Buffer, reference: string) => { at: string } | null
}
export type Book = {
  /** Appends the texts (one for each file, in order) unless the reference is there already. */
  append(reference: string, texts: string[]): Promise<{ at: string }>
  find(reference: string): Promise<{ at: string } | null>
  /** Looks through the bytes of the first file, whole as after every append. */
  search<T>(look: (content: Buffer) => T): Promise<T>
}

type Redo = { appends: { file: string; offset: number; text: string }[] }

const LOCK_PATIENCE_MS = 10_000

/** @throws BillhookError `accounting.unavailable` from both calls, when the files can't be used or were changed in the middle of an append. */
export function openBook(settings: BookSettings): Book {
  const first = settings.files[0] as BookSettings['files'][number]
  const redoPath = join(settings.folder, `.${settings.name}.redo`)

  async function lookUp(reference: string): Promise<{ at: string } | null> {
    const content = await readOrEmpty(join(settings.folder, first.name))
    return settings.lookUp(content, reference)
  }

  /** Finishes what a process that died, or met a full disk, had begun. */
  async function recover(): Promise<void> {
    const record = await readOrEmpty(redoPath)
    if (record.length === 0) return
    const redo = JSON.parse(record.toString('utf8')) as Redo
    for (const { file, offset, text } of redo.appends) {
      await finishAppend(join(settings.folder, file), { offset, text: Buffer.from(text) })
    }
    await rm(redoPath, { force: true })
  }

  const locked = <T>(work: () => Promise<T>): Promise<T> =>
    explain(settings, async () => {
      await makeFolder(settings.folder)
      const lock = await takeLock(join(settings.folder, `.${settings.name}.lock`))
      try {
        await recover()
        return await work()
      } finally {
        lock.close()
      }
    })

  return {
    find: (reference) => locked(() => lookUp(reference)),
    search: (look) => locked(async () => look(await readOrEmpty(join(settings.folder, first.name)))),
    append: (reference, texts) =>
      locked(async () => {
        if (!/^[\w.:-]+$/.test(reference)) throw new RangeError(`not a reference: ${reference}`)
        const earlier = await lookUp(reference)
        if (earlier !== null) return earlier
        const redo: Redo = { appends: [] }
        for (const [index, { name, header }] of settings.files.entries()) {
          const content = await readOrEmpty(join(settings.folder, name))
          const start = content.length === 0 ? header : content.at(-1) === 0x0a ? '' : '\n'
          redo.appends.push({ file: name, offset: content.length, text: start + (texts[index] ?? '') })
        }
        await writeDurably(redoPath, JSON.stringify(redo))
        await recover()
        const posted = await lookUp(reference)
        if (posted === null) throw new Error(`the entry ${reference} is not in ${first.name} after it was written`)
        return posted
      }),
  }
}

async function finishAppend(path: string, { offset, text }: { offset: number; text: Buffer }): Promise<void> {
  const file = await openOrMake(path)
  try {
    const content = await file.readFile()
    const tail = content.subarray(offset)
    const isWhole = tail.subarray(0, text.length).equals(text)
    const isTorn = content.length >= offset && text.subarray(0, tail.length).equals(tail)
    if (isWhole || isTorn) {
      // Written again even when it is whole: after a failed fsync the next one would wrongly succeed on pages that are no longer dirty.
      await writeAll(file, { bytes: text, position: offset })
    } else if (!content.includes(text)) {
      throw new BillhookError(
        'accounting.unavailable',
        `${path} was changed while an entry was being written to it. Remove what is left of that entry after byte ${offset}, then delete the ".redo" file beside it.`,
      )
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(dirname(path))
}

async function writeAll(file: FileHandle, { bytes, position }: { bytes: Buffer; position: number }): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return await open(path, 'wx+', 0o600)
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  for (let made = folder; first !== undefined; made = dirname(made)) {
    await syncFolder(dirname(made))
    if (made === first) break
  }
}

async function readOrEmpty(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** SQLite's exclusive lock is one of the kernel: it ends with the process, so no stale lock is ever left. */
async function takeLock(path: string): Promise<DatabaseSync> {
  const patienceEnds = performance.now() + LOCK_PATIENCE_MS
  for (;;) {
    const lock = new DatabaseSync(path, { timeout: 0 })
    try {
      lock.exec('begin exclusive')
      return lock
    } catch (error) {
      lock.close()
      if (!/locked/.test(String(error)) || performance.now() > patienceEnds) throw error
    }
    await wait(5 + Math.random() * 20)
  }
}

async function explain<T>(settings: BookSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isBillhookError(error)) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new BillhookError(
      'accounting.unavailable',
      `The books in ${settings.folder} cannot be written (${said}). Check the disk and that this user may write there.`,
      { cause: error },
    )
  }
}
