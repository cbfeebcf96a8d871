import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoicePdf } from '../../../fixtures/hostile/invoice-pdf.ts'
import { LIMITS } from '../limits.ts'
import { openPdf } from './open-pdf.ts'
import { renderPage } from './take-picture.ts'

const DPI = 300
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-render-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function render(mediaBox: string, page = '') {
  const path = join(folder, 'page.pdf')
  await writeFile(path, invoicePdf({ mediaBox, page }))
  const opened = await openPdf(path, { purpose: 'rendering', maxImagePixels: LIMITS.imagePixels, passwords: [] })
  if (!opened.ok) throw new Error(opened.reason)
  const { picture, pointsPerPixel } = await renderPage(await opened.pdf.getPage(1), DPI)
  await opened.pdf.loadingTask.destroy()
  return { ...picture, pointsPerPixel, bytes: picture.data.length }
}

test('an ordinary page is drawn at the resolution that was asked for', async () => {
  expect(await render('[0 0 595 842]')).toMatchObject({ width: 2480, height: 3509 })
})

test.each([
  ['a poster', '[0 0 14400 14400]', ''],
  ['a page of a million times its size', '[0 0 595 842]', '/UserUnit 1000000'],
])('%s is drawn with 25 megapixels, and says how large its points are', async (_, mediaBox, page) => {
  const { width, height, pointsPerPixel, bytes } = await render(mediaBox, page)
  // rounded up to whole pixels
  expect(width * height).toBeLessThan(25.02e6)
  expect(width * height).toBeGreaterThan(24e6)
  expect(bytes).toBe(width * height * 3)
  expect(pointsPerPixel).toBeGreaterThan(72 / DPI)
})

test('a strip is drawn with 20,000 pixels at most', async () => {
  const { height } = await render('[0 0 595 1000000]')
  expect(height).toBe(20_000)
})
