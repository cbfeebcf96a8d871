/** What a page costs in a short and in a long document, and how much memory a process takes that reads them. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { joinPdfs } from '../../../fixtures/generate/stacks/join-pdfs.ts'
import { type DocumentReader, openDocumentReader } from '../../recognition/index.ts'
import { readDocuments } from './compare-scans.ts'
import { bindPages, type ScannedPage } from './make-scans.ts'
import { describeLoad, formatFigure, type Report, toMegabytes } from './report.ts'
import { watchProcesses } from './watch-processes.ts'

const MOST_MEGABYTES = 350
/** What a page of the long document may cost, times one of the short ones. */
const MOST_GROWTH = 1.2
const LENGTHS = [1, 10, 50, 200]
/** Pages with text, of each length: less would be over too soon to be measured. */
const TEXT_PAGES = 200
const TEXT_PAGE = fileURLToPath(new URL('../../../fixtures/invoices/en-hosting/invoice.pdf', import.meta.url))

type Options = {
  pages: readonly ScannedPage[]
  longest: number
  languages: readonly string[]
  folder: string
  report: Report
}

/**
 * Reads the same pages as documents of one page, of 10, 50 and 200, with two warm processes and with page images, as the service does: pages
 * with text, then scans up to the longest that is asked for.
 */
export async function measureLength({ pages: all, longest, languages, folder, report }: Options): Promise<void> {
  // A document of one language would be read faster than one of two, so all pages are of one.
  const pages = all.filter(({ language }) => language === all[0]?.language)
  await measureKind('text', { lengths: LENGTHS, make: (length) => makeTexts(length, folder), languages, report })
  const lengths = LENGTHS.filter((length) => length <= longest)
  await measureKind('scans', { lengths, make: (length) => makeScans(length, { pages, folder }), languages, report })
}

type Kind = {
  lengths: readonly number[]
  make: (length: number) => Promise<string[]>
  languages: readonly string[]
  report: Report
}

async function measureKind(kind: string, { lengths, make, languages, report }: Kind): Promise<void> {
  report.say(`Documents of ${lengths.join(', ')} pages, ${kind}: cost of a page, memory of a process`)
  const reader = openDocumentReader({ processes: 2, ocrLanguages: languages })
  try {
    // The code runs at its best only after some pages.
    await readDocuments(await make(1), { reader, atOnce: 4, pageImages: true })
    const costs: number[] = []
    let most = { resident: 0, proportional: 0 }
    for (const length of lengths) {
      const measured = await measureOne(await make(length), { reader, length, report })
      costs.push(measured.processorSeconds)
      if (measured.most.resident > most.resident) most = measured.most
    }
    if (lengths.length > 1)
      report.judge(`cost of a page in ${lengths.at(-1)} pages, times that of a single one, ${kind}`, {
        ...{ value: (costs.at(-1) ?? 0) / (costs[0] ?? 1), unit: ' x', target: { atMost: MOST_GROWTH } },
      })
    report.judge(`memory of one recognition process, ${kind}`, {
      ...{ value: toMegabytes(most.resident), unit: ' MB', target: { atMost: MOST_MEGABYTES } },
      about: `most that was resident, what it shares counted whole; proportional ${formatFigure(toMegabytes(most.proportional))} MB`,
    })
  } finally {
    await reader.close()
  }
}

async function measureOne(
  documents: readonly string[],
  { reader, length, report }: { reader: DocumentReader; length: number; report: Report },
) {
  const watch = watchProcesses(process.pid, { everyMs: 500, memory: true })
  const started = performance.now()
  const read = await readDocuments(documents, { reader, atOnce: 4, pageImages: true })
  const seconds = (performance.now() - started) / 1000
  const { processorSeconds, mostOfOneReader: most } = watch.stop()
  const count = read.reduce((sum, transcript) => sum + transcript.pages.length, 0)
  report.say(
    `  ${documents.length} of ${length}: processor s a page ${formatFigure(processorSeconds / count)}, ${formatFigure((60 * count) / seconds)} pages a minute, most memory of a process ${formatFigure(toMegabytes(most.resident))} MB, ${describeLoad()}`,
  )
  return { processorSeconds: processorSeconds / count, most }
}

/** Each a file of its own: a process keeps the last one open. */
async function makeTexts(length: number, folder: string): Promise<string[]> {
  const page = readFileSync(TEXT_PAGE)
  const bytes = await joinPdfs([page, ...Array.from({ length: length - 1 }, () => page)])
  const paths = Array.from({ length: TEXT_PAGES / length }, (_, index) => join(folder, `text-${length}-${index}.pdf`))
  for (const path of paths) await writeFile(path, bytes)
  return paths
}

/** As many documents of a length as it takes for every page to be read at least once. */
async function makeScans(length: number, { pages, folder }: { pages: readonly ScannedPage[]; folder: string }) {
  if (length === 1) return pages.map(({ pdfPath }) => pdfPath)
  const path = join(folder, `scan-of-${length}.pdf`)
  await bindPages(path, { pages, count: length })
  return [path]
}
