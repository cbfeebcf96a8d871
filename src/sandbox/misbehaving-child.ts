/** A child for index.test.ts: does all that a child must not get away with. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveTasks } from './serve-tasks.ts'

const kept: Buffer[] = []

serveTasks({
  echo: async (input: unknown) => input,
  tell: async () => ({ pid: process.pid, environment: { ...process.env } }),
  'write-file': async () => writeFileSync(join(tmpdir(), `billhook-${process.pid}`), ''),
  'loop-forever': async () => {
    for (;;);
  },
  'fill-memory': async () => {
    for (;;) kept.push(Buffer.alloc(2 ** 20, 1))
  },
  'keep-memory': async (megabytes: number) => {
    kept.push(Buffer.alloc(megabytes * 2 ** 20, 1))
  },
  exit: async () => process.exit(3),
  throw: async (message: string) => {
    throw new RangeError(message)
  },
})
