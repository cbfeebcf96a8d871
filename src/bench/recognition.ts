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
import { describeMachine, openReport } from './recognition/report.ts'
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
  const report = openReport()
  const folder = mkdtempSync(join(tmpdir(), 'billhook-recognition-'))
  const { seed } = options
  const languages = LANGUAGES
  report.say(describeMachine())
  try {
    const pages = parts.some((part) => part === 'scans' || part === 'length' || part === 'service')
      ? await makeScans(join(folder, 'pages'), { seed, pagesAKind, kinds })
      : []
    if (parts.includes('scans')) await measureScans(pages, { directories, runs, folder, report })
    if (parts.includes('text')) await measureText({ runs, languages, folder, report, seed })
    if (parts.includes('start')) await measureStart({ report })
    if (parts.includes('length'))
      await measureLength({ pages, longest: Number(options.longest), languages, folder, report })
    if (parts.includes('service')) await measureService({ pages, invoices: Number(options.invoices), folder, report })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const missed = report.missed()
  report.say(
    missed.length === 0 ? 'All targets reached.' : `NOT reached:\n${missed.map((one) => `  ${one}`).join('\n')}`,
  )
  return missed.length === 0 ? 0 : 1
}

type ScanOptions = {
  directories: readonly string[]
  runs: number
  folder: string
  report: ReturnType<typeof openReport>
}

async function measureScans(pages: readonly ScannedPage[], { directories, runs, folder, report }: ScanOptions) {
  const reader = openDocumentReader({ processes: PROCESSES, ocrLanguages: LANGUAGES })
  const how = { reader, atOnce: DOCUMENTS_AT_ONCE, runs, folder, report }
  try {
    await compareScans(await bindMadePages(pages, { folder }), how)
    for (const directory of directories) {
      const set = await bindFolder(directory, { ...how, languages: LANGUAGES })
      if (set !== undefined) await compareScans(set, how)
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
