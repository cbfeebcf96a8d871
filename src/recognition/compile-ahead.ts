import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
import { isIsolating } from '../sandbox/index.ts'

/** Where the code lies that a child takes, apart from packages, which change with an installation. */
const SOURCES = ['.', '../sandbox'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
const PROGRAM = fileURLToPath(new URL('./compiling-child.ts', import.meta.url))

let hasStarted = false

// So that the first child is on its way.
const AFTER_MS = 200

/**
 * Once for an installation, and again when its code has changed: starts a process that compiles what reading a document takes, and does not
 * wait for it. Only children that are isolated use what it leaves; see src/sandbox/start-child.ts. Where the folder can't be written
 * everything is compiled at each start.
 */
export function compileAhead(): void {
  if (hasStarted) return
  hasStarted = true
  setTimeout(() => {
    if (!isIsolating() || existsSync(nameMark())) return
    const env = { NODE_COMPILE_CACHE: COMPILED_FOLDER }
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM], { env, stdio: 'ignore', detached: true })
    // What can't be started costs time at each start, and nothing else.
    child.once('error', () => {})
    child.unref()
  }, AFTER_MS).unref()
}

/** Says that it is done. */
export function markCompiled(): void {
  try {
    mkdirSync(COMPILED_FOLDER, { recursive: true })
    writeFileSync(nameMark(), '')
  } catch {
    // The folder can't be written: then nothing was kept, either.
  }
}

/** Every version of Node compiles for itself. */
function nameMark(): string {
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`)
  for (const folder of SOURCES)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
      hash.update(`${file} ${statSync(join(folder, file)).mtimeMs}\n`)
  return join(COMPILED_FOLDER, `recognition-${hash.digest('hex').slice(0, 16)}`)
}
