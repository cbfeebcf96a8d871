import { listFamily } from './read-processes.ts'

/** Processor seconds that all descendants of a process have spent so far, by the name of their program. Those that have ended are not counted. */
export function measureProcessorTime(ancestor: number): Map<string, number> {
  const spent = new Map<string, number>()
  const [, ...descendants] = listFamily(ancestor)
  for (const { program, processorSeconds } of descendants)
    spent.set(program, (spent.get(program) ?? 0) + processorSeconds)
  return spent
}
