import { stageWorker } from './spec.ts'

export const recognizeWorker = stageWorker('recognize', {
  // One long scan spreads its pages over the processes; a second document keeps them busy at its end.
  concurrency: (processes) => processes * 2,
  // 200 pages at a few seconds each; a document's own limits (120 s of one process a page range) end sooner.
  tries: { attempts: 3, timeoutMs: 15 * 60_000, backoffMs: [5_000, 60_000] },
  load: async () => (await import('../src/stages/recognize.ts')).recognize,
})
