/** What is compared: pages made here, and the scans of a folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { wrapInPdf } from '../../../fixtures/generate/degrade/image-pdf.ts'
import type { Transcript } from '../../../schemas/transcript.ts'
import type { DocumentReader } from '../../recognition/index.ts'
import type { Bound, ScanSet } from './compare-scans.ts'
import { bindPages, LANGUAGES, type ScannedPage } from './make-scans.ts'
import { explainLack, renderPictures, unitePdfs } from './peers.ts'
import type { Report } from './report.ts'

const CREATED = new Date('2026-01-01T00:00:00Z')
const A4_WIDTH = 595

export async function bindMadePages(pages: readonly ScannedPage[], { folder }: { folder: string }): Promise<ScanSet> {
  const bind = async (languages: readonly ScannedPage['language'][]): Promise<Bound> => {
    const chosen = [...pages.entries()].filter(([, { language }]) => languages.includes(language))
    const pdf = join(folder, `bound-${languages.join('-')}.pdf`)
    await bindPages(pdf, { pages: chosen.map(([, page]) => page) })
    return {
      pdf,
      languages,
      pictures: chosen.map(([, { picturePath }]) => picturePath),
      pages: chosen.map(([index]) => index),
    }
  }
  const languages = LANGUAGES.filter((language) => pages.some((page) => page.language === language))
  const told: Bound[] = []
  for (const language of languages) told.push(await bind([language]))
  return {
    name: 'Scanned pages made here',
    documents: pages.map(({ pdfPath }) => pdfPath),
    pageCount: pages.length,
    bound: [await bind(LANGUAGES)],
    ...(languages.length > 1 && { told }),
    known: pages,
  }
}

/**
 * The scans among the files of a folder and its folders: PDFs, JPEGs and PNGs without a page that has a text layer. Undefined where there
 * is none, or where the programs that make one PDF of them are missing; the report says so.
 */
export async function bindFolder(
  directory: string,
  {
    reader,
    folder,
    report,
    languages,
  }: { reader: DocumentReader; folder: string; report: Report; languages: readonly string[] },
): Promise<ScanSet | undefined> {
  const lack = explainLack(['pdfunite', 'pdftoppm'])
  if (lack !== undefined) {
    report.lack(`the scans of ${directory}`, lack)
    return undefined
  }
  const into = join(folder, basename(directory))
  await mkdir(into, { recursive: true })
  const found: { path: string; pdf: string; pages: number }[] = []
  for (const path of listFiles(directory)) {
    const read = await reader.recognize({ path, name: basename(path) })
    if (!read.ok || !isScan(read.transcript)) continue
    const pdf = extname(path).toLowerCase() === '.pdf' ? path : join(into, `${found.length}.pdf`)
    try {
      if (pdf !== path) await wrapPicture(path, pdf)
    } catch (error) {
      report.say(`  ${path} is left out, for it cannot be put into a PDF: ${(error as Error).message}`)
      continue
    }
    found.push({ path, pdf, pages: read.transcript.pages.length })
  }
  if (found.length === 0) {
    report.say(`${directory} holds no scans`)
    return undefined
  }
  const pdf = join(into, 'bound.pdf')
  await unitePdfs(
    found.map((one) => one.pdf),
    { into: pdf },
  )
  const pageCount = found.reduce((sum, { pages }) => sum + pages, 0)
  const pictures = await renderPictures(pdf, { prefix: join(into, 'page') })
  return {
    name: `Scans of ${directory}`,
    documents: found.map(({ path }) => path),
    pageCount,
    bound: [{ pdf, pictures, languages, pages: Array.from({ length: pageCount }, (_, index) => index) }],
  }
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(pdf|jpe?g|png)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function isScan({ pages }: Transcript): boolean {
  return (
    pages.every(({ source }) => source === 'ocr' || source === 'none') && pages.some(({ source }) => source === 'ocr')
  )
}

/** As wide as A4: a picture seldom says how big the paper was. */
async function wrapPicture(path: string, pdf: string): Promise<void> {
  const image = readFileSync(path)
  const { width, height } = measurePicture(image)
  const page = { image, width: A4_WIDTH, height: (A4_WIDTH * height) / width }
  await writeFile(pdf, await wrapInPdf([page], { created: CREATED }))
}

/** Pixels of a PNG (its first chunk) or a JPEG (its frame header, marker SOF0 to SOF15 without DHT, JPG and DAC). */
function measurePicture(image: Buffer): { width: number; height: number } {
  if (image.readUInt32BE(0) === 0x89504e47) return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
  for (let at = 2; at + 9 < image.length; at += 2 + image.readUInt16BE(at + 2)) {
    const marker = image[at + 1] ?? 0
    if (image[at] !== 0xff) break
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) }
  }
  throw new Error('it is neither a PNG nor a JPEG')
}
