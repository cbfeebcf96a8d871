import { sendMessage } from '../src/mail/send.ts'
import { runLeased } from '../src/pipeline/run-leased.ts'
import type { WorkerSpec } from './spec.ts'

const tries = {
  // A mail server may be down over a weekend; every hour is soon enough after that.
  attempts: 60,
  timeoutMs: 60_000,
  backoffMs: [10_000, 60_000, 300_000, 1_800_000, 3_600_000],
  patient: true,
}

export const sendWorker: WorkerSpec = {
  name: 'send',
  // Mail servers mind many connections from one sender.
  concurrency: () => 2,
  tries,
  async run(work, ports) {
    if (work.name !== 'send') return
    const { messageId } = work
    await runLeased(
      ports,
      { table: 'message', id: messageId },
      {
        tries,
        run: () => sendMessage({ ...ports, sender: ports.mailSender }, messageId),
      },
    )
  },
}
