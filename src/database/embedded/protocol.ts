/** What the server's thread and PostgreSQL's thread say to each other. */
export type ThreadSettings = {
  /** The data folder; null keeps everything in memory (tests). */
  folder: string | null
  /** A dumped data folder (tar.gz) to start a new database from: 1.5 s instead of 5 to 14 s. */
  seed?: string
}

export type ThreadRequest = { id: number } & (
  | { kind: 'talk'; bytes: Uint8Array }
  /** From the next message on: whether a commit waits until it is on the disk. Never inside a transaction. */
  | { kind: 'sync-commits'; on: boolean }
  | { kind: 'dump' }
  | { kind: 'fsyncs' }
  | { kind: 'close' }
)

export type ThreadAnswer =
  | { kind: 'ready' }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: Record<string, unknown> }
