import { type SweepPorts, sweep } from './sweep.ts'

/**
 * Sweeps now and then again and again, one at a time, until stopped.
 * @param everyMs how long to rest between two sweeps.
 */
export function keepSweeping(
  ports: SweepPorts & { onError: (error: unknown) => void },
  { everyMs }: { everyMs: number },
): { stop(): Promise<void> } {
  let stopped = false
  let wake = () => {}
  const loop = (async () => {
    while (!stopped) {
      try {
        await sweep(ports)
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
