import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

export type Target = { atLeast: number } | { atMost: number }

export type Report = {
  say(line: string): void
  /** Prints a measured value beside its target. `about`: of what, of how many. */
  judge(what: string, found: { value: number; unit: string; target: Target; about?: string }): void
  /** What could not be measured, and what to do about it. It counts as missed. */
  lack(what: string, why: string): void
  /** What was missed so far. */
  missed(): readonly string[]
}

export function openReport(print: (line: string) => void = console.log): Report {
  const missed: string[] = []
  return {
    say: print,
    judge(what, { value, unit, target, about }) {
      const isReached = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
      const bound = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${formatFigure(target.atMost)}`
      print(
        `  ${what}: ${formatFigure(value)}${unit} (${bound}${about === undefined ? '' : `; ${about}`}) ${isReached ? 'reached' : 'NOT reached'}`,
      )
      if (!isReached) missed.push(`${what}: ${formatFigure(value)}${unit}, ${bound}`)
    },
    lack(what, why) {
      print(`  ${what}: not measured. ${why}`)
      missed.push(`${what}: not measured`)
    },
    missed: () => missed,
  }
}

/** The machine and what else it is doing. */
export function describeMachine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Node ${process.versions.node}, ${describeLoad()}`
}

export function describeLoad(): string {
  return `load average ${loadavg()[0]?.toFixed(1)}`
}

/** Three figures of what matters: 0.0123, 1.47, 23.4, 345. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return '0'
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return String(Number(value.toFixed(Math.min(decimals, 4))))
}

/** The middle one, or the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}

/** "1.47 (1.41 to 1.52, n = 3)" */
export function describeRuns(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const range = values.length > 1 ? `${formatFigure(least)} to ${formatFigure(most)}, ` : ''
  return `${formatFigure(median(values))} (${range}n = ${values.length})`
}

export const toMegabytes = (bytes: number) => bytes / 2 ** 20
