import { createHash } from 'node:crypto'
import { appendFile, chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFolderStore } from './folder.ts'
import { originalKey } from './index.ts'
import { describeObjectStore } from './object-store.contract.ts'

const folders: string[] = []
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-objects-'))
  folders.push(folder)
  return folder
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

let shared: string
beforeAll(async () => {
  shared = join(await makeFolder(), 'made', 'when needed')
})

describeObjectStore('a folder', {
  open: async () => openFolderStore({ folder: shared }),
  damage: (key) => appendFile(join(shared, key), 'x'),
})

const content = Buffer.from('an invoice')
const sha256 = createHash('sha256').update(content).digest('hex')
const put = (folder: string, bytes: Buffer | { path: string } = content) =>
  openFolderStore({ folder }).put(originalKey(sha256), bytes, { sha256, mediaType: 'application/pdf' })

describe('a folder of objects', () => {
  test('is readable by its owner only, and its files too', async () => {
    const folder = join(await makeFolder(), 'objects')
    await put(folder)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, originalKey(sha256)))).mode & 0o777).toBe(0o600)
  })

  test('leaves no temporary file behind, written or refused, and removes those of killed processes', async () => {
    const folder = await makeFolder()
    await put(folder)
    await put(folder, Buffer.from('other bytes')).catch(() => {})
    await put(folder, { path: join(folder, 'no such file') }).catch(() => {})
    expect(await readdir(join(folder, '.tmp'))).toEqual([])

    const abandoned = join(folder, '.tmp', 'abandoned')
    await writeFile(abandoned, 'half an invo')
    await utimes(abandoned, new Date(0), new Date(0))
    await rm(join(folder, originalKey(sha256)))
    await put(folder)
    expect(await readdir(join(folder, '.tmp'))).toEqual([])
  })

  test('says "unavailable" with the remedy where it cannot write', async () => {
    const folder = join(await makeFolder(), 'a file in the way')
    await writeFile(folder, '')
    await expect(put(folder)).rejects.toMatchObject({ code: 'object-store.unavailable', retry: true })
    await expect(openFolderStore({ folder }).check()).rejects.toThrow(/disk space/)
  })

  test('a spooled file that vanished is not a success', async () => {
    const folder = await makeFolder()
    await expect(put(folder, { path: join(folder, 'gone') })).rejects.toMatchObject({
      code: 'object-store.unavailable',
    })
    expect(await openFolderStore({ folder }).has(originalKey(sha256))).toBe(false)
  })

  test('keeps working after the disk refused once', async () => {
    const folder = await makeFolder()
    const store = openFolderStore({ folder: join(folder, 'late') })
    await writeFile(join(folder, 'late'), 'in the way')
    await expect(store.check()).rejects.toMatchObject({ code: 'object-store.unavailable' })
    await rm(join(folder, 'late'))
    await chmod(folder, 0o700)
    await store.check()
  })
})
