import { unpackDelivery } from '../src/intake/unpack.ts'
import { runLeased } from '../src/pipeline/run-leased.ts'
import type { WorkerSpec } from './spec.ts'

const tries = {
  // A mail that ends its process three times is shown to a person and blocks no other.
  attempts: 3,
  timeoutMs: 120_000,
  backoffMs: [2_000, 20_000],
}

export const unpackWorker: WorkerSpec = {
  name: 'unpack',
  // Parsing happens in one child process; a second job overlaps the reading and writing of objects.
  concurrency: () => 2,
  tries,
  async run(work, ports) {
    if (work.name !== 'unpack') return
    const { deliveryId } = work
    await runLeased(
      ports,
      { table: 'delivery', id: deliveryId },
      {
        tries,
        run: async () => void (await unpackDelivery(await ports.unpackPorts(), deliveryId)),
      },
    )
  },
}
