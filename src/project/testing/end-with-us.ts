import type { ChildProcess } from 'node:child_process'

const alive = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** The child does not outlive this process, however that ends: done, an error, a test runner's time limit. @returns the child. */
export function endWithUs<C extends ChildProcess>(child: C): C {
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  return child
}

/** A signal, too, is an exit whose handlers run. For programs that start servers and need no graceful end themselves. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}
