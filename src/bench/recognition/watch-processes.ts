import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all that it started have used. */
export type Usage = {
  /** From the beginning of the watch to its end, over all of them. */
  processorSeconds: number
  /** Most memory of all together: proportional set sizes, in which shared pages count once. Bytes; 0 where it was not watched. */
  mostMemory: number
  /** Most memory of one process that opens documents: resident, with all that it shares, and proportional. Bytes. */
  mostOfOneReader: { resident: number; proportional: number }
}

type Seen = { first: number; last: number }
type Process = { pid: number; program: string; processorSeconds: number }

/** Linux counts in hundredths of a second, whatever its own clock does. */
const TICKS_A_SECOND = 100
const READER = 'src/recognition/child.ts'

/**
 * Watches a process and its descendants from now on (Linux, /proc). What a process spends between the last look and its end is not seen, so
 * looks are frequent. `memory`: whether memory is watched, too, which makes a look cost some milliseconds.
 */
export function watchProcesses(
  root: number,
  { everyMs = 200, memory = false }: { everyMs?: number; memory?: boolean } = {},
): { stop(): Usage } {
  const seen = new Map<number, Seen>()
  const mostOfOneReader = { resident: 0, proportional: 0 }
  let mostMemory = 0
  look(true)
  // Who fails without stopping the watch must still end.
  const timer = setInterval(look, everyMs).unref()
  return {
    stop() {
      clearInterval(timer)
      look()
      let processorSeconds = 0
      for (const { first, last } of seen.values()) processorSeconds += last - first
      return { processorSeconds, mostMemory, mostOfOneReader }
    },
  }

  function look(isFirst = false): void {
    const family = listFamily(root)
    for (const { pid, processorSeconds } of family) {
      const before = seen.get(pid)
      // One that was started since has spent all of it within the watch.
      if (before === undefined)
        seen.set(pid, { first: isFirst === true ? processorSeconds : 0, last: processorSeconds })
      else before.last = processorSeconds
    }
    if (memory) measure(family)
  }

  function measure(family: readonly Process[]): void {
    let all = 0
    for (const { pid, program } of family) {
      const proportional = readKilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')
      all += proportional
      if (program !== 'node' || !readOrEmpty(`/proc/${pid}/cmdline`).includes(READER)) continue
      mostOfOneReader.proportional = Math.max(mostOfOneReader.proportional, proportional)
      mostOfOneReader.resident = Math.max(mostOfOneReader.resident, readKilobytes(`/proc/${pid}/status`, 'VmHWM'))
    }
    mostMemory = Math.max(mostMemory, all)
  }
}

/** The process and its descendants, by the lists of children that its threads have. */
function listFamily(root: number): Process[] {
  const family: Process[] = []
  const pids = [root]
  for (const pid of pids) {
    const [, command = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readOrEmpty(`/proc/${pid}/stat`)) ?? []
    const fields = rest.split(' ')
    if (fields.length < 13) continue
    family.push({
      pid,
      // What Node calls its processes.
      program: command === 'MainThread' ? 'node' : command,
      processorSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    })
    for (const thread of listOrNone(`/proc/${pid}/task`))
      pids.push(...readOrEmpty(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number))
  }
  return family
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readKilobytes(path: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readOrEmpty(path))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** A process may end between two looks. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
