import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { isIsolating, openChildPool } from './index.ts'

const entry = new URL('./misbehaving-child.ts', import.meta.url)
const pool = openChildPool({ entry, size: 1, memoryMegabytes: 200, timeoutMs: 20_000, recycleAfter: 100 })
afterAll(() => pool.close())

test('children are isolated where bubblewrap is installed', () => {
  expect(isIsolating()).toBe(true)
})

test('a child reaches no network, not even this machine', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connecting = pool.run({ name: 'connect', input: port })
  await expect(connecting).rejects.toMatchObject({ kind: 'error', errorCode: 'ECONNREFUSED' })
  server.close()
})

test('a child sees no process but its own', async () => {
  const seen = await pool.run<number>({ name: 'list-processes', input: 0 })
  expect(seen).toBeLessThanOrEqual(2)
})
