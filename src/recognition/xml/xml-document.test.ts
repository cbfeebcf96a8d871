import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOUND_UBL } from '../../e-invoices/testing/sound-ubl.ts'
import { type DocumentReader, openDocumentReader } from '../index.ts'

let folder: string
let reader: DocumentReader
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-xml-'))
  // One process, in which one document comes after the other.
  reader = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true, force: true })
})

const HYBRID = fileURLToPath(new URL('../../../fixtures/invoices/de-facturx/invoice.pdf', import.meta.url))

async function write(name: string, content: string | Buffer): Promise<{ path: string; name: string }> {
  const path = join(folder, name)
  await writeFile(path, content)
  return { path, name }
}

async function recognize(file: { path: string; name: string }) {
  const result = await reader.recognize(file, { pageImages: true })
  if (!result.ok) throw new Error(result.unreadable.message)
  return result
}

test('data and pages are read by one process, whichever comes first', async () => {
  const xml = await write('invoice.xml', SOUND_UBL)
  const pdf = { path: HYBRID, name: 'invoice.pdf' }
  for (const file of [xml, pdf, xml, pdf]) {
    const { transcript, images, view } = await recognize(file)
    expect(images).toHaveLength(transcript.pages.length)
    expect(transcript.eInvoice?.origin).toBe(file === xml ? 'file' : 'embedded')
    expect(view === undefined).toBe(file === pdf)
  }
})

test('what is drawn has its words where they stand, and the documents inside come along', async () => {
  const { transcript, files, view } = await recognize(await write('words.xml', SOUND_UBL))
  const [page] = transcript.pages
  const word = page?.words.find(({ text }) => text === '166,55\u00a0EUR' || text === '166,55')
  const place = transcript.eInvoice?.places['/ubl:Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount']
  expect(place).toMatchObject({ page: 1 })
  expect(word?.box[1]).toBeCloseTo(place?.box[1] ?? 0, 0)
  expect(files?.map(({ name }) => name)).toEqual(['times.csv'])
  // The view is a PDF that says the same.
  const again = await recognize(await write('view.pdf', Buffer.from(view ?? '')))
  expect(again.transcript.pages[0]?.words.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['R-2026-77', 'Mühle']),
  )
})

test('a PDF whose data is damaged or none of an invoice is read by its pages, with the reason', async () => {
  const { embedInPdf } = await import('../../../fixtures/generate/e-invoice/embed-in-pdf.ts')
  const { generateInvoice } = await import('../../../fixtures/generate/index.ts')
  const { pdf } = await generateInvoice({ seed: 'damaged', language: 'de', country: 'DE' })
  const embed = (name: string, text: string) => embedInPdf(pdf, { name, content: Buffer.from(text) })
  const cases = [
    [embed('factur-x.xml', SOUND_UBL.slice(0, 900)), { code: 'embedded-invoice-unreadable', why: 'xml.truncated' }],
    [embed('terms.xml', '<terms/>'), { code: 'embedded-xml-is-no-invoice', names: ['terms.xml'] }],
  ] as const
  for (const [bytes, concern] of cases) {
    const { transcript } = await recognize(await write(`${concern.code}.pdf`, bytes))
    expect(transcript.eInvoice).toBeUndefined()
    expect(transcript.concerns).toContainEqual(expect.objectContaining(concern))
    expect(transcript.pages[0]?.words.length).toBeGreaterThan(20)
  }
})
