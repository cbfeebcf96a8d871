import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { exitOnSignals } from '../project/testing/end-with-us.ts'
import { loadHostileFolder } from './hostile-folder.ts'
import type { Suspect } from './judge-hostile.ts'
import { type LoopDelay, openHostileService, type Trial } from './try-hostile.ts'

// The hardening rules: nothing takes longer, no child needs more, and the server goes on answering.
const MOST_MILLISECONDS = 120_000
const MOST_MEGABYTES = 1024
const MOST_DELAY_MILLISECONDS = 100

/** `family`: of the files made here only these; "none": only those of the folders. */
export type HostileOptions = { family?: string; all?: boolean }

/**
 * `billhook bench hostile [DIR...]`: uploads every hostile file that fixtures/hostile makes, and those of folders with a manifest, to a
 * server of its own, a good invoice beside each, and prints what became of them.
 * @returns the exit code: 1 where an expectation or a limit does not hold.
 */
export async function benchHostile(directories: readonly string[], options: HostileOptions = {}): Promise<number> {
  exitOnSignals()
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
  const tried: { suspect: Suspect; trial: Trial }[] = []
  const service = await openHostileService(folder)
  try {
    for (const suspect of suspects) {
      const { name, expect } = suspect
      const trial = await service.tryFile({ name, content: await suspect.make() }, expect)
      tried.push({ suspect, trial })
      if (options.all === true || !trial.met || !isWithinLimits(trial)) console.log(describe(suspect, trial))
    }
    return report(tried, { neighbours: service.neighbours(), delay: await service.measureDelay() })
  } finally {
    await service.close()
    await rm(folder, { recursive: true })
  }
}

function isWithinLimits({ milliseconds, megabytes }: Pick<Trial, 'milliseconds' | 'megabytes'>): boolean {
  return milliseconds <= MOST_MILLISECONDS && megabytes <= MOST_MEGABYTES
}

function describe({ name, trick, expect }: Suspect, trial: Trial): string {
  const { state, milliseconds, megabytes, met, detail } = trial
  const what = expect.kind === 'hold' ? `hold as ${expect.as.join(' or ')}` : expect.kind
  const numbers = `${String(Math.round(milliseconds)).padStart(7)} ms ${String(Math.round(megabytes)).padStart(5)} MB`
  const isRight = met && isWithinLimits(trial)
  return `${isRight ? 'ok  ' : 'FAIL'} ${name.padEnd(44)} ${numbers}  ${state.padEnd(34)} ${met ? '' : `expected ${what}: `}${trick}${met || detail === '' ? '' : ` (${detail})`}`
}

type Surroundings = { neighbours: { read: number; harmed: string[] }; delay: LoopDelay }

function report(tried: readonly { suspect: Suspect; trial: Trial }[], { neighbours, delay }: Surroundings): number {
  const states = new Map<string, number>()
  for (const { trial } of tried) states.set(trial.state, (states.get(trial.state) ?? 0) + 1)
  const kinds = [...Map.groupBy(tried, ({ suspect }) => suspect.expect.kind)].map(
    ([kind, all]) => `${kind} ${all.filter(({ trial }) => trial.met).length}/${all.length}`,
  )
  const longest = tried.reduce((most, { trial }) => Math.max(most, trial.milliseconds), 0)
  const largest = tried.reduce((most, { trial }) => Math.max(most, trial.megabytes), 0)
  const isAllMet = tried.every(({ trial }) => trial.met && isWithinLimits(trial))
  console.log(
    [
      '',
      `${tried.length} files: ${kinds.join(', ')}`,
      `states: ${[...states]
        .toSorted((a, b) => b[1] - a[1])
        .map(([state, count]) => `${state} ${count}`)
        .join(', ')}`,
      `longest ${(longest / 1000).toFixed(1)} s (at most ${MOST_MILLISECONDS / 1000}), largest child ${Math.round(largest)} MB (at most ${MOST_MEGABYTES})`,
      `the server lived; its event loop's delay: p99 ${delay.p99.toFixed(1)} ms (at most ${MOST_DELAY_MILLISECONDS}), longest ${delay.most.toFixed(0)} ms`,
      `good invoices in between: ${neighbours.read} read, ${neighbours.harmed.length} harmed`,
      ...neighbours.harmed,
    ].join('\n'),
  )
  return isAllMet && neighbours.harmed.length === 0 && delay.p99 <= MOST_DELAY_MILLISECONDS ? 0 : 1
}
