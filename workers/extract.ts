import { stageWorker } from './spec.ts'

export const extractWorker = stageWorker('extract', {
  // Processor work of this process: the second one only overlaps the reading of the transcript.
  concurrency: () => 2,
  // 30 ms a page and at most 200 pages; the rest is reserve for a loaded machine.
  tries: { attempts: 3, timeoutMs: 120_000, backoffMs: [2_000, 20_000] },
  load: async () => (await import('../src/stages/extract.ts')).extract,
})
