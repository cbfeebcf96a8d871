/**
 * A file put into `<inbox>/<company>/` on this machine is a delivery. It is taken in by the single door once nobody writes to it any more,
 * and only after that is committed moved into `taken/` beside it; what can never be accepted goes into `refused/` with the reason in a text
 * file. A folder in a company's folder is looked into too. Links are never followed: they could name any file of this machine.
 */
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BillhookError, isBillhookError } from '../errors.ts'
import { keepLooking } from './keep-looking.ts'
import { type DroppedPorts, refusedName, takeDropped, takenName } from './take-dropped.ts'

export type FolderPorts = DroppedPorts & { log: (message: string, details: Record<string, unknown>) => void }
export type FolderSettings = {
  /** The folder of all inboxes, one folder a company in it. */
  folder: string
  /** A file is complete when its size and time of change have not moved for so long. Milliseconds. */
  settleMs: number
}

/** What a file was the last time, and since when it has been that. */
type Seen = { mark: string; since: number; complaint?: string }

const TAKEN = 'taken'
const REFUSED = 'refused'
/** An empty file is mostly one that somebody is about to fill: it gets this many times the patience. */
const EMPTY_PATIENCE = 20
/** Folders in a company's folder are looked into so deep. */
const DEEPEST = 5

/** @returns one look at every inbox, which never fails: what is in the way of one file is logged and blocks no other. */
export function openFolderIntake(ports: FolderPorts, settings: FolderSettings): { look(): Promise<void> } {
  const seen = new Map<string, Seen>()

  async function look(): Promise<void> {
    const found = new Set<string>()
    try {
      await mkdir(settings.folder, { recursive: true, mode: 0o700 })
      for (const entry of await readdir(settings.folder, { withFileTypes: true })) {
        const path = join(settings.folder, entry.name)
        if (entry.name.startsWith('.')) continue
        if (entry.isFile()) await explainStray(path, entry.name)
        if (!entry.isDirectory()) continue
        for await (const file of listFiles(path, 0)) {
          found.add(file)
          await lookAtFile(file, { companyId: entry.name, companyFolder: path })
        }
      }
    } catch (error) {
      ports.log('the inbox is left for now and looked at again', { error: String(error) })
      return
    }
    for (const path of seen.keys()) if (!found.has(path)) seen.delete(path)
  }

  async function lookAtFile(path: string, about: { companyId: string; companyFolder: string }): Promise<void> {
    const mark = await markOf(path)
    if (mark === null) return
    const at = ports.now().getTime()
    const before = seen.get(path)
    if (before?.mark !== mark) return void seen.set(path, { mark, since: at })
    const patience = settings.settleMs * (isEmpty(mark) ? EMPTY_PATIENCE : 1)
    if (at - before.since < patience) return
    try {
      await takeFile(path, { ...about, mark })
    } catch (error) {
      // An outage is in the way of every file; anything else of this one, and is said once.
      if (isBillhookError(error) && error.retry) throw error
      const complaint = String(error)
      if (before.complaint !== complaint) ports.log('a file stays in the inbox for now', { path, error: complaint })
      before.complaint = complaint
    }
  }

  async function takeFile(
    path: string,
    { companyId, companyFolder, mark }: { companyId: string; companyFolder: string; mark: string },
  ): Promise<void> {
    const name = path.slice(dirname(path).length + 1)
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const taken = await takeDropped(ports, {
      channel: 'folder',
      companyId,
      name,
      read: async () => readAll(file),
      isUnchanged: async () => (await markOf(path)) === mark,
    }).finally(() => file.close())
    if (taken.kind === 'changed') return
    const to = join(
      companyFolder,
      taken.kind === 'taken' ? TAKEN : REFUSED,
      taken.kind === 'taken' ? takenName(name, taken.sha256) : refusedName(name, ports.now()),
    )
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    if (taken.kind === 'refused') await writeFile(`${to}.reason.txt`, `${taken.reason}\n`)
    await moveUnchanged(path, { to, mark })
    if (taken.kind === 'taken') ports.log('delivery from the folder', { path, to, deliveryId: taken.deliveryId })
    else ports.log('a file in the folder was refused', { path, to, reason: taken.reason })
  }

  /** A file beside the companies' folders belongs to nobody; its owner is told where it should be. */
  async function explainStray(path: string, name: string): Promise<void> {
    const reason = `${path}.reason.txt`
    if (name.endsWith('.reason.txt') || isUnfinished(name)) return
    await writeFile(reason, 'Move the file into the folder of a company: here nobody looks.\n', { flag: 'wx' }).catch(
      () => {},
    )
  }

  return { look }
}

/** Looks again and again until stopped. @param everyMs between two looks. */
export function startFolderIntake(
  ports: FolderPorts,
  { everyMs, ...settings }: FolderSettings & { everyMs: number },
): { stop(): Promise<void> } {
  const { look } = openFolderIntake(ports, settings)
  return keepLooking(look, { everyMs })
}

/** Programs that copy or download give a file its own name when it is whole. */
function isUnfinished(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || /\.(part|partial|tmp|crdownload|filepart)$/i.test(name)
}

async function* listFiles(folder: string, depth: number): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (isUnfinished(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    const isOurs = depth === 0 && (entry.name === TAKEN || entry.name === REFUSED)
    if (entry.isDirectory() && !isOurs && depth < DEEPEST) yield* listFiles(path, depth + 1)
  }
}

/** Which file it is, how long and when changed; null when it is gone or no plain file. */
async function markOf(path: string): Promise<string | null> {
  try {
    const found = await lstat(path)
    return found.isFile() ? `${found.ino} ${found.size} ${found.mtimeMs}` : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function isEmpty(mark: string): boolean {
  return mark.split(' ')[1] === '0'
}

async function* readAll(file: FileHandle): AsyncGenerator<Uint8Array> {
  yield* file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })
}

/** Moves the file that was taken; one that somebody put in its place at this very moment is put back. */
async function moveUnchanged(path: string, { to, mark }: { to: string; mark: string }): Promise<void> {
  if ((await markOf(path)) !== mark) return
  await rename(path, to)
  if ((await markOf(to)) === mark) return
  await rename(to, path)
  throw new BillhookError('object-store.unavailable', `${path} was replaced while it was taken; it is looked at again.`)
}
