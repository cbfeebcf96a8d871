/** Scanned pages: ours against OCRmyPDF by the clock, and against tesseract with the same data by the processors' time. */
import { basename } from 'node:path'
import type { DocumentReader } from '../../recognition/index.ts'
import type { ScannedPage } from './make-scans.ts'
import { explainLack, runOcrmypdf, runTesseract, type Spent, unpackLanguageData } from './peers.ts'
import { describeLoad, describeRuns, formatFigure, median, type Report } from './report.ts'
import { addScores, scoreWords, type WordScore } from './score-words.ts'
import { watchProcesses } from './watch-processes.ts'

/** The same pages in the forms in which each program takes them, in the same order. */
export type ScanSet = {
  name: string
  /** One file a document, for us. */
  documents: readonly string[]
  pageCount: number
  /** All of them as one PDF, for OCRmyPDF. Parts: where it is told the language of each page. */
  bound: readonly Bound[]
  told?: readonly Bound[]
  /** What stands on the pages, where that is known; a document is one page then. */
  known?: readonly ScannedPage[]
}
/** `pages`: which of the set's they are. */
export type Bound = { pdf: string; pictures: readonly string[]; pages: readonly number[]; languages: readonly string[] }

export type Compared = {
  reader: DocumentReader
  /** How many documents are under way at once. */
  atOnce: number
  runs: number
  /** For what the programs write. */
  folder: string
  report: Report
}

/** The text of each page, in the set's order. */
type Reading = { pages: string[][]; spent: Spent }
type Contender = { name: string; read: () => Promise<Reading>; readings: Reading[] }

const FASTER_THAN_OCRMYPDF = 1.5
const DEARER_THAN_TESSERACT = 1.2

/** Reads the set by turns with all of them, and prints and judges how they compare. */
export async function compareScans(set: ScanSet, options: Compared): Promise<void> {
  const { report, runs, folder, atOnce } = options
  const languages = set.bound[0]?.languages ?? []
  const lacksOcrmypdf = explainLack(['ocrmypdf'], languages)
  const lacksTesseract = explainLack(['tesseract'])
  const data = lacksTesseract ? '' : await unpackLanguageData(`${folder}/tessdata`, languages)

  const contend = (name: string, read: Contender['read']): Contender => ({ name, read, readings: [] })
  const ours = contend('Billhook', () => readOurs(set, options))
  const inParts = (parts: readonly Bound[] | undefined, read: (part: Bound) => ReturnType<typeof runOcrmypdf>) =>
    parts === undefined ? [] : [() => readParts(set, { parts, read })]
  const ocrmypdf = (part: Bound) => runOcrmypdf(part.pdf, { languages: part.languages, folder })
  const tesseract = (part: Bound) => runTesseract(part.pictures, { languages: part.languages, data, folder, atOnce })
  const asSet = languages.join('+')
  const told = "told each page's language"
  const archives = lacksOcrmypdf
    ? []
    : [
        ...inParts(set.bound, ocrmypdf).map((read) => contend(`OCRmyPDF, ${asSet}`, read)),
        ...inParts(set.told, ocrmypdf).map((read) => contend(`OCRmyPDF, ${told}`, read)),
      ]
  const engines = lacksTesseract
    ? []
    : [
        ...inParts(set.bound, tesseract).map((read) => contend(`tesseract, ${asSet}`, read)),
        ...inParts(set.told, tesseract).map((read) => contend(`tesseract, ${told}`, read)),
      ]
  const contenders = [ours, ...archives, ...engines]

  report.say(`${set.name}: ${set.pageCount} pages, ${runs} runs each by turns`)
  // What is measured is a warm service; the programs' files are warm from the first run on.
  await ours.read()
  for (let run = 0; run < runs; run++) {
    // Nobody always comes first.
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(turn + run) % contenders.length] as Contender
      const reading = await contender.read()
      contender.readings.push(reading)
      report.say(`    ${contender.name}: ${reading.spent.seconds.toFixed(1)} s, ${describeLoad()}`)
    }
  }

  for (const { name, readings } of contenders) {
    const speeds = readings.map(({ spent }) => (60 * set.pageCount) / spent.seconds)
    const costs = readings.map(({ spent }) => spent.processorSeconds / set.pageCount)
    report.say(`  ${name}: pages a minute ${describeRuns(speeds)}; processor s a page ${describeRuns(costs)}`)
  }
  if (lacksOcrmypdf) report.lack('speed against OCRmyPDF', lacksOcrmypdf)
  if (lacksTesseract) report.lack('processor time against tesseract', lacksTesseract)
  for (const peer of archives)
    report.judge(`pages a minute, times those of ${peer.name}`, {
      value: compareRuns(peer, ours, ({ spent }) => spent.seconds),
      unit: ' x',
      target: { atLeast: FASTER_THAN_OCRMYPDF },
    })
  for (const peer of engines)
    report.judge(`processor time, times that of ${peer.name}`, {
      value: compareRuns(ours, peer, ({ spent }) => spent.processorSeconds),
      unit: ' x',
      target: { atMost: DEARER_THAN_TESSERACT },
    })
  if (set.known !== undefined) compareErrors(set.known, { ours, archives, engines, report })
}

