import { listFamily, readProportional } from './read-processes.ts'

/** The memory of these processes and all that they started, in bytes: proportional set size, in which shared pages count once (Linux). */
export function measureMemory(pids: readonly number[]): number {
  return pids.flatMap(listFamily).reduce((sum, { pid }) => sum + readProportional(pid), 0)
}
