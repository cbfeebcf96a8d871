import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import type { PageCode, Word } from '../../../schemas/transcript.ts'
import { mayHoldCode } from '../codes/may-hold-code.ts'
import { EXPANSION, LIMITS } from '../limits.ts'
import { type OpenDocument, type Opened, refuse } from '../opened.ts'
import { buildWords } from './build-words.ts'
import { collectMasked } from './collect-masked.ts'
import { findActiveContent } from './find-active-content.ts'
import { markHiddenText } from './find-hidden-text.ts'
import { markUnseenText } from './find-unseen-text.ts'
import { ExpansionLimitError, withinExpansionLimit } from './guard-expansion.ts'
import { judgeTextLayer, type Verdict } from './judge-text-layer.ts'
import { type OpenedPdf, openPdf } from './open-pdf.ts'
import { type PageContent, walkContent } from './walk-content.ts'

/** For payment codes: four pixels for a module of a Swiss one. */
const CODE_DPI = 150

/** What the text layer of a page says, kept until the page's picture is read too. */
type ReadText = { number: number; page: PDFPageProxy; content: PageContent; words: Word[]; verdict: Verdict }

/** Opens a PDF for reading page by page; what cannot be opened is told in a clerk's words. */
export async function openPdfDocument(path: string, given: readonly string[]): Promise<Opened> {
  const opened = await openWithinLimit(path, given)
  if (opened === 'expansion-limit') return { ok: false, unreadable: EXPANSION }
  if (!opened.ok && opened.reason === 'encrypted')
    return refuse(
      'encrypted',
      given.length === 0
        ? 'The PDF is protected by a password. Enter it, or ask the sender for a file without one.'
        : 'The PDF is protected by a password, and none of those that were given opens it.',
    )
  if (!opened.ok) return refuse('corrupt', 'The PDF is damaged and cannot be opened. Ask the sender to send it again.')
  let { pdf } = opened
  const { numPages: pageCount } = pdf
  const { passwordIndex } = opened
  const passwords = passwordIndex === undefined ? [] : given.slice(passwordIndex, passwordIndex + 1)
  if (pageCount < 1) {
    await pdf.loadingTask.destroy()
    return refuse('corrupt', 'The PDF has no pages. Ask the sender to send it again.')
  }
  if (pageCount > LIMITS.pages) {
    await pdf.loadingTask.destroy()
    return refuse('too-many-pages', `The PDF has ${pageCount} pages; at most ${LIMITS.pages} are read.`)
  }
  let last: ReadText | undefined
  let rendering: PDFDocumentProxy | undefined
  let mustReopen = false

  /** A page to draw comes from a document of its own: the one that is read for text has put aside what drawing needs. */
  async function getDrawablePage(number: number): Promise<PDFPageProxy> {
    if (rendering === undefined) {
      const reopened = await openPdf(path, { purpose: 'rendering', maxImagePixels: LIMITS.imagePixels, passwords })
      if (!reopened.ok) throw new Error('the PDF could be opened once, but not a second time')
      rendering = reopened.pdf
    }
    return rendering.getPage(number)
  }

  async function drawImage(size: { number: number; width: number; height: number }) {
    const { drawPageImage } = await import('./draw-page-image.ts')
    return drawPageImage(await getDrawablePage(size.number), size)
  }

  /** A document that was stopped in the middle of a page may never answer again; it is left behind. */
  async function reopen(): Promise<void> {
    const reopened = await openPdf(path, { purpose: 'text', maxImagePixels: LIMITS.imagePixels, passwords })
    if (!reopened.ok) throw new Error('the PDF could be opened once, but not a second time')
    pdf = reopened.pdf
    last = undefined
    rendering = undefined
    mustReopen = false
  }

  async function readText(number: number): Promise<ReadText> {
    if (last?.number === number) return last
    last?.page.cleanup()
    last = undefined
    const page = await pdf.getPage(number)
    const content = await walkContent(pdf, page)
    markHiddenText(content)
    await markUnseenText(content, () => getDrawablePage(number))
    const words = buildWords(content.glyphs)
    last = { number, page, content, words, verdict: judgeTextLayer(content, words) }
    return last
  }

  const readPage: OpenDocument['readPage'] = async (number, options) => {
    try {
      return await withinExpansionLimit(async () => {
        if (mustReopen) await reopen()
        return readWithinLimit(number, options)
      })
    } catch (error) {
      if (error instanceof ExpansionLimitError) mustReopen = true
      throw error
    }
  }

  const readWithinLimit: OpenDocument['readPage'] = async (number, { pageImages, languages }) => {
    const { page, content, words, verdict } = await readText(number)
    const { width, height } = content
    if (verdict.layer === 'trusted') {
      const image = pageImages ? await drawImage({ number, width, height }) : undefined
      const source = words.length > 0 ? 'text-layer' : 'none'
      const masked = collectMasked(number, content.glyphs)
      const codes = mayHoldCode(content.painted, words) ? await findCodes(number) : []
      return {
        page: { number, width, height, source, words, ...(codes.length > 0 && { codes }) },
        needs: 'nothing',
        notes: [],
        masked,
        ...(image && { image }),
      }
    }
    const known = verdict.layer === 'mixed' ? words : []
    if (languages === undefined) {
      // what stays of the page should its picture defeat us
      const source = known.length > 0 ? 'text-layer' : 'none'
      return { page: { number, width, height, source, words: known }, needs: 'ocr', notes: [] }
    }
    // what only pictures need is not loaded for text
    const [{ takePicture }, { readPicturePage }] = await Promise.all([
      import('./take-picture.ts'),
      import('../ocr/read-picture-page.ts'),
    ])
    const { picture, pointsPerPixel } = await takePicture({
      page,
      content,
      getDrawablePage: () => getDrawablePage(number),
    })
    const answer = await readPicturePage({ number, picture, pointsPerPixel, known }, { languages, pageImages })
    return { ...answer, masked: collectMasked(number, content.glyphs) }
  }

  /** Payment codes of a page whose words need no picture. */
  async function findCodes(number: number): Promise<PageCode[]> {
    const [{ renderPage }, { toGrey }, { readCodes }, { placeCodes }] = await Promise.all([
      import('./take-picture.ts'),
      import('../images/picture.ts'),
      import('../codes/read-codes.ts'),
      import('../codes/place-codes.ts'),
    ])
    const { picture, pointsPerPixel } = await renderPage(await getDrawablePage(number), CODE_DPI)
    const codes = await readCodes(await toGrey(picture), { thorough: true })
    return placeCodes(codes, { picture, quarterTurns: 0, pointsPerPixel })
  }

  async function close(): Promise<void> {
    if (mustReopen) return
    await rendering?.loadingTask.destroy()
    await pdf.loadingTask.destroy()
  }

  return {
    ok: true,
    document: {
      mediaType: 'application/pdf',
      pageCount,
      ...(passwordIndex !== undefined && { passwordIndex }),
      readPage,
      findActiveContent: () => findActiveContent(path),
      readBookmarks: async () => (await import('./read-bookmarks.ts')).readBookmarks(pdf),
      readCarried: async () => (await import('./read-carried.ts')).readCarried(pdf, path),
      close,
    },
  }
}

async function openWithinLimit(path: string, passwords: readonly string[]): Promise<OpenedPdf | 'expansion-limit'> {
  try {
    return await withinExpansionLimit(() =>
      openPdf(path, { purpose: 'text', maxImagePixels: LIMITS.imagePixels, passwords }),
    )
  } catch (error) {
    if (error instanceof ExpansionLimitError) return 'expansion-limit'
    throw error
  }
}
