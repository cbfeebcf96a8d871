import { stageWorker } from './spec.ts'

export const routeWorker = stageWorker('route', {
  // Waits for the database.
  concurrency: () => 4,
  // No outside party: an error that lasts is ours and needs a person.
  tries: { attempts: 3, timeoutMs: 60_000, backoffMs: [2_000, 20_000] },
  load: async () => (await import('../src/stages/route.ts')).route,
})
