/** How much of its children's time a document may have. The children are stood in for by what they would answer, and what it would cost. */
import { expect, test } from 'vitest'
import { ChildFailure, type ChildPool } from '../sandbox/index.ts'
import { LIMITS } from './limits.ts'
import { recognizeByPages } from './recognize-by-pages.ts'
import type { OpenAnswer, PageAnswer, ReadPageInput } from './tasks.ts'

type Costs = { pages: number; pageMs: (page: number) => number }
type Given = { name: string; timeoutMs: number; memoryMegabytes: number | undefined }

/** Pages that all need OCR, each of which takes so long. */
function openPretendedPool({ pages, pageMs }: Costs): { pool: ChildPool; given: Given[]; spent: () => number } {
  const given: Given[] = []
  let spent = 0
  const pool: ChildPool = {
    async run<T>({ name, input }: { name: string; input: unknown }, options: Parameters<ChildPool['run']>[1] = {}) {
      const { timeoutMs = 0, memoryMegabytes, onSpent } = options
      given.push({ name, timeoutMs, memoryMegabytes })
      const number = name === 'read-page' ? (input as ReadPageInput).page : 0
      const costs = number === 0 ? 1 : pageMs(number)
      const took = Math.min(costs, timeoutMs)
      spent += took
      onSpent?.(took)
      if (costs > timeoutMs) throw new ChildFailure('timeout', 'took longer', { task: name })
      return (number === 0 ? openOf(pages) : answerOf(number)) as T
    },
    close: async () => {},
  }
  return { pool, given, spent: () => spent }
}

function openOf(pageCount: number): OpenAnswer {
  return {
    ok: true,
    identification: { mediaType: 'application/pdf', pageCount },
    pages: [{ ...answerOf(1), needs: 'ocr' }],
    activeContent: [],
  }
}

function answerOf(number: number): PageAnswer {
  return { page: { number, width: 595, height: 842, source: 'none', words: [] }, needs: 'nothing', notes: [] }
}

async function recognize(costs: Costs) {
  const { pool, given, spent } = openPretendedPool(costs)
  const file = { path: 'scan.pdf', passwords: [] }
  const result = await recognizeByPages(file, { pool, processes: 2, languages: ['eng'], pageImages: false })
  return { result, given, spent: spent() }
}

test('a page that needs OCR has a minute and a gigabyte', async () => {
  const { given } = await recognize({ pages: 1, pageMs: () => 3_000 })
  expect(given.at(-1)).toEqual({ name: 'read-page', timeoutMs: 60_000, memoryMegabytes: 1024 })
  expect(given[0]).toMatchObject({ name: 'open', memoryMegabytes: undefined })
})

test('a long document of pages that never end is given up within its two minutes, not page by page', async () => {
  const { result, given, spent } = await recognize({ pages: 200, pageMs: () => 1e9 })
  expect(result).toMatchObject({ ok: false, unreadable: { code: 'timeout' } })
  expect(spent + LIMITS.openMs).toBeLessThanOrEqual(120_000)
  expect(given.length).toBeLessThan(10)
})

test('a page that never ends costs its neighbours nothing', async () => {
  const { result } = await recognize({ pages: 20, pageMs: (page) => (page === 7 ? 1e9 : 3_000) })
  if (!result.ok) throw new Error(result.unreadable.message)
  expect(result.transcript.notes).toEqual([expect.stringMatching(/^page 7 was not read: .*too long/)])
})

test('a scan of 200 pages has the time that it takes', async () => {
  const { result, spent } = await recognize({ pages: 200, pageMs: () => 4_000 })
  if (!result.ok) throw new Error(result.unreadable.message)
  expect(result.transcript.notes).toEqual([])
  expect(spent).toBeGreaterThan(120_000)
})

/** A document of text; a task ends as `fail` says, or gives the pages that it was asked for. */
async function recognizeText(
  pageCount: number,
  fail: (task: { name: string; pages: number[] }) => ChildFailure['kind'] | { expanding: number } | undefined,
) {
  const asked: string[] = []
  const pool: ChildPool = {
    async run<T>({ name, input }: { name: string; input: unknown }) {
      const { read, page, pages: several } = input as { read?: { pages: number[] }; page?: number; pages?: number[] }
      const pages = page === undefined ? (several ?? read?.pages ?? []) : [page]
      asked.push([name, ...pages].join(' '))
      const failure = fail({ name, pages })
      if (typeof failure === 'string') throw new ChildFailure(failure, 'it failed', { task: name })
      if (page !== undefined) return answerOf(page) as T
      const last = Math.min(pageCount, (failure?.expanding ?? pageCount + 1) - 1)
      return { ...openOf(pageCount), pages: pages.filter((one) => one <= last).map(answerOf), ...failure } as T
    },
    close: async () => {},
  }
  const file = { path: 'text.pdf', passwords: [] }
  const result = await recognizeByPages(file, { pool, processes: 1, languages: ['eng'], pageImages: true })
  return { result, asked }
}

test('a page that unpacks to too much is not read again', async () => {
  const { result, asked } = await recognizeText(3, ({ pages }) => (pages.includes(2) ? { expanding: 2 } : undefined))
  expect(asked).toEqual(['open 1 2', 'read-pages 3'])
  expect(result).toMatchObject({ transcript: { notes: [expect.stringMatching(/^page 2 .*unpacks to more/)] } })
})

test('a document of one page that unpacks to too much is read once', async () => {
  const { result, asked } = await recognizeText(1, () => ({ expanding: 1 }))
  expect(asked).toEqual(['open 1 2'])
  expect(result).toMatchObject({ unreadable: { code: 'expansion-limit' } })
})

test('a page that takes too long by itself is not read again', async () => {
  const { result, asked } = await recognizeText(3, ({ pages }) => (pages.includes(3) ? 'timeout' : undefined))
  expect(asked).toEqual(['open 1 2', 'read-pages 3'])
  expect(result).toMatchObject({ transcript: { notes: [expect.stringMatching(/^page 3 .*too long/)] } })
  const single = await recognizeText(1, ({ pages }) => (pages.includes(1) ? 'timeout' : undefined))
  expect(single.asked).toEqual(['open 1 2', 'open'])
  expect(single.result).toMatchObject({ unreadable: { code: 'timeout' } })
})

test('a page that needs more memory, or made its process fail, is read once more with all that a page may have', async () => {
  for (const kind of ['memory', 'crash'] as const) {
    const { result, asked } = await recognizeText(3, ({ name, pages }) =>
      name === 'read-pages' && pages.includes(3) ? kind : undefined,
    )
    expect(asked).toEqual(['open 1 2', 'read-pages 3', 'read-page 3'])
    expect(result).toMatchObject({ ok: true, transcript: { notes: [] } })
  }
})
