import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { type ChildPool, openChildPool } from './index.ts'

const entry = new URL('./misbehaving-child.ts', import.meta.url)
const LIMITS = { entry, size: 1, memoryMegabytes: 200, timeoutMs: 20_000, recycleAfter: 100 }
let pools: ChildPool[] = []

function open(options: Partial<typeof LIMITS> = {}): ChildPool {
  const pool = openChildPool({ ...LIMITS, ...options })
  pools.push(pool)
  return pool
}

const getPid = async (pool: ChildPool) => (await pool.run<{ pid: number }>({ name: 'tell', input: 0 })).pid

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()))
  pools = []
})

test('a task goes to the child and its answer comes back, bytes as bytes', async () => {
  const answer = await open().run<{ bytes: Uint8Array }>({ name: 'echo', input: { bytes: Buffer.from('paper') } })
  expect(Buffer.from(answer.bytes).toString()).toBe('paper')
})

test('a child sees nothing of our environment', async () => {
  vi.stubEnv('BILLHOOK_TEST_SECRET', 'do not tell')
  const { environment } = await open().run<{ environment: object }>({ name: 'tell', input: 0 })
  expect(environment).toEqual({})
  vi.unstubAllEnvs()
})

test('a child cannot write files', async () => {
  const writing = open().run({ name: 'write-file', input: 0 })
  await expect(writing).rejects.toMatchObject({ kind: 'error', errorCode: 'ERR_ACCESS_DENIED' })
})

test('an error in a task comes back with its message, and the child goes on', async () => {
  const pool = open()
  const pid = await getPid(pool)
  const failing = pool.run({ name: 'throw', input: 'page 3 is torn' })
  await expect(failing).rejects.toMatchObject({ kind: 'error', message: 'page 3 is torn', errorName: 'RangeError' })
  expect(await getPid(pool)).toBe(pid)
})

test('a task that never ends is stopped at its time, and the next one gets a fresh child', async () => {
  const pool = open()
  const pid = await getPid(pool)
  const looping = pool.run({ name: 'loop-forever', input: 0 }, { timeoutMs: 200 })
  await expect(looping).rejects.toMatchObject({ kind: 'timeout', task: 'loop-forever' })
  expect(await getPid(pool)).not.toBe(pid)
})

test.runIf(process.platform === 'linux')('a task that fills the memory is stopped at its limit', async () => {
  const filling = open().run({ name: 'fill-memory', input: 0 })
  await expect(filling).rejects.toMatchObject({ kind: 'memory' })
})

test.runIf(process.platform === 'linux')(
  'a child that keeps much memory is replaced before the next task',
  async () => {
    const pool = open()
    const pid = await getPid(pool)
    await pool.run({ name: 'keep-memory', input: 200 }, { memoryMegabytes: 600 })
    expect(await getPid(pool)).not.toBe(pid)
  },
)

test('a child that dies takes only its own task with it', async () => {
  const pool = open()
  const dying = pool.run({ name: 'exit', input: 0 })
  const waiting = pool.run({ name: 'echo', input: 'next' })
  await expect(dying).rejects.toMatchObject({ kind: 'crash', message: 'exit ended its process (exit code 3)' })
  expect(await waiting).toBe('next')
})

test('a child is replaced after its share of tasks', async () => {
  const pool = open({ recycleAfter: 2 })
  const pids = [await getPid(pool), await getPid(pool), await getPid(pool)]
  expect(pids[1]).toBe(pids[0])
  expect(pids[2]).not.toBe(pids[0])
})

test('tasks are taken in the order in which they came', async () => {
  const pool = open()
  const order: unknown[] = []
  const tasks = ['a', 'b', 'c', 'd'].map((input) => pool.run({ name: 'echo', input }).then((done) => order.push(done)))
  await Promise.all(tasks)
  expect(order).toEqual(['a', 'b', 'c', 'd'])
})

test('closing kills what runs and turns away what waits', async () => {
  const pool = open()
  const pid = await getPid(pool)
  const running = pool.run({ name: 'loop-forever', input: 0 })
  const waiting = pool.run({ name: 'echo', input: 0 })
  const ends = Promise.allSettled([running, waiting])
  await pool.close()
  expect(await ends).toMatchObject([
    { status: 'rejected', reason: { kind: 'crash' } },
    { status: 'rejected', reason: { kind: 'crash' } },
  ])
  expect(isAlive(pid)).toBe(false)
})

test('a child in an endless loop ends when its parent is killed', { timeout: 20_000 }, async () => {
  const parent = fork(fileURLToPath(new URL('./doomed-parent.ts', import.meta.url)))
  const [pid] = (await once(parent, 'message')) as [number]
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await vi.waitUntil(() => !isAlive(pid), { timeout: 15_000 })
})
