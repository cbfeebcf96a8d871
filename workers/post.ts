import { stageWorker } from './spec.ts'

export const postWorker = stageWorker('post', {
  // Waits for the other side.
  concurrency: () => 4,
  // Accounting may be down for a night: half a minute at first, then every hour; each try looks for the earlier one's result.
  tries: {
    attempts: 12,
    timeoutMs: 120_000,
    backoffMs: [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000],
    patient: true,
  },
  load: async () => (await import('../src/stages/post.ts')).post,
})
