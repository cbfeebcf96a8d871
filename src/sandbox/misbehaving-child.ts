/** A child for index.test.ts: does all that a child must not get away with. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
import { serveTasks } from './serve-tasks.ts'

/** Process ids may be those of a namespace of its own. */
const CHILD = randomUUID()
const kept: Buffer[] = []

serveTasks({
  echo: async (input: unknown) => input,
  wait: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  tell: async () => ({ child: CHILD, environment: { ...process.env } }),
  'list-processes': async () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length,
  connect: async (port: number) => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.destroy()
  },
  'write-file': async () => writeFileSync(join(tmpdir(), `billhook-${process.pid}`), ''),
  'plant-code': async () => {
    writeFileSync(join(COMPILED_FOLDER, 'planted'), '')
  },
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
