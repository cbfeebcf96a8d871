import { setTimeout as rest } from 'node:timers/promises'
import type { Tries } from './lease.ts'

const PAUSE_MS = 1_000

/**
 * Writes into the records although they may be out of reach just now, which may be the very reason for what is to be written. Gives up when
 * the lease has run out: then another worker has the record.
 */
export async function untilWritten<T>(write: () => Promise<T>, { timeoutMs }: Pick<Tries, 'timeoutMs'>): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await rest(PAUSE_MS, undefined, { ref: false })
    }
  }
}
