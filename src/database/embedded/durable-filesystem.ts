import { closeSync, fsyncSync, openSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** How often the embedded PostgreSQL asked for its bytes to reach the disk; a test counts it, because PGlite by default never does. */
export const fsyncs = { count: 0 }

/** The node of an emscripten stream; `nfd` is the file descriptor of the host. */
type HostStream = { nfd?: number; node: unknown }
type NodeFilesystem = {
  FS: {
    filesystems: { NODEFS: { realPath(node: unknown): string; stream_ops: { fsync?: (stream: HostStream) => number } } }
  }
}

const EIO = 29

/**
 * PGlite's folder storage with a real fsync. PGlite leaves emscripten's `fsync` of the host file system empty, so a commit would only be
 * in the page cache. This hooks into PGlite's internals (seen in 0.5.14); the test that counts fsyncs guards it.
 */
export class DurableNodeFS extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const result = await super.init(pg, options)
    const before = result.emscriptenOpts.preRun ?? []
    const hook = (module: unknown) => {
      const host = (module as NodeFilesystem).FS.filesystems.NODEFS
      host.stream_ops.fsync = (stream) => {
        fsyncs.count++
        try {
          syncStream(stream, (node) => host.realPath(node))
          return 0
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code
          // Folders and special files cannot be synced through a read-only descriptor on every file system.
          return code === 'EINVAL' || code === 'EISDIR' ? 0 : EIO
        }
      }
    }
    result.emscriptenOpts.preRun = [...(Array.isArray(before) ? before : [before]), hook]
    return result
  }
}

function syncStream(stream: HostStream, pathOf: (node: unknown) => string): void {
  if (typeof stream.nfd === 'number') {
    fsyncSync(stream.nfd)
    return
  }
  const descriptor = openSync(pathOf(stream.node), 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Start parameters without `-F` (which turns fsync off); fdatasync is a stub in the WASM build, hence wal_sync_method=fsync. */
export function durableStartParams(): string[] {
  return [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
    '-c',
    'fsync=on',
    '-c',
    'wal_sync_method=fsync',
  ]
}
