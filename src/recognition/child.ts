/** The child process in which documents are opened; see src/sandbox. Nothing is loaded before it is needed. */
import { serveTasks } from '../sandbox/serve-tasks.ts'
import { EXPANSION } from './limits.ts'
import { openDocument } from './open-document.ts'
import type { OpenDocument } from './opened.ts'
import type {
  FileInput,
  OpenAnswer,
  OpenInput,
  PageAnswer,
  PagesAnswer,
  ReadInput,
  ReadPageInput,
  ReadPagesInput,
} from './tasks.ts'

// pdf.js asks for this method while it is loaded, and Node would load its whole HTTP client to answer. There is no network here.
Object.defineProperty(globalThis, 'Response', {
  value: class {
    bytes() {}
  },
})

serveTasks({
  async open({ read, ...file }: OpenInput): Promise<OpenAnswer> {
    const opened = await openDocument(file)
    if (!opened.ok) return opened
    const { mediaType, pageCount, passwordIndex } = opened.document
    const identification = { mediaType, pageCount }
    const about = { ok: true, identification, ...(passwordIndex !== undefined && { passwordIndex }) } as const
    if (read === undefined) return { ...about, pages: [], activeContent: [] }
    const activeContent = (await opened.document.findActiveContent?.()) ?? []
    const carried = await opened.document.readCarried?.({ withView: read.pageImages })
    const bookmarks = await opened.document.readBookmarks?.()
    return { ...about, ...(await readPages(opened.document, read)), activeContent, carried, bookmarks }
  },
  async 'read-pages'(input: ReadPagesInput): Promise<PagesAnswer> {
    return readPages(await reopen(input), input)
  },
  async 'read-page'({ page, pageImages, languages, ...file }: ReadPageInput): Promise<PageAnswer> {
    return (await reopen(file)).readPage(page, { pageImages, languages })
  },
})

async function reopen(file: FileInput): Promise<OpenDocument> {
  const opened = await openDocument(file)
  if (!opened.ok) throw new Error(opened.unreadable.message)
  return opened.document
}

async function readPages(document: OpenDocument, { pages: asked, pageImages }: ReadInput): Promise<PagesAnswer> {
  const pages: PageAnswer[] = []
  for (const page of asked) {
    if (page > document.pageCount) break
    try {
      const answer = await document.readPage(page, { pageImages, languages: undefined })
      pages.push(answer)
      if (answer.needs !== 'nothing') break
    } catch (error) {
      const isExpanding = (error as { code?: unknown }).code === EXPANSION.code
      return { pages, ...(isExpanding && { expanding: page }) }
    }
  }
  return { pages }
}
