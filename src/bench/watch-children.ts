import { listFamily, readResident } from './read-processes.ts'

const WATCH_EVERY_MS = 20

/** Watches the processes that this one started, and those that they started: bubblewrap stands between a server and its children. */
export function watchLargestChild(pid: number): {
  /** @returns the most resident memory of one, in megabytes. */ stop(): number
} {
  let most = 0
  const timer = setInterval(() => {
    const [, ...started] = listFamily(pid)
    for (const child of started) most = Math.max(most, readResident(child.pid))
  }, WATCH_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return most / 2 ** 20
    },
  }
}
