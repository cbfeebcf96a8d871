import { AsyncLocalStorage } from 'node:async_hooks'

const background = new AsyncLocalStorage<true>()

/**
 * Runs work for which nobody waits: stages, the queue, the sweep, and whatever they start. The embedded database has one session; there
 * such work lets those go first for whom somebody waits, such as an upload to be acknowledged. On a server it makes no difference.
 */
export function inBackground<T>(work: () => T): T {
  return background.run(true, work)
}

/** Whether this runs in the background. */
export function isInBackground(): boolean {
  return background.getStore() === true
}
