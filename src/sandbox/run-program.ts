import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ISOLATED, isIsolating } from './start-child.ts'

const PRLIMIT = '/usr/bin/prlimit'

/** Whether `runProgram` can run this one here: it is installed, and so is what isolates and limits it. */
export function canRunProgram(program: string): boolean {
  return existsSync(program) && existsSync(PRLIMIT) && isIsolating()
}

export type ProgramLimits = {
  /** The one folder in which it may write. */
  folder: string
  /** Address space, in megabytes. */
  memoryMegabytes: number
  /** Bytes of one file that it writes. */
  fileBytes: number
  timeoutMs: number
}

/**
 * Runs a program of the system on a hostile file, as isolated as our own children: no network, no other process, the system read-only but
 * for one folder, no environment, ended at its limits. Rejects when it ends with another code than 0, or by force.
 */
export function runProgram([program, ...args]: readonly [string, ...string[]], limits: ProgramLimits): Promise<void> {
  const { command, before } = ISOLATED
  const seconds = Math.ceil(limits.timeoutMs / 1000)
  const limited = [
    PRLIMIT,
    `--as=${limits.memoryMegabytes * 1024 ** 2}`,
    `--cpu=${seconds}`,
    `--fsize=${limits.fileBytes}`,
    '--core=0',
    program,
    ...args,
  ]
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...before, '--bind', limits.folder, limits.folder, '--', ...limited],
      { env: {}, timeout: limits.timeoutMs, killSignal: 'SIGKILL' },
      (error) => (error ? reject(error) : resolve()),
    )
  })
}
