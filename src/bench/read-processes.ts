import { readdirSync, readFileSync } from 'node:fs'

export type Process = {
  pid: number
  /** Name of its program. */
  program: string
  /** Since its start, without what its own children have spent. */
  processorSeconds: number
}

/** Linux counts in hundredths of a second, whatever its own clock does. */
const TICKS_A_SECOND = 100

/**
 * A process and its descendants as they are now, itself first, by the lists of children that its threads have (Linux, /proc). Who has ended
 * is not in it; without /proc it is empty.
 */
export function listFamily(root: number): Process[] {
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

/** Proportional set size in bytes: of memory that several processes share, each has its part. */
export function readProportional(pid: number): number {
  return readBytes(`/proc/${pid}/smaps_rollup`, 'Pss')
}

/** Resident memory now, with all that it shares, in bytes. */
export function readResident(pid: number): number {
  return readBytes(`/proc/${pid}/status`, 'VmRSS')
}

/** The most resident memory that it ever had, in bytes. */
export function readMostResident(pid: number): number {
  return readBytes(`/proc/${pid}/status`, 'VmHWM')
}

function readBytes(path: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readOrEmpty(path))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** A process may end between two looks. */
export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
