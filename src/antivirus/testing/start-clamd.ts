import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../../project/testing/free-port.ts'
import { type RunningServer, runServer } from '../../project/testing/run-server.ts'
import { openClamd } from '../clamd.ts'

/** EICAR's harmless test file (https://www.eicar.org), put together here so that no scanner takes this source for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTI', 'VIRUS-TEST-FILE!$H+H*'].join('')

/** The largest file that this clamd takes. */
export const MOST_BYTES = 1024 * 1024

export type RunningClamd = {
  /** By TCP and by the socket in the file system. */
  urls: { tcp: string; socket: string }
  stop(signal?: NodeJS.Signals): Promise<void>
  /** At the same addresses. */
  start(): Promise<void>
}

/** A real clamd with one signature of our own, made now: EICAR's text, anywhere in a file. No database is downloaded. */
export async function startClamd(folder: string): Promise<RunningClamd> {
  const database = join(folder, 'signatures')
  await mkdir(database, { recursive: true })
  await writeFile(join(database, 'test.ndb'), `Test.Eicar:0:*:${Buffer.from(EICAR).toString('hex')}\n`)
  const socket = join(folder, 'clamd.sock')
  const port = await findFreePort()
  const settings = {
    LocalSocket: socket,
    TCPSocket: port,
    TCPAddr: '127.0.0.1',
    DatabaseDirectory: database,
    TemporaryDirectory: folder,
    Foreground: 'yes',
    StreamMaxLength: MOST_BYTES,
  }
  const config = join(folder, 'clamd.conf')
  await writeFile(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  )
  const urls = { tcp: `tcp://127.0.0.1:${port}`, socket }
  const isReady = async () => {
    await access(socket)
    await openClamd({ url: urls.tcp }).check()
    return true
  }
  let server: RunningServer
  const start = async () => {
    server = await runServer(['/usr/sbin/clamd', '--config-file', config], { isReady })
  }
  await start()
  return { urls, start, stop: (signal) => server.stop(signal) }
}
