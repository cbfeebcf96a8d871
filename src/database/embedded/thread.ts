/**
 * PostgreSQL (PGlite) in a thread of its own: a heavy query would block the event loop of the server for seconds. It takes and gives
 * PostgreSQL's own protocol, as a server does: PGlite's ready-made `query` parses, plans and describes each statement anew, in five
 * passes through WebAssembly, and takes three times as long.
 */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { DurableNodeFS, durableStartParams, fsyncs } from './durable-filesystem.ts'
import type { ThreadAnswer, ThreadRequest, ThreadSettings } from './protocol.ts'

const port = parentPort
if (!port) throw new Error('src/database/embedded/thread.ts runs as a worker thread only')
const settings = workerData as ThreadSettings

const database = await open(settings)
port.postMessage({ kind: 'ready' } satisfies ThreadAnswer)

port.on('message', async (request: ThreadRequest) => {
  try {
    const result = await serve(request)
    const moved = result instanceof Uint8Array ? [result.buffer as ArrayBuffer] : []
    port.postMessage({ kind: 'result', id: request.id, result } satisfies ThreadAnswer, moved)
  } catch (error) {
    port.postMessage({ kind: 'error', id: request.id, error: describe(error) } satisfies ThreadAnswer)
  }
  if (request.kind === 'close') port.close()
})

async function open({ folder, seed }: ThreadSettings): Promise<PGlite> {
  const fresh = seed === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(readFileSync(seed))]) }
  if (folder === null) return await PGlite.create(fresh)
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    // A kill during the first init can leave a folder that never opens again; so it is made aside, then renamed.
    const making = `${folder}.making`
    rmSync(making, { recursive: true, force: true })
    const first = await PGlite.create({ fs: new DurableNodeFS(making), startParams: durableStartParams(), ...fresh })
    await first.close()
    rmSync(folder, { recursive: true, force: true })
    renameSync(making, folder)
  }
  return await PGlite.create({ fs: new DurableNodeFS(folder), startParams: durableStartParams() })
}

async function serve(request: ThreadRequest): Promise<unknown> {
  switch (request.kind) {
    case 'talk':
      return await database.execProtocolRaw(request.bytes)
    case 'sync-commits':
      await database.exec(`set synchronous_commit = ${request.on ? 'on' : 'off'}`)
      return null
    case 'dump':
      return new Uint8Array(await (await database.dumpDataDir('gzip')).arrayBuffer())
    case 'fsyncs':
      return fsyncs.count
    case 'close':
      await database.close()
      return null
  }
}

function describe(error: unknown): Record<string, unknown> {
  const { message, code } = error as Record<string, unknown>
  return { message: String(message), code }
}
