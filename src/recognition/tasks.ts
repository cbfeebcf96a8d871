import type { Identification, MediaType, Unreadable } from '../../schemas/original.ts'
import type { ActiveContent, Bookmark, TranscriptPage } from '../../schemas/transcript.ts'
import type { Carried } from './carried.ts'
import type { MaskedPage } from './judge-masked.ts'
import type { LanguageChoice, UnreadLanguage } from './ocr/choose-languages.ts'
import type { PageImage } from './page-image.ts'

/**
 * What the parent asks of a child. A child keeps the last document open, so that its pages can be asked for one after the other.
 *
 * `open` and `read-pages` read text layers, and stop at the first page that needs OCR (its answer says so) or that fails (it has none,
 * nor have the pages after it; `expanding` names it where it unpacks to more than it may). `read-page` reads one page with all that it takes, and throws what goes wrong with it.
 */
export type OpenInput = FileInput & { read: ReadInput | undefined }
/**
 * The passwords are tried in their order where the file needs one. `decodedFrom`: what the supplier sent, where the file is a picture that was
 * decoded from it, upright.
 */
export type FileInput = { path: string; passwords: string[]; decodedFrom?: MediaType }
export type ReadInput = { pages: number[]; pageImages: boolean }
export type ReadPagesInput = FileInput & ReadInput
export type ReadPageInput = FileInput & { page: number; pageImages: boolean; languages: LanguageChoice }

export type PagesAnswer = { pages: PageAnswer[]; expanding?: number }

export type OpenAnswer =
  | (PagesAnswer & {
      ok: true
      identification: Identification
      passwordIndex?: number
      activeContent: ActiveContent[]
      bookmarks?: Bookmark[] | undefined
      carried?: Carried | undefined
    })
  | { ok: false; unreadable: Unreadable }

export type PageAnswer = {
  page: TranscriptPage
  needs: 'nothing' | 'ocr'
  notes: string[]
  /** The languages that its words were read in by OCR, as tesseract names them; absent where there was none. */
  ocrLanguages?: string[]
  /** Those that it seems to be in beside these. */
  unread?: UnreadLanguage[]
  /** What stands on the page, but cannot be seen. */
  masked?: MaskedPage | undefined
  image?: PageImage
}
