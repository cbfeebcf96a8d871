/** Looks again and again, one look at a time, until stopped. */
export type KeptLooking = {
  /** Looks at once, or right after the look that runs. */
  wake(): void
  /** Ends after the look that runs. */
  stop(): Promise<void>
}

/** @param everyMs how long to rest between two looks. */
export function keepLooking(look: () => Promise<void>, { everyMs }: { everyMs: number }): KeptLooking {
  let stopped = false
  let again = false
  let endRest = () => {}
  const loop = (async () => {
    while (!stopped) {
      again = false
      await look()
      if (stopped || again) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        endRest = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    wake() {
      again = true
      endRest()
    },
    async stop() {
      stopped = true
      endRest()
      await loop
    },
  }
}
