import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
import { isIsolating } from '../sandbox/index.ts'

// Every version of Node compiles for itself. Code that is changed later is compiled when it is loaded, as before.
const MARK = join(COMPILED_FOLDER, `recognition-${process.version}-${process.arch}`)
const PROGRAM = fileURLToPath(new URL('./compiling-child.ts', import.meta.url))

let hasStarted = false

/**
 * Once for an installation: starts a process that compiles what reading a document takes, and does not wait for it. Only children that are
 * isolated use what it leaves; see src/sandbox/start-child.ts. Where the folder can't be written everything is compiled at each start.
 */
export function compileAhead(): void {
  if (hasStarted || existsSync(MARK) || !isIsolating()) return
  hasStarted = true
  const env = { NODE_COMPILE_CACHE: COMPILED_FOLDER }
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM], { env, stdio: 'ignore', detached: true })
  // What can't be started costs time at each start, and nothing else.
  child.once('error', () => {})
  child.unref()
}

/** Says that it is done. */
export function markCompiled(): void {
  try {
    mkdirSync(COMPILED_FOLDER, { recursive: true })
    writeFileSync(MARK, '')
  } catch {
    // The folder can't be written: then nothing was kept, either.
  }
}
