import type { MediaType, Unreadable } from '../../schemas/original.ts'
import type { ActiveContent, Bookmark } from '../../schemas/transcript.ts'
import type { Carried } from './carried.ts'
import type { LanguageChoice } from './ocr/choose-languages.ts'
import type { PageAnswer } from './tasks.ts'

/** A document that is open in this child. */
export type OpenDocument = {
  mediaType: MediaType
  pageCount: number
  /** Which of the given passwords opened it; absent when none was needed. */
  passwordIndex?: number
  /**
   * Reads a page (counted from 1). Without languages there is no OCR: a page whose text layer is not enough then answers `needs: 'ocr'`,
   * and its decoded pictures are kept for the call with languages that follows.
   */
  readPage(page: number, options: { pageImages: boolean; languages: LanguageChoice | undefined }): Promise<PageAnswer>
  /** What in the file could run or open something elsewhere; absent: nothing of this type can. */
  findActiveContent?(): Promise<ActiveContent[]>
  /** The file's table of contents; absent: files of this type have none. */
  readBookmarks?(): Promise<Bookmark[]>
  /** What the file says of itself as data; absent: nothing of this type can. */
  readCarried?(options: { withView: boolean }): Promise<Carried>
  close(): Promise<void>
}

export type Opened = { ok: true; document: OpenDocument } | { ok: false; unreadable: Unreadable }

/** A refusal; the message says what a clerk can do. */
export function refuse(code: Unreadable['code'], message: string): { ok: false; unreadable: Unreadable } {
  return { ok: false, unreadable: { code, message } }
}
