import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitOnSignals } from '../project/testing/end-with-us.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { compareScans } from './recognition/compare-scans.ts'
import { KINDS, LANGUAGES, makeScans, type ScannedPage } from './recognition/make-scans.ts'
import { measureLength } from './recognition/measure-length.ts'
import { measureService } from './recognition/measure-service.ts'
import { measureStart } from './recognition/measure-start.ts'
import { measureText } from './recognition/measure-text.ts'
import { describeMachine, openReport, type Report } from './recognition/report.ts'
import { bindFolder, bindMadePages } from './recognition/scan-sets.ts'

export const PARTS = ['scans', 'text', 'start', 'length', 'service'] as const
type Part = (typeof PARTS)[number]

export type RecognitionOptions = {
  runs: string
  pages: string
  seed: string
  kinds: string
  longest: string
  invoices: string
  only?: string
}

/** Of two cores, whatever this machine has: what OCRmyPDF is given, too. */
const PROCESSES = 2
/** What workers/recognize.ts takes. */
const DOCUMENTS_AT_ONCE = 2 * PROCESSES

/**
 * `billhook bench recognition [DIR...]`: how fast documents are read, how much memory it takes and who waits, on pages made here and on the
 * scans of folders, beside OCRmyPDF, tesseract and pdftotext in the same run. @returns the exit code: 1 where a target was missed or something
 * could not be measured.
 */
export async function benchRecognition(directories: readonly string[], options: RecognitionOptions): Promise<number> {
  exitOnSignals()
  const [runs, pagesAKind] = [Number(options.runs), Number(options.pages)]
  const kinds = pick('--kinds', { chosen: options.kinds, among: KINDS })
  const parts = pick<Part>('--only', { chosen: options.only ?? PARTS.join(), among: PARTS })
  if (process.platform !== 'linux') throw new Error('bench recognition measures by /proc: run it on Linux')
  const report = openReport()
  const folder = mkdtempSync(join(tmpdir(), 'billhook-recognition-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const { seed } = options
  const languages = LANGUAGES
  report.say(describeMachine())
  const needsPages = parts.some((part) => part !== 'text' && part !== 'start')
  const pages = needsPages ? await makeScans(join(folder, 'pages'), { seed, pagesAKind, kinds }) : []
  const measures: Record<Part, () => Promise<void>> = {
    scans: () => measureScans(pages, { directories, runs, folder, report }),
    text: () => measureText({ runs, languages, folder, report, seed }),
    start: () => measureStart({ report }),
    length: () => measureLength({ pages, longest: Number(options.longest), languages, folder, report }),
    service: () => measureService({ pages, invoices: Number(options.invoices), folder, report }),
  }
  for (const part of parts) await attempt(part, { measure: measures[part], report })
  const missed = report.missed()
  report.say(
    missed.length === 0 ? 'All targets reached.' : `NOT reached:\n${missed.map((one) => `  ${one}`).join('\n')}`,
  )
  return missed.length === 0 ? 0 : 1
}

/** What fails is told and counts as missed; the rest is measured all the same. */
async function attempt(
  what: string,
  { measure, report }: { measure: () => Promise<void>; report: Report },
): Promise<void> {
  try {
    await measure()
  } catch (error) {
    report.lack(what, `It failed: ${(error as Error).message}`)
  }
}

type ScanOptions = {
  directories: readonly string[]
  runs: number
  folder: string
  report: Report
}

async function measureScans(pages: readonly ScannedPage[], { directories, runs, folder, report }: ScanOptions) {
  const reader = openDocumentReader({ processes: PROCESSES, ocrLanguages: LANGUAGES })
  const how = { reader, atOnce: DOCUMENTS_AT_ONCE, runs, folder, report }
  try {
    await compareScans(await bindMadePages(pages, { folder }), how)
    for (const directory of directories) {
      const measure = async () => {
        const set = await bindFolder(directory, { ...how, languages: LANGUAGES })
        if (set !== undefined) await compareScans(set, how)
      }
      await attempt(`the scans of ${directory}`, { measure, report })
    }
  } finally {
    await reader.close()
  }
}

function pick<T extends string>(option: string, { chosen, among }: { chosen: string; among: readonly T[] }): T[] {
  const names = chosen.split(',')
  const unknown = names.find((name) => !among.includes(name as T))
  if (unknown !== undefined) throw new Error(`${option} knows ${among.join(', ')}, not "${unknown}"`)
  return among.filter((name) => names.includes(name))
}
