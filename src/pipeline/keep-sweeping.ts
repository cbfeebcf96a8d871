import type { Work } from '../job-queue/index.ts'
import type { Dispatch } from './dispatch.ts'
import { type SweepPorts, sweep } from './sweep.ts'

/** Behind a long queue the same records are due at sweep after sweep; this often they are hinted again, in case the queue was lost. */
const HINT_AGAIN_MS = 20_000

/**
 * Sweeps now and then again and again, one at a time, until stopped. What an earlier sweep has hinted moments ago is not hinted again.
 * @param everyMs how long to rest between two sweeps.
 */
export function keepSweeping(
  ports: SweepPorts & { onError: (error: unknown) => void },
  { everyMs }: { everyMs: number },
): { stop(): Promise<void> } {
  let stopped = false
  let wake = () => {}
  const dispatch = rarely(ports)
  const loop = (async () => {
    while (!stopped) {
      try {
        await sweep({ ...ports, dispatch })
      } catch (error) {
        ports.onError(error)
      }
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    async stop() {
      stopped = true
      wake()
      await loop
    },
  }
}

/** Passes on what it was not given in the last `HINT_AGAIN_MS`. */
function rarely({ dispatch, now }: Pick<SweepPorts, 'dispatch' | 'now'>): Dispatch {
  const hinted = new Map<string, number>()
  return async (work: Work) => {
    const at = now().getTime()
    // In the order of their times, so the first that is fresh ends the search.
    for (const [key, then] of hinted) {
      if (at - then < HINT_AGAIN_MS) break
      hinted.delete(key)
    }
    const key = JSON.stringify(work)
    if (hinted.has(key)) return
    hinted.set(key, at)
    await dispatch(work)
  }
}
