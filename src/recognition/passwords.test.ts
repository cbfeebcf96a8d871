import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PdfDocument from 'pdfkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DocumentReader, openDocumentReader } from './index.ts'

let folder: string
let reader: DocumentReader
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-passwords-'))
  reader = openDocumentReader({ processes: 2, ocrLanguages: ['eng'] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

/** Version of the file and what pdfkit encrypts it with then. */
const CIPHERS = {
  'RC4 of 40 bits': '1.3',
  'RC4 of 128 bits': '1.4',
  'AES of 128 bits': '1.7',
  'AES of 256 bits': '1.7ext3',
} as const
type Version = (typeof CIPHERS)[keyof typeof CIPHERS]

async function save(name: string, options: PDFKit.PDFDocumentOptions & { pages?: number }): Promise<string> {
  const { pages = 1, ...rest } = options
  const pdf = new PdfDocument({ size: 'A4', ...rest })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) pdf.addPage()
    pdf.fontSize(12).text(`Invoice number RE-2026-4711 of the supplier, page ${page}, total amount due 1,751.20 EUR`)
  }
  pdf.end()
  await done
  const path = join(folder, name)
  await writeFile(path, Buffer.concat(chunks))
  return path
}
const protect = (userPassword: string, pdfVersion: Version, pages = 1) =>
  save(`${pdfVersion}-${Buffer.from(userPassword).toString('hex')}-${pages}.pdf`, {
    userPassword,
    ownerPassword: 'the owner alone',
    pdfVersion,
    pages,
  })
const open = (path: string, passwords: string[]) => reader.identify({ path, name: 'a.pdf', passwords })

describe.each(Object.entries(CIPHERS))('a PDF protected by %s', (_, version) => {
  test('is opened by its password among others, and says which one it was', async () => {
    const path = await protect('Sommer2026', version)
    const passwords = ['wrong', 'sommer2026', 'Sommer2026', 'another']
    expect(await open(path, passwords)).toEqual({
      ok: true,
      identification: { mediaType: 'application/pdf', pageCount: 1 },
      passwordIndex: 2,
    })
    const read = await reader.recognize({ path, name: 'a.pdf', passwords }, { pageImages: true })
    if (!read.ok) throw new Error(read.unreadable.message)
    expect(read.transcript.pages[0]?.words.map(({ text }) => text).join(' ')).toContain('RE-2026-4711')
    expect(read.images).toHaveLength(1)
  })

  test('is opened by the password of its owner too', async () => {
    expect(await open(await protect('Sommer2026', version), ['the owner alone'])).toMatchObject({ ok: true })
  })

  test('stays shut without a password and with wrong ones, and says which of the two it is', async () => {
    const path = await protect('Sommer2026', version)
    expect(await open(path, [])).toMatchObject({
      unreadable: { code: 'encrypted', message: expect.stringMatching(/protected by a password\. Enter it/) },
    })
    expect(await open(path, ['wrong', '', 'Sommer2026 '])).toMatchObject({
      unreadable: { code: 'encrypted', message: expect.stringMatching(/none of those that were given opens it/) },
    })
  })
})

test('a password of other than ASCII letters opens its document', async () => {
  expect(await open(await protect('Grüße-Ünäß', '1.7ext3'), ['Grüße-Ünäß'])).toMatchObject({ ok: true })
  expect(await open(await protect('Grüße-Ünäß', '1.7'), ['Grüße-Ünäß'])).toMatchObject({ ok: true })
})

test('a document that only its owner protects needs none, and none of ours is named', async () => {
  const path = await save('owner.pdf', { ownerPassword: 'the owner alone', pdfVersion: '1.7' })
  const opened = await open(path, ['Sommer2026'])
  expect(opened).toEqual({ ok: true, identification: { mediaType: 'application/pdf', pageCount: 1 } })
})

test('a child that has opened a document with its password does not open it without', async () => {
  const path = await protect('Sommer2026', '1.7')
  for (let round = 0; round < 4; round += 1) {
    expect(await open(path, ['Sommer2026'])).toMatchObject({ ok: true })
    expect(await open(path, [])).toMatchObject({ ok: false })
    expect(await open(path, ['wrong'])).toMatchObject({ ok: false })
  }
})

test('every page of a long document is read, whichever child gets it', async () => {
  const path = await protect('Sommer2026', '1.7ext3', 30)
  const read = await reader.recognize({ path, name: 'a.pdf', passwords: ['wrong', 'Sommer2026'] })
  if (!read.ok) throw new Error(read.unreadable.message)
  expect(read.transcript.pages.map(({ source }) => source)).toEqual(Array(30).fill('text-layer'))
  expect(read.transcript.notes).toEqual([])
})

test('fifty passwords of which none fits are tried within the time of a document', async () => {
  const started = performance.now()
  const passwords = Array.from({ length: 50 }, (_, index) => `password ${index}`)
  expect(await open(await protect('Sommer2026', '1.7ext3'), passwords)).toMatchObject({ ok: false })
  expect(performance.now() - started).toBeLessThan(20_000)
})

test('passwords are not to be seen in the arguments or the environment of a child', async () => {
  const path = await protect('Sommer2026', '1.7')
  const secret = 'to be seen nowhere'
  await open(path, [secret])
  const about: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
    for (const part of ['cmdline', 'environ'])
      about.push(await readFile(`/proc/${pid}/${part}`, 'latin1').catch(() => ''))
  expect(about.some((text) => text.includes('recognition/child.ts'))).toBe(true)
  expect(about.filter((text) => text.includes(secret))).toEqual([])
})
