import { listFamily, type Process, readMostResident, readOrEmpty, readProportional } from '../read-processes.ts'

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
      const proportional = readProportional(pid)
      all += proportional
      if (program !== 'node' || !readOrEmpty(`/proc/${pid}/cmdline`).includes(READER)) continue
      mostOfOneReader.proportional = Math.max(mostOfOneReader.proportional, proportional)
      mostOfOneReader.resident = Math.max(mostOfOneReader.resident, readMostResident(pid))
    }
    mostMemory = Math.max(mostMemory, all)
  }
}
