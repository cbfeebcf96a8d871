import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever its own clock does. */
const TICKS_A_SECOND = 100

/** Processor seconds that all descendants of a process have spent so far, by the name of their program. Those that have ended are not counted. */
export function measureProcessorTime(ancestor: number): Map<string, number> {
  const processes = new Map<number, { parent: number; program: string; seconds: number }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [, command = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readOrEmpty(`/proc/${name}/stat`)) ?? []
    const fields = rest.split(' ')
    if (fields.length < 13) continue
    // What Node calls its processes.
    const program = command === 'MainThread' ? 'node' : command
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
    processes.set(Number(name), { parent: Number(fields[1]), program, seconds })
  }
  const isDescendant = (pid: number): boolean => {
    const found = processes.get(pid)
    return found !== undefined && (found.parent === ancestor || isDescendant(found.parent))
  }
  const spent = new Map<string, number>()
  for (const [pid, { program, seconds }] of processes) {
    if (isDescendant(pid)) spent.set(program, (spent.get(program) ?? 0) + seconds)
  }
  return spent
}

/** A process may end between two looks. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
