import { stageWorker } from './spec.ts'

export const recognizeWorker = stageWorker('recognize', {
  // Far more than the processes: who gets one is decided page by page (src/sandbox), and a text must not wait for a place that scans hold.
  concurrency: (processes) => processes * 8,
  // 200 pages at a few seconds each; a document's own limits (120 s of one process a page range) end sooner.
  tries: { attempts: 3, timeoutMs: 15 * 60_000, backoffMs: [5_000, 60_000] },
  load: async () => (await import('../src/stages/recognize.ts')).recognize,
})
