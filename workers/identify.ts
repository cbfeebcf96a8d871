import { stageWorker } from './spec.ts'

export const identifyWorker = stageWorker('identify', {
  // Opens documents in child processes: more at once would only wait for one.
  concurrency: (processes) => processes,
  // Opening takes milliseconds; a minute means that the document is the problem, which its own limits report before.
  tries: { attempts: 3, timeoutMs: 60_000, backoffMs: [2_000, 20_000] },
  load: async () => (await import('../src/stages/identify.ts')).identify,
})
