import { constants, setPriority } from 'node:os'
import { startApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { BillhookError } from '../errors.ts'
import { WORK_NAMES, type WorkName } from '../job-queue/index.ts'
import { stopOnSignal } from './serve.ts'

/** `billhook work [stage...]`: takes work beside other processes until SIGINT or SIGTERM. */
export async function workCommand(stages: string[]): Promise<void> {
  const config = readConfig(process.env)
  const unknown = stages.filter((stage) => !WORK_NAMES.includes(stage as WorkName))
  if (unknown.length > 0) {
    throw new BillhookError(
      'config.invalid',
      `There is no work called ${unknown.join(', ')}. Choose from ${WORK_NAMES.join(', ')}.`,
    )
  }
  if (!config.DATABASE_URL) {
    throw new BillhookError(
      'config.invalid',
      'Workers beside a server need DATABASE_URL; the embedded database belongs to one process.',
    )
  }
  // Work can wait; on a machine that also serves, who uploads or clicks is answered first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const work = stages.length > 0 ? (stages as WorkName[]) : WORK_NAMES
  const app = await startApp(config, { serve: false, work })
  console.log(`Billhook works: ${work.join(', ')}`)
  stopOnSignal(app)
}
