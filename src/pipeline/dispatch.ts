import { inBackground } from '../database/background.ts'
import type { JobQueue, Work } from '../job-queue/index.ts'

/** Tells the queue that a record has work due. Called after the commit; a hint that is lost is found by the sweep. */
export type Dispatch = (work: Work) => Promise<void>

/**
 * So many hints may be on their way to the queue. Behind a burst of deliveries more of them would only fill the memory and keep the database
 * busy with what the sweep does in its time.
 */
const MOST_ON_THEIR_WAY = 100

/** A dispatch that never fails its caller: what was committed stays acknowledged even when the queue is down. */
export function dispatchTo(queue: Pick<JobQueue, 'add'>, onLost: (work: Work, error: unknown) => void): Dispatch {
  let onTheirWay = 0
  return async (work) => {
    if (onTheirWay >= MOST_ON_THEIR_WAY) return
    onTheirWay += 1
    try {
      await inBackground(() => queue.add(work))
    } catch (error) {
      onLost(work, error)
    } finally {
      onTheirWay -= 1
    }
  }
}
