import type { Unreadable } from '../../schemas/original.ts'
import type { Concern, Transcript, TranscriptPage } from '../../schemas/transcript.ts'
import { ChildFailure, type ChildPool, type TaskOptions } from '../sandbox/index.ts'
import type { CarriedFile } from './carried.ts'
import { explainFailure, TIMED_OUT } from './explain-failure.ts'
import { judgeMasked } from './judge-masked.ts'
import { EXPANSION, LIMITS } from './limits.ts'
import type { PageImage } from './page-image.ts'
import type {
  FileInput,
  OpenAnswer,
  OpenInput,
  PageAnswer,
  PagesAnswer,
  ReadPageInput,
  ReadPagesInput,
} from './tasks.ts'

type Ports = { pool: ChildPool; processes: number; languages: readonly string[]; pageImages: boolean }
/** What recognizing a document gives: its words, pictures of its pages, and what it brought along. */
export type Recognition = {
  transcript: Transcript
  images: PageImage[]
  /** Documents that are embedded in an electronic invoice; absent where there are none. */
  files?: CarriedFile[]
  /** Of an electronic invoice without pages of its own: those that were drawn of it, as a PDF. */
  view?: Buffer
}
type Recognized = ({ ok: true } & Recognition) | { ok: false; unreadable: Unreadable }

// Pages of text that one task reads: about a third of a second, so that a long document lets others in between.
const TEXT_PAGES_A_TASK = 8
// With page images, which take longer than the text.
const IMAGE_PAGES_A_TASK = 2

// A4 in points, for a page of which nothing is known.
const UNKNOWN_PAGE = { width: 595, height: 842 }

/**
 * Recognizes a document by tasks of a few pages. It never has more tasks waiting than there are processes, and the pool knows
 * whose they are; that makes it fair between a long document and a short one behind it.
 */
