import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { startClock } from './clock.ts'

const started: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function start(code: string, priority = 0): Promise<number> {
  const child = spawn('nice', ['-n', String(priority), process.execPath, '-e', `console.log('up');${code}`])
  started.push(child)
  await once(child.stdout, 'data')
  return child.pid as number
}
const untilWaited = (look: ReturnType<typeof startClock>, milliseconds: number) =>
  vi.waitUntil(() => look().waitedMs > milliseconds, { timeout: 10_000 })

test('a process that sleeps spends its time like one that works', async () => {
  const pid = await start('setTimeout(() => {}, 1e6)')
  const look = startClock(() => pid)
  await untilWaited(look, 1000)
  const { spentMs, waitedMs } = look()
  expect(spentMs).toBeGreaterThan(waitedMs * 0.9)
})

test.runIf(process.platform === 'linux')('standing in line for the processor is not spent', async () => {
  // Sixteen loops on one processor: each has a sixteenth of it.
  const loops = await Promise.all(Array.from({ length: 16 }, () => start('for (;;);', 19)))
  for (const pid of loops) started.push(spawn('taskset', ['-a', '-p', '-c', '0', String(pid)]))
  const look = startClock(() => loops[0])
  await untilWaited(look, 2000)
  const { spentMs, waitedMs } = look()
  expect(spentMs).toBeLessThan(waitedMs / 2)
})

test('of a process that is not there the time that goes by is spent', async () => {
  const look = startClock(() => undefined)
  await untilWaited(look, 10)
  const { spentMs } = look()
  expect(spentMs).toBeGreaterThan(0)
})
