import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back what was needed for a while. V8 would wait until it is short of memory, which in a child is far beyond what a document may have.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void
  // The ordinary kind keeps what it frees for itself.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
