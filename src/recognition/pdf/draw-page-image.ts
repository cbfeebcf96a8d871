import type { PDFPageProxy } from 'pdfjs-dist'
import { makePageImage, PAGE_IMAGE_SIDE } from '../images/make-page-image.ts'
import type { PageImage } from '../page-image.ts'
import { renderPage } from './take-picture.ts'

/** Draws a page for people, no larger than they look at it. `width`, `height`: of the page, in points. */
export async function drawPageImage(
  page: PDFPageProxy,
  { number, width, height }: { number: number; width: number; height: number },
): Promise<PageImage> {
  const { picture } = await renderPage(page, (PAGE_IMAGE_SIDE * 72) / Math.max(width, height))
  return makePageImage(number, picture)
}