/** The median over the runs of how many times the one took what the other took in the same run. */
function compareRuns(one: Contender, other: Contender, measure: (reading: Reading) => number): number {
  const ratios = one.readings.map((reading, run) => measure(reading) / measure(other.readings[run] as Reading))
  return median(ratios)
}

function compareErrors(
  known: readonly ScannedPage[],
  {
    ours,
    archives,
    engines,
    report,
  }: { ours: Contender; archives: readonly Contender[]; engines: readonly Contender[]; report: Report },
): void {
  for (const kind of new Set(known.map((page) => page.kind))) {
    const score = ({ readings }: Contender) =>
      addScores(
        known.flatMap((page, index) =>
          page.kind === kind ? [scoreWords(page.words, readings[0]?.pages[index] ?? [])] : [],
        ),
      )
    const own = score(ours)
    report.say(`  ${kind} pages: ${own.words} words, ${own.digits} digits`)
    for (const contender of [ours, ...archives, ...engines])
      report.say(`    ${contender.name}: ${describeScore(score(contender))}`)
    if (archives.length === 0) continue
    const best = (rate: (of: WordScore) => number) => Math.min(...archives.map((archive) => rate(score(archive))))
    report.judge(`word errors on ${kind} pages`, {
      ...{ value: 100 * wordRate(own), unit: ' %', target: { atMost: 100 * best(wordRate) } },
      about: "OCRmyPDF's",
    })
    report.judge(`digit errors on ${kind} pages`, {
      ...{ value: 100 * digitRate(own), unit: ' %', target: { atMost: 100 * best(digitRate) } },
      about: "OCRmyPDF's",
    })
  }
}

const wordRate = ({ words, wordErrors }: WordScore) => wordErrors / Math.max(1, words)
const digitRate = ({ digits, digitErrors }: WordScore) => digitErrors / Math.max(1, digits)

function describeScore(score: WordScore): string {
  const { wordErrors, digitErrors } = score
  return `word errors ${formatFigure(100 * wordRate(score))} % (${wordErrors}), digit errors ${formatFigure(100 * digitRate(score))} % (${digitErrors})`
}

async function readOurs({ documents }: ScanSet, { reader, atOnce }: Compared): Promise<Reading> {
  const started = performance.now()
  const watch = watchProcesses(process.pid)
  const read = await readDocuments(documents, { reader, atOnce })
  const seconds = (performance.now() - started) / 1000
  const { processorSeconds } = watch.stop()
  const pages = read.flatMap(({ pages }) => pages.map(({ words }) => words.map(({ text }) => text)))
  return { pages, spent: { seconds, processorSeconds } }
}

/** Reads documents, so many at once, as the service does. @throws Error for one that can't be read. */
export async function readDocuments(
  paths: readonly string[],
  { reader, atOnce, pageImages = false }: { reader: DocumentReader; atOnce: number; pageImages?: boolean },
) {
  const transcripts = new Map<
    number,
    Extract<Awaited<ReturnType<DocumentReader['recognize']>>, { ok: true }>['transcript']
  >()
  const rest = paths.entries()
  const lane = async () => {
    for (const [index, path] of rest) {
      const result = await reader.recognize({ path, name: basename(path) }, { pageImages })
      if (!result.ok) throw new Error(`${path} could not be read: ${result.unreadable.message}`)
      transcripts.set(index, result.transcript)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, paths.length) }, lane))
  return paths.map((_, index) => transcripts.get(index) as NonNullable<ReturnType<typeof transcripts.get>>)
}

async function readParts(
  { pageCount }: ScanSet,
  { parts, read }: { parts: readonly Bound[]; read: (part: Bound) => Promise<{ pages: string[]; spent: Spent }> },
): Promise<Reading> {
  const pages: string[][] = Array.from({ length: pageCount }, () => [])
  const spent: Spent = { seconds: 0, processorSeconds: 0 }
  for (const part of parts) {
    const answer = await read(part)
    spent.seconds += answer.spent.seconds
    spent.processorSeconds += answer.spent.processorSeconds
    part.pages.forEach((page, index) => {
      pages[page] = (answer.pages[index] ?? '').split(/\s+/)
    })
  }
  return { pages, spent }
}
