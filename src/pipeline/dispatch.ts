import { inBackground } from '../database/background.ts'
import type { JobQueue, Work } from '../job-queue/index.ts'

/** Tells the queue that a record has work due. Called after the commit; a hint that is lost is found by the sweep. */
export type Dispatch = (work: Work) => Promise<void>

/** A dispatch that never fails its caller: what was committed stays acknowledged even when the queue is down. */
export function dispatchTo(queue: JobQueue, onLost: (work: Work, error: unknown) => void): Dispatch {
  return async (work) => {
    try {
      await inBackground(() => queue.add(work))
    } catch (error) {
      onLost(work, error)
    }
  }
}
