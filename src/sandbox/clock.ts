import { readdirSync, readFileSync } from 'node:fs'

/** `waitedMs`: time that went by; `spentMs`: without that in which the process could have run and got no processor. */
export type Elapsed = { spentMs: number; waitedMs: number }

/**
 * The time of a process from now on. On a busy machine it waits for the processor, which is not its fault; one that sleeps spends its time
 * like one that works. Without /proc both are the same.
 */
export function startClock(pidOf: () => number | undefined): () => Elapsed {
  const started = performance.now()
  // One that is still being started has used nothing yet.
  const before = readUse(pidOf()) ?? { queuedMs: 0, processorMs: 0 }
  let use = before
  return () => {
    use = readUse(pidOf()) ?? use
    const waitedMs = performance.now() - started
    const runMs = waitedMs - (use.queuedMs - before.queuedMs)
    // Threads may stand in line at the same time; what they have had is the least that was spent.
    return { waitedMs, spentMs: Math.max(runMs, use.processorMs - before.processorMs) }
  }
}

type Use = { queuedMs: number; processorMs: number }

/**
 * For how long its threads stood in line for a processor (Linux, Documentation/scheduler/sched-stats: schedstat, second field, nanoseconds),
 * and had one (proc(5), stat, fields 14 and 15, hundredths of a second). Null: no Linux, or it has ended.
 */
function readUse(pid: number | undefined): Use | null {
  try {
    const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[1]),
    )
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')
    const queuedMs = nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6
    const processorMs = (Number(fields?.[11]) + Number(fields?.[12])) * 10
    return Number.isFinite(queuedMs + processorMs) ? { queuedMs, processorMs } : null
  } catch {
    return null
  }
}
