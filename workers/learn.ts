import { runLeased } from '../src/pipeline/run-leased.ts'
import type { WorkerSpec } from './spec.ts'

const tries = {
  // What can't be learned from is left; the next bill of the supplier teaches the same.
  attempts: 3,
  timeoutMs: 120_000,
  backoffMs: [2_000, 20_000],
}

export const learnWorker: WorkerSpec = {
  name: 'learn',
  // Suppliers of a company are taught one after the other anyway.
  concurrency: () => 1,
  tries,
  async run(work, ports) {
    if (work.name !== 'learn') return
    const { learnedInvoiceId } = work
    const { learnFromInvoice } = await import('../src/suppliers/learn-from-invoice.ts')
    await runLeased(
      ports,
      { table: 'lesson_due', id: learnedInvoiceId },
      { tries, run: () => learnFromInvoice(ports, learnedInvoiceId) },
    )
  },
}
