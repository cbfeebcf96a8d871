import { connect } from 'node:net'
import { findFreePort } from '../../project/testing/free-port.ts'
import { runServer } from '../../project/testing/run-server.ts'

/** A real redis-server on the loopback address, with the append-only file and no eviction, as production has it. */
export async function startRedis(
  folder: string,
): Promise<{ url: string; port: number; stop(signal?: NodeJS.Signals): Promise<void> }> {
  const port = await findFreePort()
  const settings = [
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--maxmemory-policy',
    'noeviction',
  ]
  const server = await runServer(['redis-server', '--port', String(port), ...settings], {
    isReady: () => answersPing(port),
  })
  return { url: `redis://127.0.0.1:${port}`, port, stop: server.stop }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString().startsWith('+PONG'))
    })
    socket.once('error', () => resolve(false))
  })
}
