/** The child process in which documents are opened; see src/sandbox. Nothing is loaded before it is needed. */
import { serveTasks } from '../sandbox/serve-tasks.ts'
import { openDocument } from './open-document.ts'
import type { OcrPageInput, OpenAnswer, OpenInput, PageAnswer, ReadPagesInput } from './tasks.ts'

serveTasks({
  async open(input: OpenInput): Promise<OpenAnswer> {
    const opened = await openDocument(input.path)
    if (!opened.ok) return opened
    const { mediaType, pageCount } = opened.document
    const wanted = (input.read?.pages ?? []).filter((page) => page <= pageCount)
    const pages = await readPages({ path: input.path, pages: wanted, pageImages: input.read?.pageImages ?? false })
    return { ok: true, identification: { mediaType, pageCount }, pages }
  },
  'read-pages': readPages,
  async 'ocr-page'(input: OcrPageInput): Promise<PageAnswer> {
    const opened = await openDocument(input.path)
    if (!opened.ok) throw new Error(opened.unreadable.message)
    return opened.document.ocrPage(input.page, { pageImages: input.pageImages, languages: input.languages })
  },
})

async function readPages(input: ReadPagesInput): Promise<PageAnswer[]> {
  if (input.pages.length === 0) return []
  const opened = await openDocument(input.path)
  if (!opened.ok) throw new Error(opened.unreadable.message)
  const answers: PageAnswer[] = []
  for (const page of input.pages) answers.push(await opened.document.readPage(page, { pageImages: input.pageImages }))
  return answers
}
