/** What is tortured: one embedded process, or the large installation of a server, workers, PostgreSQL, Redis and S3. */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../database/testing/start-postgres.ts'
import { startRedis } from '../job-queue/testing/start-redis.ts'
import { startTestServer } from '../object-store/start-test-server.ts'
import { findFreePort } from '../project/testing/free-port.ts'
import type { Command } from './start-process.ts'

export type Outage = { name: string; strike(): Promise<void>; end(): Promise<void> }
export type Installation = {
  url: string
  smtpPort: number
  /** The environment of every process, and of who looks at the records. */
  settings: Record<string, string>
  /** Its processes. The first one serves. */
  commands: Omit<Command, 'environment'>[]
  outages: Outage[]
  /** Ends the servers it stands on; the processes are the caller's. */
  stop(): Promise<void>
}

const SERVES = 'API  '

async function chooseSettings(folder: string) {
  const [port, smtpPort] = [await findFreePort(), await findFreePort()]
  const settings = {
    DATA_DIR: join(folder, 'data'),
    HOST: '127.0.0.1',
    PORT: String(port),
    SMTP_PORT: String(smtpPort),
    LOG_LEVEL: 'warn',
  }
  return { url: `http://127.0.0.1:${port}`, smtpPort, settings }
}

export async function openEmbedded(folder: string): Promise<Installation> {
  return {
    ...(await chooseSettings(folder)),
    commands: [{ name: 'serve', args: ['serve'], readyWhen: SERVES }],
    outages: [],
    stop: async () => {},
  }
}

export const PARTS = ['postgres', 'redis', 's3'] as const
export type Part = (typeof PARTS)[number]

/**
 * Real servers on the loopback address, all in `folder`: PostgreSQL, and Redis and S3 or what stands in for each where it is not set: the
 * queue in PostgreSQL, the objects in a folder.
 */
export async function openLarge(
  folder: string,
  { parts = PARTS, workers = 2 }: { parts?: readonly Part[]; workers?: number } = {},
): Promise<Installation> {
  const has = (part: Part) => parts.includes(part)
  const { settings, ...addresses } = await chooseSettings(folder)
  const closers: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const postgres = await startPostgres(folder)
    closers.push(() => postgres.stop())
    const outages: Outage[] = [
      { name: 'PostgreSQL killed', strike: () => postgres.stop('SIGKILL'), end: () => untilItStarts(postgres) },
    ]
    // The workers share this machine's cores.
    const processes = Math.max(1, Math.floor(availableParallelism() / workers))
    const servers: Record<string, string> = { DATABASE_URL: postgres.url, RECOGNITION_PROCESSES: String(processes) }
    if (has('redis')) {
      const redisFolder = join(folder, 'redis')
      mkdirSync(redisFolder)
      const redis = await startRedis(redisFolder)
      closers.push(() => redis.stop())
      servers.REDIS_URL = redis.url
      outages.push({ name: 'Redis wiped empty', strike: () => wipe(redis.port), end: async () => {} })
    }
    if (has('s3')) {
      const s3 = await startTestServer()
      closers.push(() => s3.stop())
      servers.S3_ENDPOINT = s3.endpoint
      servers.S3_ACCESS_KEY_ID = s3.accessKeyId
      servers.S3_SECRET_ACCESS_KEY = s3.secretAccessKey
      outages.push({ name: 'S3 stopped', strike: () => s3.stopGateway(), end: () => s3.startGateway() })
    }
    return {
      ...addresses,
      settings: { ...settings, ...servers },
      commands: [
        { name: 'serve', args: ['serve', '--no-work'], readyWhen: SERVES },
        ...Array.from({ length: workers }, (_, n) => {
          return { name: `work ${n + 1}`, args: ['work'], readyWhen: 'Billhook works' }
        }),
      ],
      outages,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function wipe(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1', () => socket.write('FLUSHALL\r\n'))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis was not wiped: ${answer.toString()}`)
}

/** After a SIGKILL the old server's children hold its shared memory for a moment longer. */
async function untilItStarts(server: { startAgain(): Promise<void> }): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await server.startAgain()
    } catch (error) {
      if (attempt === 20) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}
