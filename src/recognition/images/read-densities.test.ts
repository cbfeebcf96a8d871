import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDensities } from './read-densities.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-densities-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}
const picture = () => sharp({ create: { width: 20, height: 20, channels: 3, background: 'white' } })
const MM = 25.4

test('a fax says that its pixels are twice as high as wide', async () => {
  const path = await save(
    'fax.tiff',
    await picture()
      .tiff({ xres: 204 / MM, yres: 98 / MM })
      .toBuffer(),
  )
  const found = await readDensities(path)
  expect(found!.x / found!.y).toBeCloseTo(204 / 98, 2)
})

test('a PNG says it too', async () => {
  const found = await readDensities(
    await save('a.png', await picture().withMetadata({ density: 300 }).png().toBuffer()),
  )
  expect(found!.x).toBeGreaterThan(0)
  expect(found!.x).toBe(found!.y)
})

test('a file that says nothing, or lies about where it says it, is no error', async () => {
  expect(await readDensities(await save('no.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')))).toBeUndefined()
  expect(await readDensities(await save('empty', Buffer.alloc(0)))).toBeUndefined()
  const lost = Buffer.from([0x49, 0x49, 42, 0, 0xff, 0xff, 0xff, 0x7f])
  expect(await readDensities(await save('lost.tiff', lost))).toBeUndefined()
})
