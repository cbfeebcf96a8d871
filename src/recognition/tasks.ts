import type { Identification, Unreadable } from '../../schemas/original.ts'
import type { TranscriptPage } from '../../schemas/transcript.ts'
import type { PageImage } from './index.ts'

/** What the parent asks of a child. A child keeps the last document open, so that its pages can be asked for one after the other. */
export type OpenInput = { path: string; read: ReadInput | undefined }
export type ReadInput = { pages: number[]; pageImages: boolean }

export type OpenAnswer =
  | { ok: true; identification: Identification; pages: PageAnswer[] }
  | { ok: false; unreadable: Unreadable }

/** `ocr`: the text layer is not enough; the page is what the text layer gave, for the children that read the picture. */
export type PageAnswer = {
  page: TranscriptPage
  needs: 'nothing' | 'ocr'
  notes: string[]
  image?: PageImage
}

export type ReadPagesInput = { path: string } & ReadInput
export type OcrPageInput = { path: string; page: number; pageImages: boolean; languages: string[] }
