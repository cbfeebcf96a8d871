import type { StageName } from '../../schemas/invoice.ts'
import type { Database } from '../database/index.ts'
import type { Work, WorkName } from '../job-queue/index.ts'
import type { Dispatch } from './dispatch.ts'
import type { ReachFailpoint } from './failpoint.ts'
import { keepLease, recordFailure, type Tries, takeLease } from './lease.ts'
import { type Outcome, type OutcomeOf, stageOf } from './lifecycle.ts'
import { type InvoiceRow, type Move, move } from './move.ts'
import { untilWritten } from './until-written.ts'

/** What a stage found: the outcome, and what goes with the move. A business refusal is an outcome; an outage is thrown. */
export type StageResult<N extends StageName> = {
  outcome: OutcomeOf<N>
  /** Hints to give once the move is committed, beyond the next stage's. */
  hints?: () => Work[]
} & Pick<Move, 'patch' | 'data' | 'together' | 'told'>
export type Stage<N extends StageName, Ports> = (invoice: InvoiceRow, ports: Ports) => Promise<StageResult<N>>

export type RunPorts = {
  db: Database
  now: () => Date
  dispatch: Dispatch
  log: (message: string, details: Record<string, unknown>) => void
  failpoint?: ReachFailpoint
  /** Hears of every try of a piece of work: how it ended (`failed`: it threw) and how long it took. */
  observe?: (tried: { work: WorkName; outcome: string; milliseconds: number }) => void
}

/**
 * Runs one stage of one invoice, if the record still is where the job thinks: a job from the past, or one that another worker has, does
 * nothing. Whatever the stage throws ends in the record's `failure`, never in the queue.
 */
export async function runStage<N extends StageName, Ports extends RunPorts>(
  ports: Ports,
  job: { stage: N; invoiceId: string; version: number },
  { run, tries }: { run: Stage<N, Ports>; tries: Tries },
): Promise<void> {
  const leased = { table: 'invoice', id: job.invoiceId, version: job.version } as const
  const lease = await takeLease(ports, leased, tries)
  if (lease === null) return
  const invoice = await ports.db
    .selectFrom('invoice')
    .selectAll()
    .where('id', '=', job.invoiceId)
    .where('version', '=', job.version)
    .executeTakeFirst()
  if (!invoice || stageOf(invoice.status) !== job.stage) return
  const held = keepLease(ports, leased, { lease, tries })
  const started = performance.now()
  const details = { invoiceId: job.invoiceId, version: job.version, stage: job.stage }
  try {
    const { outcome, hints, ...rest } = await run(invoice, ports)
    await ports.failpoint?.('stage.ran')
    const moved = await move(ports, { invoice, outcome: outcome as Outcome, actor: `stage:${job.stage}`, ...rest })
    const milliseconds = Math.round(performance.now() - started)
    ports.observe?.({ work: job.stage, outcome, milliseconds })
    ports.log('stage done', { ...details, outcome, moved: moved !== null, milliseconds })
    if (!moved) return
    await ports.failpoint?.('stage.moved')
    for (const hint of hints?.() ?? []) await ports.dispatch(hint)
    const next = stageOf(moved.status)
    if (next) await ports.dispatch({ name: next, invoiceId: invoice.id, version: moved.version })
  } catch (error) {
    ports.observe?.({ work: job.stage, outcome: 'failed', milliseconds: Math.round(performance.now() - started) })
    const again = await untilWritten(() => recordFailure(ports, leased, { error, tries, lease }), tries)
    ports.log('stage failed', { ...details, again, error: String(error) })
  } finally {
    held.stop()
  }
}
