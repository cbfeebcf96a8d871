import { keepLease, recordFailure, type Tries, takeLease } from './lease.ts'
import type { RunPorts } from './run-stage.ts'
import { untilWritten } from './until-written.ts'

const WORK = { delivery: 'unpack', message: 'send', lesson_due: 'learn' } as const

/**
 * Runs work that belongs to a delivery, a message or a note to learn under a lease, and writes into the record why it failed. `run` ends the record's work
 * itself (disposed, sent) in its own transaction.
 */
export async function runLeased(
  ports: RunPorts,
  leased: { table: keyof typeof WORK; id: string },
  { tries, run }: { tries: Tries; run: () => Promise<void> },
): Promise<void> {
  const lease = await takeLease(ports, leased, tries)
  if (lease === null) return
  const held = keepLease(ports, leased, { lease, tries })
  const work = WORK[leased.table]
  const started = performance.now()
  const milliseconds = () => Math.round(performance.now() - started)
  try {
    await run()
    ports.observe?.({ work, outcome: 'done', milliseconds: milliseconds() })
    ports.log(`${leased.table} done`, { id: leased.id })
  } catch (error) {
    ports.observe?.({ work, outcome: 'failed', milliseconds: milliseconds() })
    const again = await untilWritten(() => recordFailure(ports, leased, { error, tries, lease }), tries)
    ports.log(`${leased.table} failed`, { id: leased.id, again, error: String(error) })
  } finally {
    held.stop()
  }
}
