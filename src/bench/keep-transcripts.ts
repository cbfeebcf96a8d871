import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Transcript } from '../../schemas/transcript.ts'
import type { DocumentReader } from '../recognition/index.ts'

const FOLDER = new URL('../../node_modules/.cache/billhook/transcripts/', import.meta.url).pathname
/** What makes words of a file; the pool and the processes around it do not change them. */
const RECOGNITION = ['images', 'ocr', 'pdf'].map((room) => new URL(`../recognition/${room}/`, import.meta.url).pathname)

/** How many documents were recognized anew, by this code before, and by an older state of it. */
export type Kept = { recognized: number; same: number; older: number }

/**
 * Recognizes each file once: transcripts are kept under `node_modules/.cache` by the file's hash and the hash of the code of recognition.
 * `older`: also those that another state of that code made; for training, where a page read a little otherwise is as good an example.
 */
export async function keepTranscripts(
  reader: DocumentReader,
  { older }: { older: boolean },
): Promise<{ reader: DocumentReader; kept: Kept }> {
  const kept: Kept = { recognized: 0, same: 0, older: 0 }
  const code = (await hashFolders(RECOGNITION)).slice(0, 12)
  await mkdir(FOLDER, { recursive: true })
  const recognize: DocumentReader['recognize'] = async (file, options) => {
    if (options?.pageImages) return reader.recognize(file, options)
    const hash = createHash('sha256')
      .update(await readFile(file.path))
      .digest('hex')
    const own = path.join(FOLDER, `${hash}-${code}.json.gz`)
    const found = await read(own)
    if (found) {
      kept.same++
      return { ok: true, transcript: found, images: [] }
    }
    const another = older ? (await readdir(FOLDER)).find((name) => name.startsWith(hash)) : undefined
    const before = another === undefined ? null : await read(path.join(FOLDER, another))
    if (before) {
      kept.older++
      return { ok: true, transcript: before, images: [] }
    }
    const result = await reader.recognize(file, options)
    kept.recognized++
    if (result.ok) {
      const draft = `${own}.${process.pid}`
      await writeFile(draft, gzipSync(JSON.stringify(result.transcript)))
      await rename(draft, own)
    }
    return result
  }
  return { reader: { ...reader, recognize }, kept }
}

async function read(file: string): Promise<Transcript | null> {
  const bytes = await readFile(file).catch(() => null)
  return bytes && Transcript.parse(JSON.parse(gunzipSync(bytes).toString()))
}

/** Of the source alone: a changed test changes no transcript. */
async function hashFolders(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !/\.(test|int)\.ts$/.test(name))
    for (const name of names.toSorted()) hash.update(name).update(await readFile(path.join(folder, name)))
  }
  return hash.digest('hex')
}
