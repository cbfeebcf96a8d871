import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { findFreePort } from '../../project/testing/free-port.ts'
import { runServer } from '../../project/testing/run-server.ts'

export type TestPostgres = {
  url: string
  /** Where its programs are: pg_dump, pg_restore. */
  bin: string
  stop(signal?: NodeJS.Signals): Promise<void>
  /** After `stop`: over the same data, on the same port. */
  startAgain(): Promise<void>
}

/** A real PostgreSQL server on the loopback address in a folder of its own; Debian's package, started as the user `postgres` when we are root. */
export async function startPostgres(folder: string): Promise<TestPostgres> {
  const bin = findPrograms()
  const data = join(folder, 'postgres')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const asRoot = process.getuid?.() === 0
  if (asRoot) {
    const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
    chownSync(data, id('-u'), id('-g'))
    // A temporary folder is its maker's alone; the server's user must pass through it.
    chmodSync(folder, 0o755)
  }
  const asUser = asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
  const [program, ...args] = [
    ...asUser,
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    'billhook',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]
  const made = spawnSync(program as string, args, { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  const port = await findFreePort()
  const url = `postgres://billhook@127.0.0.1:${port}/postgres`
  const command = [
    ...asUser,
    join(bin, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ]
  const start = () => runServer(command as [string, ...string[]], { isReady: () => answers(url) })
  let server = await start()
  return {
    url,
    bin,
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    stop: (signal = 'SIGINT') => server.stop(signal),
    async startAgain() {
      server = await start()
    },
  }
}

function findPrograms(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const newest = versions
    .map(Number)
    .filter((version) => version >= 15)
    .sort((a, b) => b - a)[0]
  if (!newest)
    throw new Error('There is no PostgreSQL 15 or later on this machine (Debian: apt-get install postgresql).')
  return `/usr/lib/postgresql/${newest}/bin`
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } finally {
    await client.end().catch(() => {})
  }
}
