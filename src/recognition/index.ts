/**
 * Turns a supplier's file into words with places. Every file is opened in a child process (src/sandbox); the parent only sees answers.
 *
 *     const reader = openDocumentReader({ processes: 2, ocrLanguages: ['eng', 'deu'] })
 *     const result = await reader.recognize({ path: 'invoice.pdf', name: 'invoice.pdf' })
 *     if (result.ok) for (const page of result.transcript.pages) console.log(page.words.map((word) => word.text).join(' '))
 *     await reader.close()
 */
import type { Identification, Unreadable } from '../../schemas/original.ts'
import { BillhookError } from '../errors.ts'
import { openChildPool } from '../sandbox/index.ts'
import { compileAhead } from './compile-ahead.ts'
import { explainFailure } from './explain-failure.ts'
import { withDecoded } from './images/decode-heic.ts'
import { LIMITS } from './limits.ts'
import { hasLanguage } from './ocr/tesseract.ts'
import { type Recognition, recognizeByPages } from './recognize-by-pages.ts'
import type { OpenAnswer, OpenInput } from './tasks.ts'

export type { CarriedFile } from './carried.ts'
export type { PageImage } from './page-image.ts'

export type SourceFile = {
  path: string
  /** As the sender named it: hostile, never used as a path. */
  name: string
  /** Tried in their order where the file needs one. Told to the child that opens it and to nobody else. */
  passwords?: string[]
}

export type DocumentReader = {
  /**
   * Finds out by content what a file is and how many pages it has. Rejects only when no child can be started.
   * `passwordIndex`: which of the given passwords opened it; absent when none was needed.
   */
  identify(
    file: SourceFile,
  ): Promise<
    { ok: true; identification: Identification; passwordIndex?: number } | { ok: false; unreadable: Unreadable }
  >
  /** Reads every page. A page that defeats us is left empty and noted in the transcript; if all do, the document is unreadable. */
  recognize(
    file: SourceFile,
    options?: { pageImages?: boolean },
  ): Promise<({ ok: true } & Recognition) | { ok: false; unreadable: Unreadable }>
  close(): Promise<void>
}

export type DocumentReaderOptions = {
  /** Child processes at most; one a core. */
  processes: number
  /** As tesseract names them; the data comes from the package `@tesseract.js-data/<language>`. */
  ocrLanguages: readonly string[]
  /** Whether a person waits for it; otherwise its processes give way to everybody else. */
  isAwaited?: boolean
}

// A fresh child costs half a second, and its first documents some seconds until their code runs at its best.
const RECYCLE_AFTER = 1_000

/** Opens the reader; its children start when the first file comes. Throws `config.invalid` where a language's data is not installed. */
export function openDocumentReader(options: DocumentReaderOptions): DocumentReader {
  for (const language of options.ocrLanguages)
    if (!hasLanguage(language))
      throw new BillhookError(
        'config.invalid',
        `there is no OCR data for the language "${language}": install the package @tesseract.js-data/${language}`,
      )
  const pool = openChildPool({
    entry: new URL('./child.ts', import.meta.url),
    size: options.processes,
    memoryMegabytes: LIMITS.memory,
    timeoutMs: LIMITS.openMs,
    recycleAfter: RECYCLE_AFTER,
    isAwaited: options.isAwaited ?? false,
  })
  compileAhead()
  return {
    identify({ path, passwords = [] }) {
      return withDecoded({ path, passwords }, async (file) => {
        const input: OpenInput = { ...file, read: undefined }
        try {
          const answer = await pool.run<OpenAnswer>({ name: 'open', input, of: path })
          if (!answer.ok) return answer
          const { identification, passwordIndex } = answer
          return { ok: true, identification, ...(passwordIndex !== undefined && { passwordIndex }) }
        } catch (error) {
          return { ok: false, unreadable: explainFailure(error) }
        }
      })
    },
    recognize({ path, passwords = [] }, { pageImages = false } = {}) {
      const { ocrLanguages: languages, processes } = options
      return withDecoded({ path, passwords }, (file) =>
        recognizeByPages(file, { pool, processes, languages, pageImages }),
      )
    },
    close: () => pool.close(),
  }
}
