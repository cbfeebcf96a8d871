import { stageWorker } from './spec.ts'

export const validateWorker = stageWorker('validate', {
  // Waits for the database, hardly computes.
  concurrency: () => 4,
  // The first wait is short: two invoices that claim the same bill at once settle by a second look.
  tries: { attempts: 3, timeoutMs: 60_000, backoffMs: [500, 5_000] },
  load: async () => (await import('../src/stages/validate.ts')).validate,
})
