import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { derivedKey, type ObjectStore, originalKey } from './index.ts'

export type StoreUnderTest = {
  /** Opens the store; called twice, the two see the same objects as two processes would. */
  open(): Promise<ObjectStore>
  /** Changes the stored bytes of an object behind the store's back. */
  damage(key: string): Promise<void>
}

const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** What ./index.ts promises of an object store, for any implementation. */
export function describeObjectStore(name: string, underTest: StoreUnderTest): void {
  describe(`an object store in ${name}`, () => {
    let store: ObjectStore
    let other: ObjectStore
    let scratch: string
    beforeAll(async () => {
      store = await underTest.open()
      other = await underTest.open()
      scratch = await mkdtemp(join(tmpdir(), 'billhook-store-'))
    })
    afterAll(async () => {
      await store?.close()
      await other?.close()
      await rm(scratch, { recursive: true, force: true })
    })

    async function putOriginal(content: Buffer): Promise<string> {
      const sha256 = sha256Of(content)
      await store.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
      return originalKey(sha256)
    }

    test('gives back exactly the bytes that were put, to another process too', async () => {
      for (const content of [Buffer.alloc(0), Buffer.from('\n'), randomBytes(3), randomBytes(2_000_000)]) {
        const key = await putOriginal(content)
        expect(await other.has(key)).toBe(true)
        expect((await other.get(key)).equals(content)).toBe(true)
      }
    })

    test('takes a file from a path and leaves it there', async () => {
      const content = randomBytes(1_234_567)
      const path = join(scratch, 'spooled')
      await writeFile(path, content)
      const sha256 = sha256Of(content)
      await store.put(originalKey(sha256), { path }, { sha256, mediaType: 'image/png' })
      expect((await store.get(originalKey(sha256))).equals(content)).toBe(true)
      await writeFile(path, 'the spool file is our own again')
      expect((await store.get(originalKey(sha256))).equals(content)).toBe(true)
    })

    test('answers an absent key with "missing", and has it not', async () => {
      const key = originalKey(sha256Of(randomBytes(8)))
      await expect(store.get(key)).rejects.toMatchObject({ code: 'object-store.missing' })
      expect(await store.has(key)).toBe(false)
    })

    test('refuses content that does not have the announced hash and stores nothing', async () => {
      const sha256 = sha256Of(Buffer.from('announced'))
      const changed = Buffer.from('changed on the way')
      const put = store.put(originalKey(sha256), changed, { sha256, mediaType: 'application/pdf' })
      await expect(put).rejects.toMatchObject({ code: 'object-store.corrupt' })
      expect(await store.has(originalKey(sha256))).toBe(false)
    })

    test('notices damaged bytes on reading, and putting the original again heals them', async () => {
      const content = randomBytes(5000)
      const key = await putOriginal(content)
      await underTest.damage(key)
      await expect(store.get(key)).rejects.toMatchObject({ code: 'object-store.corrupt' })
      await putOriginal(content)
      expect((await store.get(key)).equals(content)).toBe(true)
    })

    test('an original that is put as new although it is there, whole or damaged, is whole afterwards', async () => {
      const content = randomBytes(5000)
      const key = await putOriginal(content)
      const putAsNew = () =>
        store.put(key, content, { sha256: sha256Of(content), mediaType: 'application/pdf', isNew: true })
      await putAsNew()
      expect((await store.get(key)).equals(content)).toBe(true)
      await underTest.damage(key)
      await putAsNew()
      expect((await store.get(key)).equals(content)).toBe(true)
    })

    test('notices a damaged derived object, which has no hash in its name', async () => {
      const content = randomBytes(5000)
      const key = derivedKey(sha256Of(content), 'page-1.webp')
      await store.put(key, content, { sha256: sha256Of(content), mediaType: 'image/webp' })
      await underTest.damage(key)
      await expect(store.get(key)).rejects.toMatchObject({ code: 'object-store.corrupt' })
    })

    test('the same original put by many at once is there once, whole', async () => {
      const content = randomBytes(300_000)
      const sha256 = sha256Of(content)
      const put = (by: ObjectStore) => by.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
      await Promise.all([put(store), put(other), put(store), put(other)])
      expect((await other.get(originalKey(sha256))).equals(content)).toBe(true)
    })

    test('a derived object made again replaces the earlier one, whole, also when two make it at once', async () => {
      const key = derivedKey(sha256Of(Buffer.from('an original')), 'transcript.json')
      const versions = [Buffer.from('{"pages":[]}'), Buffer.from(`{"pages":["${'long '.repeat(9000)}"]}`)]
      const put = (by: ObjectStore, content: Buffer) =>
        by.put(key, content, { sha256: sha256Of(content), mediaType: 'application/json' })
      await put(store, versions[0]!)
      await put(store, versions[1]!)
      expect((await other.get(key)).equals(versions[1]!)).toBe(true)
      await Promise.all(versions.flatMap((content) => [put(store, content), put(other, content)]))
      const found = await store.get(key)
      expect(versions.some((content) => content.equals(found))).toBe(true)
    })

    test('says that it can be written to', async () => {
      await store.check()
    })

    test('refuses keys that are not of our own making', async () => {
      for (const key of ['../up', 'a/../../b', '/etc/passwd', 'a//b', '', 'Ä', 'a/.hidden', 'a\0b', 'a/']) {
        await expect(store.get(key)).rejects.toThrow(RangeError)
      }
    })
  })
}
