import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from './folder-lock.ts'
import { createLock, type EmbeddedPool, poolOver } from './pool.ts'
import { openSession } from './session.ts'
import { startThread } from './thread-client.ts'

export type EmbeddedPostgres = {
  pool: EmbeddedPool
  /** The same session, whose commits reach the disk with the next one of `pool`: for what may be lost when the power goes. */
  hintPool: EmbeddedPool
  /** How many fsyncs PostgreSQL asked for since it started. */
  countFsyncs(): Promise<number>
  /** The whole database as a tar.gz, to start others from. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * Opens the embedded PostgreSQL in `folder` (made if absent, readable by its owner only: PGlite creates files 0666), or in memory.
 * @throws BillhookError `database.locked` when another process has it open, `database.unavailable` when it does not start.
 */
export async function openEmbedded({
  folder,
  seed,
}: {
  folder: string | null
  seed?: string
}): Promise<EmbeddedPostgres> {
  const lock = folder === null ? null : lockFolder(folder)
  try {
    const thread = await startThread({
      folder: folder === null ? null : join(folder, 'postgres'),
      ...(seed === undefined ? {} : { seed }),
    })
    const [session, sessionLock] = [await openSession(thread), createLock()]
    return {
      pool: poolOver(session, { lock: sessionLock, syncs: true }),
      hintPool: poolOver(session, { lock: sessionLock, syncs: false }),
      countFsyncs: () => thread.ask<number>({ kind: 'fsyncs' }),
      dump: () => thread.ask<Uint8Array>({ kind: 'dump' }),
      async close() {
        await thread.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

function lockFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return lockFile(join(folder, 'lock'))
}
