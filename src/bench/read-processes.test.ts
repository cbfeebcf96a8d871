import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { listFamily, readMostResident, readOrEmpty, readProportional, readResident } from './read-processes.ts'

test('a family is a process, what it started, and what that started in turn', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & echo "$!"; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  try {
    // Said before the shell waits, when its own child is there.
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const grandchild = Number(said)
    expect(listFamily(child.pid as number).map(({ pid }) => pid)).toEqual([child.pid, grandchild])
    const ours = listFamily(process.pid)
    expect(ours[0]).toMatchObject({ pid: process.pid })
    expect(ours.find(({ pid }) => pid === child.pid)).toMatchObject({ program: 'sh' })
    expect(ours.map(({ pid }) => pid)).toContain(grandchild)
    expect(ours[0]?.processorSeconds).toBeGreaterThan(0)
  } finally {
    // The whole group, which is its own.
    process.kill(-(child.pid as number))
  }
})

test('memory is told in bytes, and is nothing of a process that has ended', async () => {
  const megabyte = 2 ** 20
  expect(readProportional(process.pid)).toBeGreaterThan(megabyte)
  const resident = readResident(process.pid)
  expect(resident / process.memoryUsage.rss()).toBeCloseTo(1, 0)
  expect(readMostResident(process.pid)).toBeGreaterThanOrEqual(resident)

  const ended = spawn('true')
  const pid = ended.pid as number
  await once(ended, 'exit')
  expect(listFamily(pid)).toEqual([])
  expect([readResident(pid), readProportional(pid), readOrEmpty(`/proc/${pid}/stat`)]).toEqual([0, 0, ''])
})
