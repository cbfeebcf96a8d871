import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_FILES, type HostileFile } from '../../../fixtures/hostile/index.ts'
import { judgeMasked } from '../judge-masked.ts'
import { openDocument } from '../open-document.ts'
import { findActiveContent } from './find-active-content.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-hostile-pdf-'))
})
afterAll(() => rm(folder, { recursive: true }))

const family = (name: string) => HOSTILE_FILES.filter((file) => file.family === name)
const asksFor = (file: HostileFile, finding: string) =>
  file.expect.kind === 'must_capture' && file.expect.finding === finding

async function save(file: HostileFile): Promise<string> {
  const path = join(folder, file.name)
  await writeFile(path, await file.make())
  return path
}

describe('text that a person cannot see', () => {
  const shadows = family('shadows').filter((file) => asksFor(file, 'content-masked'))
  test.each([...family('masking'), ...shadows])('$trick: $name', async (file) => {
    const opened = await openDocument({ path: await save(file), passwords: [] })
    if (!opened.ok) throw new Error(opened.unreadable.message)
    const { page, masked } = await opened.document.readPage(1, { pageImages: false, languages: undefined })
    const text = page.words.map((word) => word.text).join(' ')
    expect(text).toContain('Total amount due GBP 1,200.00')
    expect(text).not.toMatch(/9,999|ZZ-666|BUKB/)
    const telling = judgeMasked(masked === undefined ? [] : [masked], [page]).flatMap((concern) => concern.telling)
    if (asksFor(file, 'content-masked')) expect(telling.join()).toMatch(/9,999\.00/)
    else if (file.expect.kind === 'must_capture') expect(telling).toEqual([])
  })
})

test('text that a number beyond all numbers puts nowhere is not on the page', async () => {
  const file = HOSTILE_FILES.find(({ trick }) => trick === 'a number of a million digits')
  if (!file) throw new Error('there is no such file any more')
  const opened = await openDocument({ path: await save(file), passwords: [] })
  if (!opened.ok) throw new Error(opened.unreadable.message)
  const { page } = await opened.document.readPage(1, { pageImages: false, languages: undefined })
  expect(page.words.flatMap(({ box, fontSize }) => [...box, fontSize]).every(Number.isFinite)).toBe(true)
})

describe('what a file could run or open elsewhere', () => {
  const shadows = family('shadows').filter((file) => asksFor(file, 'active-content'))
  test.each([...family('active').filter(({ expect: { kind } }) => kind === 'must_capture'), ...shadows])(
    '$trick: $name',
    async (file) => {
      const found = await findActiveContent(await save(file))
      expect(found.length > 0).toBe(asksFor(file, 'active-content'))
    },
  )
  test.each(family('masking').slice(0, 3))('nothing in an invoice that holds no such thing: $name', async (file) => {
    expect(await findActiveContent(await save(file))).toEqual([])
  })
})
