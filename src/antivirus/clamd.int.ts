import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClamd } from './clamd.ts'
import type { ObserveScan } from './index.ts'
import { EICAR, MOST_BYTES, type RunningClamd, startClamd } from './testing/start-clamd.ts'

const folder = mkdtempSync(join(tmpdir(), 'billhook-clamd-'))
let clamd: RunningClamd
beforeAll(async () => {
  clamd = await startClamd(folder)
})
afterAll(async () => {
  await clamd?.stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['tcp', 'socket'] as const)('a real clamd by %s', (way) => {
  const open = (onScan?: ObserveScan) => openClamd({ url: clamd.urls[way], ...(onScan && { onScan }) })

  test('answers, passes what is clean and names what it finds', async () => {
    const antivirus = open()
    await antivirus.check()
    expect(await antivirus.scan(Buffer.from('%PDF-1.7 an invoice'))).toEqual({ kind: 'clean' })
    expect(await antivirus.scan(Buffer.alloc(0))).toEqual({ kind: 'clean' })
    expect(await antivirus.scan(Buffer.from(EICAR))).toEqual({ kind: 'found', signature: 'Test.Eicar.UNOFFICIAL' })
  })

  test('finds it after many chunks, across the border of two', async () => {
    const content = Buffer.alloc(5 * 64 * 1024, 'invoice ')
    content.write(EICAR, 3 * 64 * 1024 - 30)
    expect(await open().scan(content)).toMatchObject({ kind: 'found' })
  })

  test('a file at the size limit is scanned; a larger one is told from an outage, each time', async () => {
    const outcomes: string[] = []
    const antivirus = open(({ outcome }) => outcomes.push(outcome))
    expect(await antivirus.scan(Buffer.alloc(MOST_BYTES, 'a'))).toEqual({ kind: 'clean' })
    for (const bytes of [MOST_BYTES + 1, ...Array(20).fill(8 * MOST_BYTES)])
      expect(await antivirus.scan(Buffer.alloc(bytes, 'a'))).toEqual({ kind: 'too-large' })
    expect(outcomes).toEqual(['clean', ...Array(21).fill('too-large')])
  })

  test('twenty files at once get each their own answer', async () => {
    const antivirus = open()
    const files = Array.from({ length: 20 }, (_, index) => Buffer.from(index % 3 === 0 ? EICAR : `clean ${index}`))
    const verdicts = await Promise.all(files.map((file) => antivirus.scan(file)))
    expect(verdicts.map(({ kind }) => kind)).toEqual(files.map((_, index) => (index % 3 === 0 ? 'found' : 'clean')))
  })
})
