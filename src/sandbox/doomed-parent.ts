/** A parent for index.test.ts: gives its child an endless task, says so, and waits to be killed. */
import { openChildPool } from './index.ts'

const entry = new URL('./misbehaving-child.ts', import.meta.url)
const pool = openChildPool({ entry, size: 1, memoryMegabytes: 200, timeoutMs: 60_000, recycleAfter: 100 })
await pool.run({ name: 'tell', input: 0 })
pool.run({ name: 'loop-forever', input: 0 }).catch(() => {})
process.send?.('running')
