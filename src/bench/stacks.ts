import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { createRandom } from '../../fixtures/generate/random.ts'
import { type MadeStack, makeStack, STACK_KINDS, type StackKind } from '../../fixtures/generate/stacks/make-stack.ts'
import type { StackReading } from '../../schemas/stack.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { readStack } from '../extraction/stacks/index.ts'
import { type DocumentReader, openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'
import { keepTranscripts } from './keep-transcripts.ts'
import { loadTruth } from './load-truth.ts'
import { blurTranscript } from './stacks/blur-transcript.ts'
import { countStack, printCounts, startCounts } from './stacks/count-stacks.ts'

export type StackOptions = { count: string; seed: string; open?: boolean; show?: boolean }

const OWN = { names: [], vatIds: [], ibans: [] }

/**
 * `billhook bench stacks DIR...`: how well files of several pages are cut into invoices, on generated files (their text layers, and as
 * recognition would read them), and whether any document of the folders, each of which is one, is cut.
 * @returns the exit code: 1 where one is cut, or a folder has no truth.
 */
export async function benchStacks(directories: string[], options: StackOptions): Promise<number> {
  const reader = openDocumentReader({ processes: availableParallelism(), ocrLanguages: OCR_LANGUAGES })
  const part = options.open ? 'open' : 'held-back'
  try {
    console.log(`seed ${options.seed}, ${part} layouts`)
    for (const kind of STACK_KINDS) await measureKind(kind, { ...options, part, reader })
    let exitCode = 0
    for (const directory of directories) exitCode = Math.max(exitCode, await checkSingles(directory, reader))
    return exitCode
  } finally {
    await reader.close()
  }
}

async function measureKind(
  kind: StackKind,
  { count, seed, part, reader, show = false }: StackOptions & { part: 'open' | 'held-back'; reader: DocumentReader },
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'billhook-stacks-'))
  const counts = { printed: startCounts(), scanned: startCounts() }
  let milliseconds = 0
  try {
    for (let number = 1; number <= Number(count); number++) {
      const truth = await makeStack(number, { seed, part, kind })
      const file = path.join(folder, 'stack.pdf')
      await writeFile(file, truth.pdf)
      const recognized = await reader.recognize({ path: file, name: 'stack.pdf' })
      if (!recognized.ok) throw new Error(`stack ${number} (${kind}) can't be read: ${recognized.unreadable.message}`)
      const { transcript } = recognized
      const started = performance.now()
      const reading = readStack(transcript, { own: OWN })
      milliseconds += performance.now() - started
      const blurred = blurTranscript(transcript, createRandom(`blur/${seed}/${number}`))
      for (const [as, one] of [
        ['printed', reading],
        ['scanned', readStack(blurred, { own: OWN })],
      ] as const) {
        const isRight = countStack(counts[as], { truth, reading: one })
        if (show && (!isRight || !one.sure)) console.log(describe({ number, kind, as, truth, reading: one }))
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const each = (milliseconds / Math.max(1, counts.printed.pages)).toFixed(1)
  process.stdout.write(printCounts(`${kind}, text layer (${each} ms a page)`, counts.printed))
  process.stdout.write(printCounts(`${kind}, as recognized`, counts.scanned))
}

function describe(of: { number: number; kind: string; as: string; truth: MadeStack; reading: StackReading }): string {
  const { number, kind, as, truth, reading } = of
  const pieces = reading.pieces.map(({ firstPage, because }) => `\n    ${firstPage}: ${because}`)
  return `  ${kind} ${number} ${as}${reading.sure ? '' : ', not sure'}: begins ${truth.starts.join(', ')}; ${truth.roles.map((role) => role[0]).join('')}; ${truth.numbers.join(', ')}${pieces.join('')}`
}

/** Documents that are one each: none may be cut. */
async function checkSingles(directory: string, reader: DocumentReader): Promise<number> {
  const samples = await loadTruth(directory)
  if (typeof samples === 'string') {
    console.error(samples)
    return 1
  }
  const { reader: keeping } = await keepTranscripts(reader, { older: false })
  let long = 0
  let cut = 0
  for (const { path: file } of samples) {
    if (!(await readFile(file)).subarray(0, 5).equals(Buffer.from('%PDF-'))) continue
    const recognized = await keeping.recognize({ path: file, name: path.basename(file) })
    const transcript: Transcript | null = recognized.ok ? recognized.transcript : null
    if (transcript === null || transcript.pages.length < 2) continue
    long += 1
    const { pieces, sure } = readStack(transcript, { own: OWN })
    if (pieces.length < 2) continue
    cut += sure ? 1 : 0
    console.log(`  ${file}: ${sure ? 'cut' : 'proposed to be cut'} at ${pieces.slice(1).map(({ because }) => because)}`)
  }
  console.log(`${directory}: ${long} documents of several pages, wrongly cut ${cut}`)
  return cut > 0 ? 1 : 0
}
