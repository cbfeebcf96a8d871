import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
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

const getChild = async (pool: ChildPool) => (await pool.run<{ child: string }>({ name: 'tell', input: 0 })).child

/** The processes that this one started, and those that they started, by the names of their programs' arguments. */
function listDescendants(of: number): { pid: number; command: string }[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), ...readProcess(name) }))
  const found: { pid: number; command: string }[] = []
  const ancestors = new Set([of])
  for (let before = -1; before !== ancestors.size; ) {
    before = ancestors.size
    for (const { pid, parent, command } of processes) {
      if (!ancestors.has(parent) || ancestors.has(pid)) continue
      ancestors.add(pid)
      found.push({ pid, command })
    }
  }
  return found
}

function readProcess(pid: string): { parent: number; command: string } {
  try {
    const [, parent = '0'] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    return { parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ') }
  } catch {
    return { parent: 0, command: '' }
  }
}

const findChildren = (of: number) => listDescendants(of).filter(({ command }) => command.includes('misbehaving-child'))

function isAlive(pid: number): boolean {
  return readProcess(String(pid)).command !== ''
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
  // bubblewrap says in which folder it started.
  expect(Object.keys({ ...environment, PWD: '' }).sort()).toEqual(['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_', 'PWD'])
  vi.unstubAllEnvs()
})

test('a child cannot write files', async () => {
  const writing = open().run({ name: 'write-file', input: 0 })
  await expect(writing).rejects.toMatchObject({ kind: 'error', errorCode: 'ERR_ACCESS_DENIED' })
})

test('an error in a task comes back with its message, and the child goes on', async () => {
  const pool = open()
  const child = await getChild(pool)
  const failing = pool.run({ name: 'throw', input: 'page 3 is torn' })
  await expect(failing).rejects.toMatchObject({ kind: 'error', message: 'page 3 is torn', errorName: 'RangeError' })
  expect(await getChild(pool)).toBe(child)
})

test('a task that never ends is stopped at its time, and the next one gets a fresh child', async () => {
  const pool = open()
  const child = await getChild(pool)
  const looping = pool.run({ name: 'loop-forever', input: 0 }, { timeoutMs: 200 })
  await expect(looping).rejects.toMatchObject({ kind: 'timeout', task: 'loop-forever' })
  expect(await getChild(pool)).not.toBe(child)
})

test.runIf(process.platform === 'linux')('a task that fills the memory is stopped at its limit', async () => {
  const filling = open().run({ name: 'fill-memory', input: 0 })
  await expect(filling).rejects.toMatchObject({ kind: 'memory' })
})

test.runIf(process.platform === 'linux')(
  'a child that keeps much memory is replaced before the next task',
  async () => {
    const pool = open()
    const child = await getChild(pool)
    await pool.run({ name: 'keep-memory', input: 200 }, { memoryMegabytes: 600 })
    expect(await getChild(pool)).not.toBe(child)
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
  const children = [await getChild(pool), await getChild(pool), await getChild(pool)]
  expect(children[1]).toBe(children[0])
  expect(children[2]).not.toBe(children[0])
})

test('tasks are taken in the order in which they came', async () => {
  const pool = open()
  const order: unknown[] = []
  const tasks = ['a', 'b', 'c', 'd'].map((input) => pool.run({ name: 'echo', input }).then((done) => order.push(done)))
  await Promise.all(tasks)
  expect(order).toEqual(['a', 'b', 'c', 'd'])
})

test('a short document comes before the next part of a long one that has a child already', async () => {
  const pool = open({ size: 2 })
  const order: string[] = []
  const read = async (of: string, { part, takes }: { part: string; takes: number }) => {
    await pool.run({ name: 'wait', input: takes, of })
    order.push(part)
  }
  const held = pool.run({ name: 'loop-forever', input: 0, of: 'long' }).catch(() => {})
  const long = read('long', { part: 'long 1', takes: 100 }).then(() => read('long', { part: 'long 3', takes: 1 }))
  await Promise.all([long, read('long', { part: 'long 2', takes: 1 }), read('short', { part: 'short', takes: 1 })])
  expect(order).toEqual(['long 1', 'short', 'long 2', 'long 3'])
  await pool.close()
  await held
})

test('what is short does not wait for long tasks: one child more does it, and no more than one', async () => {
  const pool = open({ size: 2 })
  const order: string[] = []
  const held = ['a', 'b'].map((of) => pool.run({ name: 'loop-forever', input: 0, of, isLong: true }).catch(() => {}))
  const long = pool.run({ name: 'wait', input: 1, of: 'c', isLong: true }).then(
    () => order.push('long'),
    () => order.push('long, turned away'),
  )
  const tell = async (part: string) => {
    const child = await getChild(pool)
    order.push(part)
    return child
  }
  const children = await Promise.all([tell('short 1'), tell('short 2'), tell('short 3')])
  expect(new Set(children).size).toBe(1)
  await pool.close()
  await Promise.all([long, ...held])
  expect(order).toEqual(['short 1', 'short 2', 'short 3', 'long, turned away'])
})

test('a long task goes to the child that had one before, a short one to the other', async () => {
  const pool = open({ size: 1 })
  const tell = async (isLong: boolean) => (await pool.run<{ child: string }>({ name: 'tell', input: 0, isLong })).child
  const large = await tell(true)
  const busy = pool.run({ name: 'wait', input: 200, isLong: true })
  const small = await tell(false)
  expect(small).not.toBe(large)
  await busy
  expect([await tell(false), await tell(true), await tell(false)]).toEqual([small, large, small])
})

test('closing kills what runs and turns away what waits', async () => {
  const pool = open()
  await pool.run({ name: 'tell', input: 0 })
  const running = pool.run({ name: 'loop-forever', input: 0 })
  const waiting = pool.run({ name: 'echo', input: 0 })
  const ends = Promise.allSettled([running, waiting])
  const children = findChildren(process.pid)
  expect(children.length).toBeGreaterThan(0)
  await pool.close()
  expect(await ends).toMatchObject([
    { status: 'rejected', reason: { code: 'pipeline.interrupted' } },
    { status: 'rejected', reason: { code: 'pipeline.interrupted' } },
  ])
  await vi.waitUntil(() => !children.some(({ pid }) => isAlive(pid)))
})

test('a child finishes its task although the signals that stop a service or a terminal go to all of its processes', async () => {
  const pool = open()
  await pool.run({ name: 'tell', input: 0 })
  const finished = pool.run({ name: 'wait', input: 500 })
  const children = findChildren(process.pid)
  expect(children.length).toBeGreaterThan(0)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    for (const { pid } of children) process.kill(pid, signal)
  await expect(finished).resolves.toBeUndefined()
})

test('a child in an endless loop ends when its parent is killed', { timeout: 20_000 }, async () => {
  const parent = fork(fileURLToPath(new URL('./doomed-parent.ts', import.meta.url)))
  await once(parent, 'message')
  const children = findChildren(parent.pid as number)
  expect(children.length).toBeGreaterThan(0)
  parent.kill('SIGKILL')
  await vi.waitUntil(() => !children.some(({ pid }) => isAlive(pid)), { timeout: 15_000 })
})
