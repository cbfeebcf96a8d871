import type { JobQueue, WorkName } from '../src/job-queue/index.ts'
import { extractWorker } from './extract.ts'
import { identifyWorker } from './identify.ts'
import { learnWorker } from './learn.ts'
import { postWorker } from './post.ts'
import { recognizeWorker } from './recognize.ts'
import { routeWorker } from './route.ts'
import { sendWorker } from './send.ts'
import type { WorkerPorts, WorkerSpec } from './spec.ts'
import { unpackWorker } from './unpack.ts'
import { validateWorker } from './validate.ts'

/** Every kind of work has its worker, or this does not compile. */
export const WORKERS = {
  unpack: unpackWorker,
  identify: identifyWorker,
  recognize: recognizeWorker,
  extract: extractWorker,
  validate: validateWorker,
  route: routeWorker,
  post: postWorker,
  send: sendWorker,
  learn: learnWorker,
} as const satisfies Record<WorkName, WorkerSpec>

/** Starts taking work of the given names from the queue, until the queue is closed. */
export async function startWorkers(
  queue: JobQueue,
  { names, ports, processes }: { names: readonly WorkName[]; ports: WorkerPorts; processes: number },
): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const worker = WORKERS[name]
      const options = { concurrency: worker.concurrency(processes), lockMs: 10_000 }
      await queue.take(name, options, (work) => worker.run(work, ports))
    }),
  )
}
