/** Pages with a text layer: to words with boxes, and through `read` to fields. */
import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateInvoice } from '../../../fixtures/generate/index.ts'
import { InvoiceTruth } from '../../../fixtures/truth.ts'
import { readFiles } from '../../reading/read-files.ts'
import { openDocumentReader } from '../../recognition/index.ts'
import { LIMITS } from '../../recognition/limits.ts'
import { readDocuments } from './compare-scans.ts'
import { explainLack, runPdftotext } from './peers.ts'
import { describeLoad, describeRuns, median, type Report } from './report.ts'
import { watchProcesses } from './watch-processes.ts'

const PAGES_A_SECOND_A_CORE = 25
const DOCUMENTS_A_SECOND = 15
/** So that a run takes some seconds. */
const DOCUMENTS_A_RUN = 240
const LINES_OF_LONG_INVOICE = 2_000
const INVOICES = fileURLToPath(new URL('../../../fixtures/invoices/', import.meta.url))

type Options = { runs: number; languages: readonly string[]; folder: string; report: Report; seed: string }

/** Those of the fixtures that are PDFs with text. */
export function listBornDigital(): string[] {
  return readdirSync(INVOICES).flatMap((slug) => {
    const truth = InvoiceTruth.parse(JSON.parse(readFileSync(join(INVOICES, slug, 'truth.json'), 'utf8')))
    return truth.kind === 'born-digital' && truth.file.endsWith('.pdf') ? [join(INVOICES, slug, truth.file)] : []
  })
}

export async function measureText(options: Options): Promise<void> {
  const { report, folder, seed } = options
  const fixtures = listBornDigital()
  const many = Array.from({ length: DOCUMENTS_A_RUN }, (_, index) => fixtures[index % fixtures.length] as string)
  const long = join(folder, 'long.pdf')
  const { pdf, pageCount } = await generateInvoice({ seed: `${seed}/long`, wishes: { lines: LINES_OF_LONG_INVOICE } })
  if (pageCount > LIMITS.pages)
    throw new Error(`the long invoice has ${pageCount} pages; at most ${LIMITS.pages} are read`)
  await writeFile(long, pdf)
  report.say(`Pages with text: to words with boxes, one process`)
  await measureWords(`${many.length} invoices, the fixtures over and over`, many, options)
  await measureWords(`an invoice of ${pageCount} pages`, [long], options)
  report.say(`Documents with text: through read to fields, two processes`)
  await measureFields(many, options)
}

async function measureWords(what: string, paths: readonly string[], { runs, languages, folder, report }: Options) {
  const lack = explainLack(['pdftotext'])
  const reader = openDocumentReader({ processes: 1, ocrLanguages: languages })
  const [byProcessor, byClock, peers]: [number[], number[], number[]] = [[], [], []]
  try {
    await readDocuments(paths.slice(0, 20), { reader, atOnce: 2 })
    let pages = 0
    for (let run = 0; run < runs; run++) {
      const [started, watch] = [performance.now(), watchProcesses(process.pid)]
      // The next one waits while one is read, as in the service.
      const read = await readDocuments(paths, { reader, atOnce: 2 })
      byClock.push((performance.now() - started) / 1000)
      byProcessor.push(watch.stop().processorSeconds)
      pages = read.reduce((sum, transcript) => sum + transcript.pages.length, 0)
      if (lack !== undefined) continue
      let spent = 0
      for (const path of paths) spent += (await runPdftotext(path, { folder })).processorSeconds
      peers.push(spent)
    }
    const perSecond = (seconds: readonly number[]) => seconds.map((one) => pages / one)
    report.say(`  ${what}: ${pages} pages, ${describeLoad()}`)
    report.say(`    by the clock, a second: ${describeRuns(perSecond(byClock))}`)
    if (lack === undefined) report.say(`    pdftotext -bbox, a processor second: ${describeRuns(perSecond(peers))}`)
    else report.lack('pdftotext', lack)
    report.judge(`pages a processor second, ${what}`, {
      ...{ value: median(perSecond(byProcessor)), unit: '', target: { atLeast: PAGES_A_SECOND_A_CORE } },
      about: `all processes; ${describeRuns(perSecond(byProcessor))}`,
    })
  } finally {
    await reader.close()
  }
}

async function measureFields(paths: readonly string[], { runs, languages, report }: Options): Promise<void> {
  const processes = 2
  const reader = openDocumentReader({ processes, ocrLanguages: languages })
  const own = { names: [], vatIds: [], ibans: [] }
  const [speeds, costs]: [number[], number[]] = [[], []]
  const readAll = async (files: readonly string[]) => {
    for await (const line of readFiles(files, { reader, atOnce: processes, own }))
      if ('error' in line) throw new Error(`${line.file} could not be read: ${line.error.message}`)
  }
  try {
    await readAll(paths.slice(0, 40))
    for (let run = 0; run < runs; run++) {
      const [started, watch] = [performance.now(), watchProcesses(process.pid)]
      await readAll(paths)
      speeds.push(paths.length / ((performance.now() - started) / 1000))
      costs.push((1000 * watch.stop().processorSeconds) / paths.length)
    }
    report.say(`  ${paths.length} invoices: processor ms each ${describeRuns(costs)}; ${describeLoad()}`)
    report.judge('documents a second', {
      ...{ value: median(speeds), unit: '', target: { atLeast: DOCUMENTS_A_SECOND } },
      about: describeRuns(speeds),
    })
  } finally {
    await reader.close()
  }
}
