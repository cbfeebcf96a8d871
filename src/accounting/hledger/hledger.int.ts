import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bill } from '../../../schemas/bill.ts'
import { anyBill } from '../testing/any-bill.ts'
import { sampleBill } from '../testing/sample-bill.ts'
import { openHledger } from './index.ts'

const run = promisify(execFile)
const SETTINGS = {
  kind: 'hledger',
  expenseAccount: 'expenses:unsorted',
  taxAccount: 'assets:vat',
  payableAccount: 'liabilities:payable',
} as const

/** hledger's own program, from Debian; installed when it is missing and this user may. */
function haveHledger(): void {
  const isThere = () => {
    try {
      execFileSync('hledger', ['--version'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  if (isThere()) return
  try {
    execFileSync('apt-get', ['install', '-y', '-q', 'hledger'], { stdio: 'ignore', timeout: 240_000 })
  } catch (cause) {
    throw new Error('hledger is missing and could not be installed: run "apt-get install hledger" as root.', { cause })
  }
  if (!isThere()) throw new Error('hledger is missing: run "apt-get install hledger" as root.')
}

let folder: string
beforeAll(async () => {
  haveHledger()
  folder = await mkdtemp(join(tmpdir(), 'billhook-hledger-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let books = 0
async function post(bills: Bill[]): Promise<string> {
  const book = join(folder, String(++books))
  const connector = openHledger(SETTINGS, { folder: book, now: () => new Date('2026-11-21T10:00:00.000Z') })
  for (const [index, bill] of bills.entries()) await connector.post(bill, `ref-${index}`)
  return join(book, 'journal.ledger')
}
async function hledger(journal: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('hledger', ['-f', journal, ...args], {
    env: { LANG: 'C.UTF-8', PATH: process.env.PATH },
  })
  return stdout
}

describe('hledger itself', () => {
  test('accepts the journal and sums what is owed', async () => {
    const journal = await post([
      sampleBill(),
      sampleBill({ type: 'credit-note', grossTotal: '11.90', taxTotal: '1.90', netTotal: '10.00' }),
      sampleBill({ currency: 'USD', grossTotal: '1234.567', taxTotal: '0', netTotal: '1234.567' }),
    ])
    await hledger(journal, 'check')
    expect(await hledger(journal, 'balance', 'cur:EUR', 'liabilities', '-N', '-O', 'csv')).toContain('-107.10 EUR')
    expect(await hledger(journal, 'register', 'code:^ref-1$', '-O', 'csv')).toContain('ref-1')
    expect(await hledger(journal, 'print', 'tag:billhook=^ref-0$')).toContain('Müller & Söhne GmbH')
  })

  test('rejects a journal that does not balance, so that it is an oracle at all', async () => {
    const journal = await post([sampleBill()])
    await run('sed', ['-i', 's/  19.00 EUR/  19.01 EUR/', journal])
    await expect(hledger(journal, 'check')).rejects.toThrow(/balanc/i)
  })

  test('finds one balanced entry a bill, whatever its supplier wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBill, { minLength: 20, maxLength: 40 }), async (bills) => {
        const journal = await post(bills)
        await hledger(journal, 'check')
        const entries = JSON.parse(await hledger(journal, 'print', '-O', 'json')) as {
          tcode: string
          ttags: [string, string][]
          tpostings: unknown[]
        }[]
        expect(entries.map((entry) => entry.tcode)).toEqual(bills.map((_, index) => `ref-${index}`))
        for (const { tcode, ttags, tpostings } of entries) {
          expect(tpostings.length).toBeGreaterThanOrEqual(2)
          expect(ttags.filter(([name]) => name === 'billhook')).toEqual([['billhook', tcode]])
        }
      }),
      { numRuns: 15 },
    )
  })
})
