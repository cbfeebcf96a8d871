/** Whoever waits for the same work while it is under way is served by the next one, all together. */
type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }

/**
 * Work that costs about the same for one and for many, such as a transaction with its sync to the disk: the first item is worked on at
 * once, and those that come meanwhile go together into the next round, in their order. A round whose error is one item's own fault
 * (`isOnesFault`) is done again item by item, so that nobody pays for another's.
 */
export function gather<T, R>(
  work: (items: T[]) => Promise<R[]>,
  { most, isOnesFault }: { most: number; isOnesFault: (error: unknown) => boolean },
): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = []
  let isWorking = false

  async function serve(round: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await work(round.map(({ item }) => item))
      for (const [index, { resolve }] of round.entries()) resolve(results[index] as R)
    } catch (error) {
      if (round.length > 1 && isOnesFault(error)) for (const one of round) await serve([one])
      else for (const { reject } of round) reject(error)
    }
  }

  async function serveAll(): Promise<void> {
    isWorking = true
    while (waiting.length > 0) await serve(waiting.splice(0, most))
    isWorking = false
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWorking) void serveAll()
    })
}
