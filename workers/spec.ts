import type { StageName } from '../schemas/invoice.ts'
import type { UnpackPorts } from '../src/intake/unpack.ts'
import type { Work, WorkName } from '../src/job-queue/index.ts'
import type { MailSender } from '../src/mail/index.ts'
import type { Tries } from '../src/pipeline/lease.ts'
import { runStage } from '../src/pipeline/run-stage.ts'
import type { StageOf, StagePorts } from '../src/stages/ports.ts'
import type { LearnPorts } from '../src/suppliers/learn-from-invoice.ts'

/** What workers may use beyond a stage's ports. */
export type WorkerPorts = StagePorts &
  Pick<LearnPorts, 'learn'> & { unpackPorts: () => Promise<UnpackPorts>; mailSender: MailSender }

/** Who runs what: one file a kind of work, with its numbers and why. */
export type WorkerSpec = {
  name: WorkName
  /** Jobs at once in one process, given how many processes open documents. */
  concurrency: (processes: number) => number
  tries: Tries
  run: (work: Work, ports: WorkerPorts) => Promise<void>
}

/** A worker that runs a stage; `load` is called at the first job, so that a process that only serves never loads OCR. */
export function stageWorker<N extends StageName>(
  stage: N,
  { load, ...spec }: Pick<WorkerSpec, 'concurrency' | 'tries'> & { load: () => Promise<StageOf<N>> },
): WorkerSpec {
  return {
    name: stage,
    ...spec,
    async run(work, ports) {
      if (work.name !== stage) return
      const { invoiceId, version } = work as { invoiceId: string; version: number }
      await runStage(ports as StagePorts, { stage, invoiceId, version }, { run: await load(), tries: spec.tries })
    },
  }
}
