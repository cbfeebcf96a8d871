/**
 * Passes at most `limit` bytes of a stream on and reads the rest without keeping it, up to `patience` bytes in all: most clients look at
 * the answer only when they have sent everything, but nobody may send forever.
 */
export function passLimited(
  source: AsyncIterable<Uint8Array>,
  { limit, patience }: { limit: number; patience: number },
) {
  let bytes = 0
  async function* pass() {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes <= limit) yield chunk
      if (bytes > patience) return
    }
  }
  return { stream: pass(), exceeded: () => bytes > limit }
}
