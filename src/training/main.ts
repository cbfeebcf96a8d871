import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { keepTranscripts } from '../bench/keep-transcripts.ts'
import { measureReliability, printReliability } from '../bench/reliability.ts'
import { openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'
import { gatherExamples, type KnownExample } from './gather-examples.ts'
import { makeSets } from './make-sets.ts'
import { type Held, trainFields } from './train-fields.ts'

/** Data files are formatted like the rest of the repository. */
const BIOME = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url))
const WEIGHTS = new URL('../extraction/likelihood/weights.json', import.meta.url)

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'train-5' },
    'scan-seed': { type: 'string', default: 'train-scan-1' },
    /** Invoices to make, born digital and as scans. */
    documents: { type: 'string', default: '400' },
    scans: { type: 'string', default: '160' },
    /** Only say how well it would be learned. */
    dry: { type: 'boolean', default: false },
  },
})

const started = performance.now()
const { sets, missing } = await makeSets({
  seed: values.seed,
  scanSeed: values['scan-seed'],
  documents: Number(values.documents),
  scans: Number(values.scans),
})
for (const folder of missing)
  console.error(`${folder} is not there: nothing is learned from real documents of this set`)
const opened = openDocumentReader({ processes: availableParallelism(), ocrLanguages: OCR_LANGUAGES })
const { reader, kept } = await keepTranscripts(opened, { older: true })
const examples: KnownExample[] = []
for (const set of sets) {
  const own = await gatherExamples(set, { reader, atOnce: availableParallelism() })
  console.log(`${set.name}: ${new Set(own.map(({ document }) => document)).size} documents, ${own.length} candidates`)
  examples.push(...own)
}
await opened.close()
console.log(`${kept.recognized} documents were recognized, ${kept.same + kept.older} transcripts kept from before`)

const { weights, held } = trainFields(examples, { seed: values.seed })
printHeld('every document judged by what was learned from others', held)
printHeld(
  'of these the real ones',
  held.filter((one) => one.isReal),
)
if (!values.dry) {
  await writeFile(WEIGHTS, `${JSON.stringify(weights)}\n`)
  await promisify(execFile)(process.execPath, [BIOME, 'format', '--write', fileURLToPath(WEIGHTS)])
}
console.log(
  `\n${((performance.now() - started) / 1000).toFixed(0)} s${values.dry ? '' : `; weights: ${WEIGHTS.pathname}`}`,
)

function printHeld(title: string, given: readonly Held[]): void {
  const sure = given.filter((one) => one.likelihood >= 0.95)
  const right = sure.filter((one) => one.right).length
  console.log(
    `\n${title}: ${given.length} values, sure ${right}/${sure.length} right (${percent(right, sure.length)}), cover ${percent(sure.length, given.length)}`,
  )
  for (const field of new Set(given.map((one) => one.field))) {
    const own = given.filter((one) => one.field === field)
    const ownSure = own.filter((one) => one.likelihood >= 0.95)
    const wrong = ownSure.filter((one) => !one.right)
    console.log(
      `  ${field.padEnd(18)} ${own.filter((one) => one.right).length}/${own.length} right, sure ${ownSure.length}, of these wrong ${wrong.length}${wrong.length > 0 ? `: ${wrong.map((one) => one.document).join(' ')}` : ''}`,
    )
  }
  console.log(
    printReliability(
      measureReliability(given.map(({ likelihood, right: isRight }) => ({ confidence: likelihood, right: isRight }))),
    ),
  )
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`
}
