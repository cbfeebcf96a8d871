import { DatabaseSync } from 'node:sqlite'
import { BillhookError } from '../../errors.ts'

/**
 * Locks a file for this process. SQLite's exclusive lock is a lock of the kernel: it ends with the process, whatever way that ends, so
 * there is no stale lock to clean up. Two processes in one PGlite folder would lose each other's rows silently.
 * @throws BillhookError `database.locked`
 */
export function lockFile(path: string): { release(): void } {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    throw new BillhookError(
      'database.locked',
      `Another Billhook uses this data folder (${path}). Stop it first, or set DATA_DIR to another folder.`,
      { cause },
    )
  }
  return { release: () => lock.close() }
}
