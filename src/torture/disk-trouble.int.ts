import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { type Address, isTaken, mail, upload } from './deliver.ts'
import { type Installation, openEmbedded } from './installation.ts'
import { startProcess, type Victim } from './start-process.ts'

vi.setConfig({ testTimeout: 300_000 })

let folder: string
let installation: Installation
let serve: Victim
let to: Address
const closers: (() => unknown)[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'billhook-disk-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  installation = await openEmbedded(folder)
  mkdirSync(join(folder, 'data', 'objects'), { recursive: true, mode: 0o700 })
})
afterEach(async () => {
  await serve?.kill('SIGKILL')
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(): Promise<void> {
  const { settings, url, smtpPort } = installation
  serve = await startProcess({ name: 'serve', args: ['serve', '--no-work'], readyWhen: 'API  ', environment: settings })
  const { key, company } = JSON.parse(readFileSync(join(folder, 'data', 'local-key.json'), 'utf8')) as {
    key: string
    company: string
  }
  to = { url, smtpPort, key, company, ingestDomain: 'in.localhost' }
}

const document = (n: number, size = 1_000) => Buffer.from(`%PDF-1.7\n% ${n} ${'x'.repeat(size)}\n%%EOF\n`)

/** What was acknowledged is there, and every other promise holds. */
async function expectNothingLost(acknowledged: Buffer[]): Promise<void> {
  await serve.kill('SIGKILL')
  const records = await openRecords(readConfig(installation.settings))
  const { problems } = await checkInvariants({ ...records, now: () => new Date() })
  const kept = (await records.db.selectFrom('original').select('sha256').execute()).map(({ sha256 }) => sha256)
  await records.close()
  expect(problems).toEqual([])
  const hashes = acknowledged.map((bytes) => createHash('sha256').update(bytes).digest('hex'))
  expect(hashes.filter((sha256) => !kept.includes(sha256))).toEqual([])
}

test('with a full disk under the originals, uploads get 503 and mails 451 until there is room again; nothing acknowledged is lost', async () => {
  const objects = join(folder, 'data', 'objects')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', objects], { encoding: 'utf8' })
  if (mounted.status !== 0) throw new Error(`A small file system is needed; run this as root (${mounted.stderr}).`)
  closers.push(() => spawnSync('umount', [objects]))
  await start()
  expect(await upload(to, document(1))).toBe(201)

  const { bavail, bsize } = statfsSync(objects)
  writeFileSync(join(objects, 'filler'), Buffer.alloc((bavail - 2) * bsize))
  expect(await upload(to, document(2, 100_000))).toBe(503)
  expect(await mail(to, { bytes: document(3, 100_000), turn: 3 })).toBe(451)

  rmSync(join(objects, 'filler'))
  expect(await upload(to, document(2, 100_000))).toBe(201)
  expect(await mail(to, { bytes: document(3, 100_000), turn: 3 })).toBe(250)
  await expectNothingLost([document(1), document(2, 100_000)])
})

test('while every fsync fails, nothing is acknowledged; after a restart nothing acknowledged is lost and deliveries are taken again', async () => {
  await start()
  expect(await upload(to, document(1))).toBe(201)

  const stopFailing = await failEveryFsync(serve.process.pid as number)
  const answers = [
    await upload(to, document(2)).catch(() => 0),
    await mail(to, { bytes: document(3), turn: 3 }).catch(() => 0),
    await upload(to, document(4)).catch(() => 0),
  ]
  expect(answers.filter(isTaken), `answers ${answers.join()}`).toEqual([])
  expect(answers.slice(0, 2)).toEqual([503, 451])
  await stopFailing()

  // The disk is well again, but a failed fsync of the database's log may have ended the database: an operator starts Billhook anew.
  await serve.kill('SIGKILL')
  await start()
  expect(await upload(to, document(2))).toBe(201)
  expect(await mail(to, { bytes: document(3), turn: 3 })).toBe(250)
  await expectNothingLost([document(1), document(2)])
})

test('while only the log of the database cannot be synced, nothing is acknowledged and nothing lost', async () => {
  await start()
  expect(await upload(to, document(1))).toBe(201)
  const stopFailing = await failEveryFsync(serve.process.pid as number, join(folder, 'data', 'postgres', 'pg_wal'))
  const answers = [
    await upload(to, document(2)).catch(() => 0),
    await mail(to, { bytes: document(3), turn: 3 }).catch(() => 0),
  ]
  expect(answers.filter(isTaken), `answers ${answers.join()}`).toEqual([])
  await stopFailing()
  await serve.kill('SIGKILL')
  await start()
  // Refused and kept all the same is no harm; the sender tries again and is told so.
  expect([200, 201]).toContain(await upload(to, document(2)))
  await expectNothingLost([document(1), document(2)])
})

/** strace makes fsync fail with EIO in the running process, of the files in one folder or of all. @returns what ends it. */
async function failEveryFsync(pid: number, under?: string): Promise<() => Promise<void>> {
  const only = under === undefined ? [] : walFiles(under).flatMap((path) => ['-P', path])
  const calls = 'fsync,fdatasync'
  const args = ['-f', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`, ...only]
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    strace.once('error', () => reject(new Error('strace is needed (Debian: apt-get install strace).')))
    strace.once('exit', () => reject(new Error(`strace could not attach: ${said}`)))
    strace.stderr.on('data', (chunk) => {
      said += chunk
      if (/attached/.test(said)) resolve()
    })
  })
  return async () => {
    const ended = once(strace, 'exit')
    strace.kill('SIGINT')
    await ended
  }
}

function walFiles(folder: string): string[] {
  const { stdout } = spawnSync('find', [folder, '-type', 'f'], { encoding: 'utf8' })
  return stdout.trim().split('\n')
}
