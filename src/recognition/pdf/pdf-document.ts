import { LIMITS } from '../limits.ts'
import { type Opened, refuse } from '../open-document.ts'
import type { PageAnswer } from '../tasks.ts'
import { buildWords } from './build-words.ts'
import { openPdf } from './open-pdf.ts'
import { walkContent } from './walk-content.ts'

/** Opens a PDF for reading page by page; what cannot be opened is told in a clerk's words. */
export async function openPdfDocument(path: string): Promise<Opened> {
  let pdf: Awaited<ReturnType<typeof openPdf>>
  try {
    pdf = await openPdf(path, { maxImagePixels: LIMITS.imagePixels })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      return refuse(
        'encrypted',
        'The PDF is protected by a password. Ask the sender for one without, or for the password.',
      )
    return refuse('corrupt', 'The PDF is damaged and cannot be opened. Ask the sender to send it again.')
  }
  const { numPages: pageCount } = pdf
  if (pageCount > LIMITS.pages) {
    await pdf.loadingTask.destroy()
    return refuse('too-many-pages', `The PDF has ${pageCount} pages; at most ${LIMITS.pages} are read.`)
  }

  async function readPage(number: number): Promise<PageAnswer> {
    const page = await pdf.getPage(number)
    const content = await walkContent(pdf, page)
    const words = buildWords(content.glyphs)
    page.cleanup()
    return {
      page: {
        number,
        width: content.width,
        height: content.height,
        source: words.length > 0 ? 'text-layer' : 'none',
        words,
      },
      needs: 'nothing',
      notes: [],
    }
  }

  return {
    ok: true,
    document: {
      mediaType: 'application/pdf',
      pageCount,
      readPage,
      ocrPage: readPage,
      close: () => pdf.loadingTask.destroy(),
    },
  }
}
