import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import PdfDocument from 'pdfkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPdf } from './open-pdf.ts'
import { readBookmarks } from './read-bookmarks.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-bookmarks-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A file of as many pages as titles; a page with a title has an entry, and a part below it. */
async function bookmarksOf(titles: readonly (string | null)[]) {
  const path = join(folder, 'bound.pdf')
  const document = new PdfDocument({ autoFirstPage: false })
  const written = finished(document.pipe(createWriteStream(path)))
  for (const title of titles) {
    document.addPage()
    if (title !== null) document.outline.addItem(title).addItem('a part of it')
  }
  document.end()
  await written
  const opened = await openPdf(path, { purpose: 'text', maxImagePixels: 1e6, passwords: [] })
  if (!opened.ok) throw new Error(opened.reason)
  const bookmarks = await readBookmarks(opened.pdf)
  await opened.pdf.loadingTask.destroy()
  return bookmarks
}

test('the entries at the top of a table of contents are read with their pages', async () => {
  expect(await bookmarksOf(['Acme 4711.pdf', null, 'Borg  4712.pdf'])).toEqual([
    { page: 1, title: 'Acme 4711.pdf' },
    { page: 3, title: 'Borg 4712.pdf' },
  ])
})

test('a file without one, or of one page, has none', async () => {
  expect(await bookmarksOf([null, null])).toEqual([])
  expect(await bookmarksOf(['Acme 4711.pdf'])).toEqual([])
})