export async function recognizeByPages(file: FileInput, ports: Ports): Promise<Recognized> {
  const { pool, pageImages, languages } = ports
  const step = pageImages ? IMAGE_PAGES_A_TASK : TEXT_PAGES_A_TASK
  const budget = startBudget()
  const answers = new Map<number, PageAnswer>()
  const failures = new Map<number, Unreadable>()
  const keep = ({ pages, expanding }: PagesAnswer) => {
    for (const answer of pages) answers.set(answer.page.number, answer)
    if (expanding !== undefined) failures.set(expanding, EXPANSION)
  }
  let opened: OpenAnswer
  try {
    const input: OpenInput = { ...file, read: { pages: count(1, step), pageImages } }
    opened = await budget.spend((limits) => pool.run<OpenAnswer>({ name: 'open', input, of: file.path }, limits), {
      mostMs: LIMITS.openMs,
    })
  } catch (error) {
    const unreadable = explainFailure(error)
    const again = await openAlone()
    if (again === undefined) return { ok: false, unreadable }
    opened = again
    if (opened.ok && opened.identification.pageCount === 1) failAlone(1, error)
  }
  if (!opened.ok) return opened
  const { activeContent, bookmarks = [], carried } = opened
  const { pageCount } = opened.identification
  keep(opened)

  const chunks: number[][] = []
  for (let first = step + 1; first <= pageCount; first += step)
    chunks.push(count(first, Math.min(first + step - 1, pageCount)))
  // where a page needs OCR those after it will too; they are read one by one, which spreads them over the children
  const isScan = () => [...answers.values()].some(({ needs }) => needs === 'ocr')
  await runSome(chunks, ports.processes, async (pages) => {
    if (isScan() || budget.isSpent()) return
    const input: ReadPagesInput = { ...file, pages, pageImages }
    try {
      const run = (limits: TaskLimits) => pool.run<PagesAnswer>({ name: 'read-pages', input, of: file.path }, limits)
      keep(await budget.spend(run, { mostMs: LIMITS.pageMs }))
    } catch (error) {
      // One of them is at fault; which one, shows when each is read by itself.
      explainFailure(error)
      if (pages.length === 1) failAlone(pages[0] as number, error)
    }
  })

  const rest = count(1, pageCount).filter((page) => answers.get(page)?.needs !== 'nothing' && !failures.has(page))
  await runSome(rest, ports.processes, async (page) => {
    if (budget.isSpent()) {
      failures.set(page, TIMED_OUT)
      return
    }
    const input: ReadPageInput = { ...file, page, pageImages, languages: { allowed: languages, likely: findLikely() } }
    const memoryMegabytes = LIMITS.memoryWithOcr
    const run = (limits: TaskLimits) =>
      pool.run<PageAnswer>({ name: 'read-page', input, of: file.path, isLong: true }, { ...limits, memoryMegabytes })
    try {
      const mostMs = answers.get(page)?.needs === 'ocr' ? LIMITS.ocrPageMs : LIMITS.pageMs
      keep({ pages: [await budget.spend(run, { mostMs, freeMs: LIMITS.perOcrPageMs })] })
    } catch (error) {
      failures.set(page, explainFailure(error))
    }
  })

  const firstFailure = failures.values().next().value
  if (firstFailure !== undefined && failures.size === pageCount) return { ok: false, unreadable: firstFailure }
  return { ok: true, ...assemble() }

  /** Of a page that was read by itself: it would have as much time again and no more. With more memory it may do, and after a crash. */
  function failAlone(page: number, error: unknown): void {
    if (error instanceof ChildFailure && error.kind === 'timeout') failures.set(page, explainFailure(error))
  }

  /** The languages of the first page that was read by OCR: a document seldom changes its language. */
  function findLikely(): string[] {
    const first = Math.min(...[...answers].filter(([, { ocrLanguages }]) => ocrLanguages).map(([page]) => page))
    return answers.get(first)?.ocrLanguages ?? []
  }

  /** A file whose first pages cannot be read together may still be read page by page, with more of everything. */
  async function openAlone(): Promise<OpenAnswer | undefined> {
    const input: OpenInput = { ...file, read: { pages: [], pageImages } }
    try {
      const run = (limits: TaskLimits) => pool.run<OpenAnswer>({ name: 'open', input, of: file.path }, limits)
      return await budget.spend(run, { mostMs: LIMITS.openMs })
    } catch (error) {
      explainFailure(error)
      return undefined
    }
  }

  function assemble(): Recognition {
    const pages: TranscriptPage[] = []
    const images: PageImage[] = []
    const notes: string[] = []
    const concerns: Concern[] = []
    for (const number of count(1, pageCount)) {
      const answer = answers.get(number)
      const failure = failures.get(number)
      if (failure !== undefined) notes.push(`page ${number} was not read: ${failure.message}`)
      notes.push(...(answer?.notes ?? []))
      for (const { language, hasData } of answer?.unread ?? []) {
        concerns.push({ code: 'language-not-read', page: number, language, hasData })
        notes.push(
          `page ${number} seems to be in ${language}, ${hasData ? 'which is not among the OCR languages that are set' : 'for which there is no OCR data; its letters may be misread'}`,
        )
      }
      pages.push(answer?.page ?? { number, ...UNKNOWN_PAGE, source: 'none', words: [] })
      if (answer?.image !== undefined) images.push(answer.image)
    }
    const ocrLanguages = [...new Set(pages.flatMap(({ number }) => answers.get(number)?.ocrLanguages ?? []))]
    const masked = judgeMasked(
      [...answers.values()].flatMap((answer) => answer.masked ?? []),
      pages,
    )
    for (const { page, characters, reasons } of masked)
      notes.push(
        `page ${page} holds ${characters} characters that cannot be seen (${reasons.join(', ')}); they were not read`,
      )
    concerns.push(...masked, ...(carried?.concerns ?? []))
    notes.push(...(carried?.notes ?? []))
    if (activeContent.length > 0) concerns.push({ code: 'active-content', kinds: activeContent })
    return {
      transcript: {
        pages,
        ocrLanguages,
        notes,
        ...(concerns.length > 0 && { concerns }),
        ...(carried?.invoice && { eInvoice: carried.invoice }),
        ...(carried?.bodies && { bodies: carried.bodies }),
        ...(bookmarks.length > 0 && { bookmarks }),
      },
      images,
      ...(carried?.files.length && { files: carried.files }),
      ...(carried?.view && { view: carried.view }),
    }
  }
}

type TaskLimits = Required<Pick<TaskOptions, 'timeoutMs' | 'onSpent'>>

/**
 * The document's time, over all its tasks; what a task is given is never more than what is left. Waiting for a child that reads another
 * document is not its time. `freeMs`: what of it is given back where the task does what it should, so that a long scan has its time, and a
 * long document of pages that cannot be read has not.
 */
function startBudget() {
  let left: number = LIMITS.documentMs
  return {
    isSpent: () => left <= 0,
    async spend<T>(
      work: (limits: TaskLimits) => Promise<T>,
      { mostMs, freeMs = 0 }: { mostMs: number; freeMs?: number },
    ): Promise<T> {
      let spent = 0
      const onSpent = (milliseconds: number) => {
        spent = milliseconds
        left -= milliseconds
      }
      const done = await work({ timeoutMs: Math.max(1, Math.min(mostMs, left)), onSpent })
      left += Math.min(spent, freeMs)
      return done
    },
  }
}

async function runSome<T>(items: readonly T[], atATime: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const lane = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, lane))
}

function count(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
