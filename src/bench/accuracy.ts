import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import type { ReadLine } from '../../schemas/read-line.ts'
import { readFiles } from '../reading/read-files.ts'
import { type DocumentReader, openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'
import { compareMeasurements, type MeasuredSet, OlderMeasurement } from './compare-accuracy.ts'
import { judgeDocument, type Predicted } from './judge-document.ts'
import { keepTranscripts } from './keep-transcripts.ts'
import { besideFields, classOf, loadTruth, manifestName, type Sample } from './load-truth.ts'
import { printMisses, printTally, tallyDocuments } from './tally-documents.ts'

export type AccuracyOptions = {
  /** List what is not right. */
  show?: boolean
  /** Take the words of files that were recognized before by the same code from the cache; times then say nothing. */
  cached?: boolean
  /** Where the measurement is written; default: `data/accuracy.json`. */
  json?: string
  /** The JSON of an older measurement, to list what changed. */
  compare?: string
}

/**
 * `billhook bench accuracy DIR...`: reads every document of the folders with the code of `billhook read` and prints how well, by the rules
 * of score.py. @returns the exit code: 1 where a folder has no truth or a document could not be read.
 */
export async function benchAccuracy(directories: string[], options: AccuracyOptions): Promise<number> {
  const older = options.compare === undefined ? undefined : await readOlder(options.compare)
  if (typeof older === 'string') {
    console.error(older)
    return 1
  }
  const processes = availableParallelism()
  const opened = openDocumentReader({ processes, ocrLanguages: OCR_LANGUAGES })
  const keeping = options.cached ? await keepTranscripts(opened, { older: false }) : undefined
  let exitCode = 0
  const sets: MeasuredSet[] = []
  try {
    for (const directory of directories) {
      const samples = await loadTruth(directory)
      if (typeof samples === 'string') {
        console.error(samples)
        exitCode = 1
        continue
      }
      const { set, unread } = await measureSet(samples, {
        name: directory,
        reader: keeping?.reader ?? opened,
        processes,
      })
      for (const problem of unread) console.error(problem)
      if (unread.length > 0) exitCode = 1
      sets.push(set)
      process.stdout.write(printTally(set.tally) + printCost(set) + (options.show ? printMisses(set.documents) : ''))
    }
  } finally {
    await opened.close()
  }
  if (keeping)
    console.log(
      `\n${keeping.kept.same} transcripts were kept from before, ${keeping.kept.recognized} documents recognized now`,
    )
  const all = tallyDocuments(
    'all of them',
    sets.flatMap((set) => set.documents),
  )
  if (sets.length > 1) process.stdout.write(printTally(all))
  const json = options.json ?? 'data/accuracy.json'
  await mkdir(path.dirname(json), { recursive: true })
  await writeFile(json, `${JSON.stringify({ sets, all }, null, 1)}\n`)
  console.log(`\nevery value with its confidence: ${json}`)
  if (older) process.stdout.write(compareMeasurements(older, sets))
  return exitCode
}

async function readOlder(file: string): Promise<OlderMeasurement | string> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return `There is no file ${file}. --compare takes the JSON that an earlier bench accuracy wrote.`
  const older = OlderMeasurement.safeParse(JSON.parse(text))
  return older.success ? older.data : `${file} is no measurement of bench accuracy: ${z.prettifyError(older.error)}`
}

async function measureSet(
  samples: readonly Sample[],
  { name, reader, processes }: { name: string; reader: DocumentReader; processes: number },
): Promise<{ set: MeasuredSet; unread: string[] }> {
  const started = performance.now()
  const processor = process.cpuUsage()
  const lines: ReadLine[] = []
  const own = { names: [], vatIds: [], ibans: [] }
  const paths = samples.map((sample) => sample.path)
  for await (const line of readFiles(paths, { reader, atOnce: processes, own })) lines.push(line)
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(processor)
  const documents = samples.map((sample) => judgeDocument(sample, predictionFor(sample, lines)))
  return {
    set: { tally: tallyDocuments(name, documents), documents, seconds, processorSeconds: (user + system) / 1e6 },
    unread: lines.flatMap((line) =>
      'error' in line ? [`${line.file} can't be read (${line.error.code}): ${line.error.message}`] : [],
    ),
  }
}

function printCost({ documents, seconds, processorSeconds }: MeasuredSet): string {
  return `seconds: ${seconds.toFixed(1)} for ${documents.length} documents; of the reading process ${processorSeconds.toFixed(1)} of processor\n`
}

/** What was read from the sample's file, in the manifest's terms; a file with several invoices is judged by its first. */
function predictionFor(sample: Sample, lines: readonly ReadLine[]): Predicted {
  const line = lines.find((one) => one.file === sample.path && !('error' in one))
  if (!line || 'error' in line) return { fields: {}, line_items: [] }
  return {
    doc_class: classOf(line.type),
    fields: Object.fromEntries(
      Object.entries(line.fields).map(([name, { value, confidence }]) => [manifestName(name), { value, confidence }]),
    ),
    beside: besideOf(line),
    line_items: line.lines.map((item) => ({
      line_total: item.netAmount,
      quantity: item.quantity,
      unit_price: item.unitPrice,
    })),
  }
}

function besideOf({
  details = {},
  terms,
}: Pick<Extract<ReadLine, { fields: unknown }>, 'details' | 'terms'>): Record<string, string> {
  const values = Object.entries(details).map(([name, { value }]) => [name, value] as const)
  return besideFields(Object.fromEntries(values), { netDays: terms?.netDays, discount: terms?.discounts[0] })
}
