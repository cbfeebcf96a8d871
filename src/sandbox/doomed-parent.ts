/** A parent for index.test.ts: tells its child's process id, gives it an endless task, and waits to be killed. */
import { openChildPool } from './index.ts'

const entry = new URL('./misbehaving-child.ts', import.meta.url)
const pool = openChildPool({ entry, size: 1, memoryMegabytes: 200, timeoutMs: 60_000, recycleAfter: 100 })
const { pid } = await pool.run<{ pid: number }>({ name: 'tell', input: 0 })
pool.run({ name: 'loop-forever', input: 0 }).catch(() => {})
process.send?.(pid)
