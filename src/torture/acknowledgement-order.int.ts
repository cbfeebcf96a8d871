import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkAcknowledgementOrder } from './acknowledgement-order.ts'

vi.setConfig({ testTimeout: 300_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billhook-order-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the bytes, their name and the record are synced before the byte that says 201 or 250, for 20 uploads and 20 mails', async () => {
  const report = await checkAcknowledgementOrder({ folder, count: 20 })
  expect(report).toEqual({ uploads: 20, mails: 20, acknowledgements: 40, problems: [] })
})

test('an acknowledgement planted too early is found, over HTTP and SMTP', async () => {
  const { problems } = await checkAcknowledgementOrder({ folder, count: 2, planted: true })
  expect(problems.some((problem) => problem.includes('201'))).toBe(true)
  expect(problems.some((problem) => problem.includes('250'))).toBe(true)
})
