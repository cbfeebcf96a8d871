/**
 * Loaded into a worker with `--import`: reading a document is a sleep of a second and gives one page of a usual size, so that what is
 * measured is everything around it. The product knows nothing of this.
 */
import { registerHooks } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DocumentReader } from '../../recognition/index.ts'

const SECONDS = 1

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context)
    const isReading = resolved.url.endsWith('/src/recognition/index.ts') && context.parentURL?.endsWith('/src/app.ts')
    return isReading ? { ...resolved, url: import.meta.url } : resolved
  },
})

const WORDS = 300
const words = Array.from({ length: WORDS }, (_, n) => ({
  text: `word${n}`,
  box: [50, n, 90, n + 8] as [number, number, number, number],
  source: 'ocr' as const,
  confidence: 0.9,
}))
const IMAGE_BYTES = 60_000
const THUMBNAIL_BYTES = 8_000

/** What app.ts takes for the reader of documents. */
export function openDocumentReader(): DocumentReader {
  return {
    identify: () => Promise.reject(new Error('only recognition is measured here')),
    async recognize() {
      await sleep(SECONDS * 1000)
      const page = { number: 1, width: 595, height: 842, source: 'ocr' as const, words }
      const pictures = { image: Buffer.alloc(IMAGE_BYTES, 7), thumbnail: Buffer.alloc(THUMBNAIL_BYTES, 7) }
      return {
        ok: true,
        transcript: { pages: [page], ocrLanguages: ['eng'], notes: [] },
        images: [{ page: 1, ...pictures, width: 1240, height: 1754 }],
      }
    },
    async close() {},
  }
}
