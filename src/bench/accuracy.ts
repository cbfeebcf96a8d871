import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { ReadLine } from '../../schemas/read-line.ts'
import { readFiles } from '../reading/read-files.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/settings.ts'
import { classOf, loadTruth, manifestName, type Sample } from './load-truth.ts'
import { printTally, type Tally, tallyDocuments } from './tally-documents.ts'

/**
 * `billhook bench accuracy DIR...`: reads every document of the folders with the code of `billhook read` and prints how well, by the rules
 * of score.py. @returns the exit code: 1 where a folder has no truth or a document could not be read.
 */
export async function benchAccuracy(directories: string[], options: { show?: boolean }): Promise<number> {
  const processes = availableParallelism()
  const reader = openDocumentReader({ processes, ocrLanguages: OCR_LANGUAGES })
  let exitCode = 0
  const tallies: Tally[] = []
  try {
    for (const directory of directories) {
      const samples = await loadTruth(directory)
      if (typeof samples === 'string') {
        console.error(samples)
        exitCode = 1
        continue
      }
      const started = performance.now()
      const lines: ReadLine[] = []
      const own = { names: [], vatIds: [], ibans: [] }
      const paths = samples.map((sample) => sample.path)
      for await (const line of readFiles(paths, { reader, atOnce: processes, own })) lines.push(line)
      const seconds = (performance.now() - started) / 1000
      for (const line of lines) {
        if (!('error' in line)) continue
        console.error(`${line.file} can't be read (${line.error.code}): ${line.error.message}`)
        exitCode = 1
      }
      const tally = tallyDocuments(
        samples.map((sample) => ({ sample, predicted: predictionFor(sample, lines) })),
        { name: directory, seconds },
      )
      tallies.push(tally)
      process.stdout.write(printTally(tally, options))
    }
  } finally {
    await reader.close()
  }
  return exitCode
}

/** What was read from the sample's file, in the manifest's terms; a file with several invoices is judged by its first. */
function predictionFor(sample: Sample, lines: readonly ReadLine[]): Record<string, unknown> & { sure: Set<string> } {
  const line = lines.find((one) => one.file === sample.path && !('error' in one))
  if (!line || 'error' in line) return { sure: new Set() }
  const fields = Object.entries(line.fields).map(([name, field]) => [manifestName(name), field] as const)
  return {
    doc_class: classOf(line.type),
    ...Object.fromEntries(fields.map(([name, field]) => [name, field.value])),
    line_items: line.lines.map((item) => ({
      line_total: item.netAmount,
      quantity: item.quantity,
      unit_price: item.unitPrice,
    })),
    sure: new Set(fields.filter(([, field]) => field.confidence >= SURE).map(([name]) => name)),
  }
}

/** From here on a field may be accepted without a person. */
const SURE = 0.95
