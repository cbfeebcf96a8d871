import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LIMITS } from '../limits.ts'
import { type OpenOptions, openPdf } from './open-pdf.ts'
import { renderPage } from './take-picture.ts'
import { walkContent } from './walk-content.ts'

const EMBEDDED = fileURLToPath(new URL('../../../fixtures/invoices/cs-metalworks-boxes/invoice.pdf', import.meta.url))

async function openPage(purpose: OpenOptions['purpose']) {
  const opened = await openPdf(EMBEDDED, { purpose, maxImagePixels: LIMITS.imagePixels, passwords: [] })
  if (!opened.ok) throw new Error(opened.reason)
  return { pdf: opened.pdf, page: await opened.pdf.getPage(1) }
}

async function listFontBytes({ page }: Awaited<ReturnType<typeof openPage>>): Promise<number[]> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const ids = argsArray.filter((_, index) => fnArray[index] === OPS.setFont).map(([id]) => id as string)
  return [...new Set(ids)].map((id) => (page.commonObjs.get(id) as { data?: Uint8Array }).data?.length ?? 0)
}

test('embedded fonts are not rebuilt to read a page, and their words are read', async () => {
  const opened = await openPage('text')
  const sizes = await listFontBytes(opened)
  expect(sizes.length).toBeGreaterThan(0)
  expect(Math.max(...sizes)).toBe(0)
  const { glyphs } = await walkContent(opened.pdf, opened.page)
  expect(glyphs.map(({ text }) => text).join('')).toContain('Celkem s DPH')
  await opened.pdf.loadingTask.destroy()
})

test('they are rebuilt to draw it: its letters are in the picture', async () => {
  const { pdf, page } = await openPage('rendering')
  const { picture } = await renderPage(page, 72)
  const dark = picture.data.filter((value, index) => index % picture.channels === 0 && value < 128).length
  // the same page without its letters has its boxes only
  expect(dark).toBeGreaterThan(6_000)
  await pdf.loadingTask.destroy()
})
