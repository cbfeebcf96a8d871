/** What a page costs in a short and in a long document, and how much memory a process takes that reads them. */
import { join } from 'node:path'
import { openDocumentReader } from '../../recognition/index.ts'
import { readDocuments } from './compare-scans.ts'
import { bindPages, type ScannedPage } from './make-scans.ts'
import { describeLoad, formatFigure, type Report, toMegabytes } from './report.ts'
import { watchProcesses } from './watch-processes.ts'

const MOST_MEGABYTES = 350
/** What a page of the long document may cost, times one of the short ones. */
const MOST_GROWTH = 1.2
const LENGTHS = [1, 20, 200]

type Options = {
  pages: readonly ScannedPage[]
  longest: number
  languages: readonly string[]
  folder: string
  report: Report
}

/**
 * Reads the same pages as documents of one page, of 20 and of 200, with two warm processes and with page images, as the service does. A
 * document of one language would be read faster than one of two, so all pages are of one.
 */
export async function measureLength({ pages: all, longest, languages, folder, report }: Options): Promise<void> {
  const language = all[0]?.language
  const pages = all.filter((page) => page.language === language)
  const lengths = LENGTHS.filter((length) => length <= longest)
  report.say(`Scans of ${lengths.join(', ')} pages: cost of a page, memory of a process`)
  const reader = openDocumentReader({ processes: 2, ocrLanguages: languages })
  const how = { reader, atOnce: 4, pageImages: true }
  try {
    // The engine's code runs at its best only after some pages.
    await readDocuments(await makeDocuments(1, { pages, folder }), how)
    const costs: number[] = []
    const memories = { resident: 0, proportional: 0 }
    for (const length of lengths) {
      const documents = await makeDocuments(length, { pages, folder })
      const watch = watchProcesses(process.pid, { everyMs: 500, memory: true })
      const started = performance.now()
      const read = await readDocuments(documents, how)
      const seconds = (performance.now() - started) / 1000
      const { processorSeconds, mostOfOneReader: most } = watch.stop()
      const count = read.reduce((sum, transcript) => sum + transcript.pages.length, 0)
      costs.push(processorSeconds / count)
      memories.resident = Math.max(memories.resident, most.resident)
      memories.proportional = Math.max(memories.proportional, most.proportional)
      report.say(
        `  ${documents.length} of ${length}: processor s a page ${formatFigure(processorSeconds / count)}, ${formatFigure((60 * count) / seconds)} pages a minute, most memory of a process ${formatFigure(toMegabytes(most.resident))} MB, ${describeLoad()}`,
      )
    }
    if (lengths.length > 1)
      report.judge(`cost of a page in ${lengths.at(-1)} pages, times that of a single one`, {
        ...{ value: (costs.at(-1) ?? 0) / (costs[0] ?? 1), unit: ' x', target: { atMost: MOST_GROWTH } },
      })
    report.judge('memory of one recognition process', {
      ...{ value: toMegabytes(memories.resident), unit: ' MB', target: { atMost: MOST_MEGABYTES } },
      about: `most that was resident, what it shares counted whole; proportional ${formatFigure(toMegabytes(memories.proportional))} MB`,
    })
  } finally {
    await reader.close()
  }
}

/** As many documents of a length as it takes for every page to be read at least once. */
async function makeDocuments(length: number, { pages, folder }: { pages: readonly ScannedPage[]; folder: string }) {
  if (length === 1) return pages.map(({ pdfPath }) => pdfPath)
  const path = join(folder, `scan-of-${length}.pdf`)
  await bindPages(path, { pages, count: length })
  return [path]
}
