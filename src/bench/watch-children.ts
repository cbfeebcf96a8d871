import { readdirSync, readFileSync } from 'node:fs'

const WATCH_EVERY_MS = 20
// Linux: /proc/PID/statm counts pages of this size.
const PAGE_BYTES = 4096

/** Watches the processes that this one started, and those that they started: bubblewrap stands between a server and its children. */
export function watchLargestChild(pid: number): {
  /** @returns the most resident memory of one, in megabytes. */ stop(): number
} {
  let most = 0
  const look = (of: number) => {
    for (const child of childrenOf(of)) {
      most = Math.max(most, residentMegabytes(child))
      look(child)
    }
  }
  const timer = setInterval(() => look(pid), WATCH_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return most
    },
  }
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    // not Linux, or a thread that ended in between
    return []
  }
}

function residentMegabytes(pid: number): number {
  try {
    const resident = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]
    return (Number(resident) * PAGE_BYTES) / 2 ** 20
  } catch {
    return 0
  }
}
