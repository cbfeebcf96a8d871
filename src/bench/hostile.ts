import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { loadHostileFolder } from './hostile-folder.ts'
import { openHostileReader, type Suspect, type Trial } from './try-hostile.ts'

// The hardening rules: nothing takes longer, no child needs more, and the server goes on answering.
const MOST_MILLISECONDS = 120_000
const MOST_MEGABYTES = 1024
const MOST_DELAY_MILLISECONDS = 100

/**
 * `billhook bench hostile [DIR...]`: reads every hostile file that fixtures/hostile makes, and those of folders with a manifest, with the real
 * reader, a good invoice in between, and prints what became of each. @returns the exit code: 1 where an expectation or a limit does not hold.
 */
export async function benchHostile(
  directories: readonly string[],
  options: { family?: string; all?: boolean; images?: boolean } = {},
): Promise<number> {
  const suspects: Suspect[] = HOSTILE_FILES.filter(
    ({ family }) => options.family === undefined || family === options.family,
  )
  for (const directory of directories) {
    const loaded = await loadHostileFolder(directory)
    if (typeof loaded === 'string') {
      console.error(loaded)
      return 1
    }
    suspects.push(...loaded)
  }
  const folder = await mkdtemp(join(tmpdir(), 'billhook-hostile-'))
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const tried: { suspect: Suspect; trial: Trial }[] = []
  const reader = openHostileReader({ processes: availableParallelism(), folder, pageImages: options.images !== false })
  try {
    for (const suspect of suspects) {
      const path = join(folder, suspect.name)
      // what it takes to make a file is not the reader's
      await writeFile(path, await suspect.make())
      delay.enable()
      const trial = await reader.tryFile(path, suspect.expect)
      delay.disable()
      tried.push({ suspect, trial })
      await rm(path)
      if (options.all === true || !trial.met) console.log(describe(suspect, trial))
    }
  } finally {
    await reader.close()
    await rm(folder, { recursive: true })
  }
  return report(tried, { neighbours: reader.neighbours(), delayMs: delay.percentile(99) / 1e6 })
}

function describe({ name, trick, expect }: Suspect, { state, milliseconds, megabytes, met, detail }: Trial): string {
  const what = expect.kind === 'hold' ? `hold as ${expect.as.join(' or ')}` : expect.kind
  const numbers = `${String(Math.round(milliseconds)).padStart(7)} ms ${String(Math.round(megabytes)).padStart(5)} MB`
  return `${met ? 'ok  ' : 'FAIL'} ${name.padEnd(44)} ${numbers}  ${state.padEnd(34)} ${met ? '' : `expected ${what}: `}${trick}${met || detail === '' ? '' : ` (${detail})`}`
}

type Surroundings = { neighbours: { read: number; harmed: number }; delayMs: number }

function report(tried: readonly { suspect: Suspect; trial: Trial }[], { neighbours, delayMs }: Surroundings): number {
  const states = new Map<string, number>()
  for (const { trial } of tried) states.set(trial.state, (states.get(trial.state) ?? 0) + 1)
  const kinds = (['must_capture', 'hold', 'survive'] as const).map((kind) => {
    const all = tried.filter(({ suspect }) => suspect.expect.kind === kind)
    return `${kind} ${all.filter(({ trial }) => trial.met).length}/${all.length}`
  })
  const longest = tried.reduce((most, { trial }) => Math.max(most, trial.milliseconds), 0)
  const largest = tried.reduce((most, { trial }) => Math.max(most, trial.megabytes), 0)
  const missed = tried.filter(({ trial }) => !trial.met).length
  console.log(
    [
      '',
      `${tried.length} files: ${kinds.join(', ')}`,
      `states: ${[...states]
        .toSorted((a, b) => b[1] - a[1])
        .map(([state, count]) => `${state} ${count}`)
        .join(', ')}`,
      `longest ${(longest / 1000).toFixed(1)} s (at most ${MOST_MILLISECONDS / 1000}), largest child ${Math.round(largest)} MB (at most ${MOST_MEGABYTES})`,
      `good invoices in between: ${neighbours.read} read, ${neighbours.harmed} harmed; event loop delay p99 ${delayMs.toFixed(1)} ms (at most ${MOST_DELAY_MILLISECONDS})`,
    ].join('\n'),
  )
  const withinLimits = longest <= MOST_MILLISECONDS && largest <= MOST_MEGABYTES && delayMs <= MOST_DELAY_MILLISECONDS
  return missed === 0 && neighbours.harmed === 0 && withinLimits ? 0 : 1
}
