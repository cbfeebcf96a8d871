import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SNIFF_BYTES } from '../recognition/sniff-media-type.ts'
import { openSpool, type Spool } from './spool.ts'

let folder: string
let spool: Spool

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-spool-'))
  spool = await openSpool({ folder })
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** As sockets give it: in pieces, whose memory is used again for the next one. */
async function* inPieces(content: Buffer, size = 16_000): AsyncIterable<Uint8Array> {
  const memory = Buffer.alloc(size)
  for (let at = 0; at < content.length; at += size) {
    const length = content.copy(memory, 0, at, at + size)
    yield memory.subarray(0, length)
  }
}
const about = { name: 'invoice.pdf', limit: 5_000_000 }
const read = (content: Buffer | { path: string }) =>
  Buffer.isBuffer(content) ? Promise.resolve(content) : readFile(content.path)

describe('what arrives', () => {
  test.each([
    ['nothing', 0, 0],
    ['a small file, in memory', 100_000, 0],
    ['a large one, in a file', 2_000_000, 1],
  ])('is kept until it is stored, whole and hashed: %s', async (_, bytes, files) => {
    const content = randomBytes(bytes)
    const taken = await spool.take(inPieces(content), about)
    expect(await readdir(folder)).toHaveLength(files)
    expect((await read(taken.content)).equals(content)).toBe(true)
    expect(taken.sha256).toBe(createHash('sha256').update(content).digest('hex'))
    expect(taken.bytes).toBe(bytes)
    expect(taken.head.equals(content.subarray(0, SNIFF_BYTES))).toBe(true)
    await taken.remove()
    await taken.remove()
    expect(await readdir(folder)).toEqual([])
  })

  test('and is too large, or breaks off, leaves nothing', async () => {
    const tooLarge = spool.take(inPieces(randomBytes(2_000_000)), { ...about, limit: 1_500_000 })
    await expect(tooLarge).rejects.toMatchObject({ code: 'intake.too-large' })
    async function* breaksOff() {
      yield* inPieces(randomBytes(1_000_000))
      throw new Error('the line broke')
    }
    await expect(spool.take(breaksOff(), about)).rejects.toThrow('the line broke')
    expect(await readdir(folder)).toEqual([])
  })

  test('on a full disk is an outage, not the sender’s fault', async () => {
    const gone = await openSpool({ folder: join(folder, 'gone') })
    await rm(join(folder, 'gone'), { recursive: true })
    const put = gone.take(inPieces(randomBytes(2_000_000)), about)
    await expect(put).rejects.toMatchObject({ code: 'object-store.unavailable', retry: true })
  })
})
