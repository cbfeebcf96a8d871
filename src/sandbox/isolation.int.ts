import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { COMPILED_FOLDER } from '../compiled-folder.ts'
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

test('a child cannot plant code where the next one takes its compiled code from', async () => {
  mkdirSync(COMPILED_FOLDER, { recursive: true })
  await expect(pool.run({ name: 'plant-code', input: 0 })).rejects.toMatchObject({ kind: 'error', errorCode: 'EROFS' })
  expect(existsSync(join(COMPILED_FOLDER, 'planted'))).toBe(false)
})

test('a child sees no process but its own', async () => {
  const seen = await pool.run<number>({ name: 'list-processes', input: 0 })
  expect(seen).toBeLessThanOrEqual(2)
})
