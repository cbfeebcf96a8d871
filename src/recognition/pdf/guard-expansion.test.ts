import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deflateBomb, lzwBomb, runLengthBomb } from '../../../fixtures/hostile/bombs.ts'
import { drawInvoice, invoicePdf } from '../../../fixtures/hostile/invoice-pdf.ts'
import { openDocument } from '../open-document.ts'

const AS_TEXT = { pageImages: false, languages: undefined }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-expansion-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function readContent(data: Uint8Array, filter: string) {
  const path = join(folder, `${filter.replace(/\W/g, '')}.pdf`)
  await writeFile(path, invoicePdf({ content: { dictionary: `/Filter ${filter}`, data } }))
  const opened = await openDocument({ path, passwords: [] })
  if (!opened.ok) throw new Error(opened.unreadable.message)
  return opened.document.readPage(1, AS_TEXT)
}

// The first is unpacked by the platform, the others by pdf.js itself: each way has its own guard.
test.each([
  ['/FlateDecode', () => deflateBomb(1e9)],
  ['/LZWDecode', () => lzwBomb(300e6)],
  ['[/FlateDecode /RunLengthDecode]', () => runLengthBomb(300e6)],
] as const)('a page that unpacks beyond the limit by %s is given up', async (filter, make) => {
  await expect(readContent(make(), filter)).rejects.toMatchObject({ code: 'expansion-limit' })
})

test('what is unpacked in one go is the same text', async () => {
  const { page } = await readContent(deflateSync(drawInvoice()), '/FlateDecode')
  expect(page.words.map(({ text }) => text)).toContain('HI-2026-0815')
})

test('a document is read on after a page that was given up', async () => {
  const bomb = { dictionary: '/Filter /FlateDecode', data: deflateBomb(1e9) }
  const path = join(folder, 'second-page.pdf')
  const two = invoicePdf({
    objects: [
      [6, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R >>'],
      [7, bomb],
    ],
  })
  await writeFile(
    path,
    Buffer.from(two.toString('latin1').replace('[3 0 R] /Count 1', '[6 0 R 3 0 R] /Count 2'), 'latin1'),
  )
  const opened = await openDocument({ path, passwords: [] })
  if (!opened.ok) throw new Error(opened.unreadable.message)
  await expect(opened.document.readPage(1, AS_TEXT)).rejects.toMatchObject({ code: 'expansion-limit' })
  expect((await opened.document.readPage(2, AS_TEXT)).page.words.length).toBeGreaterThan(20)
})
