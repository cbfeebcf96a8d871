/** Pages of known words as scanners, copiers and faxes hand them over, made with the generator of the fixtures. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wrapInPdf } from '../../../fixtures/generate/degrade/image-pdf.ts'
import { locateText, type Picture, renderPages } from '../../../fixtures/generate/degrade/render-pages.ts'
import { encodePicture, type ScanFaults, scanPage } from '../../../fixtures/generate/degrade/scan.ts'
import { drawBetween, drawNoisyFaults, drawOfficeFaults } from '../../../fixtures/generate/degrade/scan-faults.ts'
import { generateInvoice } from '../../../fixtures/generate/index.ts'
import { LAYOUTS } from '../../../fixtures/generate/layouts/index.ts'
import { createRandom, type Random } from '../../../fixtures/generate/random.ts'

export const KINDS = ['clean', 'office', 'noisy', 'fax'] as const
export type Kind = (typeof KINDS)[number]

/** As tesseract names them. */
export const LANGUAGES = ['eng', 'deu'] as const
export type Language = (typeof LANGUAGES)[number]

export type ScannedPage = {
  kind: Kind
  language: Language
  /** What stands on it. */
  words: string[]
  image: Buffer
  /** In points. */
  width: number
  height: number
  /** The picture alone, and the same picture as the one page of a PDF. */
  picturePath: string
  pdfPath: string
}

const CREATED = new Date('2026-01-01T00:00:00Z')

/**
 * Writes so many pages of each kind into the folder, by turns English and German: the nth page of every kind is the same invoice, so that
 * kinds differ by what happened to the paper alone. The same seed gives the same pages.
 */
export async function makeScans(
  folder: string,
  { seed, pagesAKind, kinds }: { seed: string; pagesAKind: number; kinds: readonly Kind[] },
): Promise<ScannedPage[]> {
  await mkdir(folder, { recursive: true })
  const pages: ScannedPage[] = []
  for (let number = 0; number < pagesAKind; number++) {
    const language = LANGUAGES[number % LANGUAGES.length] as Language
    const pdf = await drawPage(`${seed}/${number}`, {
      language,
      layout: LAYOUTS[(number * 5) % LAYOUTS.length]?.name ?? '',
    })
    const words = (await locateText(pdf))[0]?.flatMap(({ text }) => text.split(/\s+/).filter(Boolean)) ?? []
    for (const kind of kinds) {
      const random = createRandom(`scan/${seed}/${number}/${kind}`)
      const scan = await scanFirstPage(pdf, { kind, random })
      const name = join(folder, `${kind}-${number + 1}`)
      const page = { kind, language, words, ...scan, picturePath: `${name}.${scan.suffix}`, pdfPath: `${name}.pdf` }
      await writeFile(page.picturePath, page.image)
      await writeFile(page.pdfPath, await wrapInPdf([page], { created: CREATED }))
      pages.push(page)
    }
  }
  return pages
}

/** Writes a PDF of these pages, over and over until it has as many as wanted. */
export async function bindPages(
  path: string,
  {
    pages,
    count = pages.length,
  }: { pages: readonly Pick<ScannedPage, 'image' | 'width' | 'height'>[]; count?: number },
): Promise<void> {
  const bound = Array.from({ length: count }, (_, index) => pages[index % pages.length] as (typeof pages)[number])
  await writeFile(path, await wrapInPdf(bound, { created: CREATED }))
}

/** An invoice whose first page is full of text, but not the first of many. */
async function drawPage(seed: string, { language, layout }: { language: Language; layout: string }): Promise<Buffer> {
  const random = createRandom(`page/${seed}`)
  const { pdf } = await generateInvoice({
    seed,
    layout,
    language: language === 'eng' ? 'en' : 'de',
    wishes: {
      type: 'invoice',
      lines: random.integer(3, 12),
      twoRates: random.chance(0.3),
      cashDiscount: random.chance(0.3),
      purchaseOrder: random.chance(0.6),
      paymentReference: random.chance(0.4),
    },
  })
  return pdf
}

async function scanFirstPage(pdf: Buffer, { kind, random }: { kind: Kind; random: Random }) {
  const faults = drawFaults(kind, random)
  const [page] = await renderPages(pdf, { dpi: faults.dpi })
  const scanned = await scanPage(page as Picture, { faults, random })
  const bilevel = faults.colour === 'bilevel'
  const format = bilevel ? ('png' as const) : ('jpeg' as const)
  const image = await encodePicture(scanned, { format, dpi: faults.dpi, bilevel, quality: QUALITY[kind] })
  const toPoints = (pixels: number) => (pixels / faults.dpi) * 72
  return { image, width: toPoints(scanned.width), height: toPoints(scanned.height), suffix: bilevel ? 'png' : 'jpg' }
}

/** Of the JPEG; a fax is a PNG. */
const QUALITY: Record<Kind, number> = { clean: 75, office: 55, noisy: 40, fax: 0 }

function drawFaults(kind: Kind, random: Random): ScanFaults {
  switch (kind) {
    case 'clean':
      return { dpi: 300, colour: 'grey', skew: drawBetween(random, [-0.2, 0.2]), noise: 1.5, blur: 0.35 }
    case 'office':
      return drawOfficeFaults(random)
    case 'noisy':
      return drawNoisyFaults(random)
    case 'fax':
      return {
        ...{ dpi: 200, colour: 'bilevel', skew: drawBetween(random, [-0.8, 0.8]) },
        ...{ noise: 14, blur: 0.6, specks: 260, dropout: 0.008 },
      }
  }
}
