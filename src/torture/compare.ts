import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { effectKey } from '../pipeline/effects.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import type { Promised } from './ledger.ts'

export type Comparison = { delivered: number; approved: number; posted: number; problems: string[] }

/** What the world was promised against what is there: records, originals, books. The installation's processes must have ended. */
export async function compare(settings: Record<string, string>, promised: Promised[]): Promise<Comparison> {
  const config = readConfig(settings)
  const records = await openRecords(config)
  try {
    const { db } = records
    const { problems: broken } = await checkInvariants({ ...records, now: () => new Date() })
    const problems = broken.map(({ check, subject, message }) => `${check}: ${subject}: ${message}`)

    const invoices = await db
      .selectFrom('invoice')
      .select(['id', 'version', 'status', 'failure', 'original_sha256', 'split_from'])
      .execute()
    const originals = new Set(invoices.map((invoice) => invoice.original_sha256))
    const delivered = promised.filter((promise) => promise.kind === 'delivered')
    for (const { sha256, channel } of delivered) {
      if (!originals.has(sha256))
        problems.push(`lost: an invoice acknowledged over ${channel} (${sha256}) is not there`)
    }
    const wholes = invoices.filter((invoice) => invoice.split_from === null)
    if (originals.size !== wholes.length)
      problems.push(`${wholes.length} invoices stand for ${originals.size} originals`)
    const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
    const approved = new Set(
      promised.filter((promise) => promise.kind === 'approved').map((promise) => promise.invoiceId),
    )
    for (const id of approved) {
      if (byId.get(id)?.status !== 'posted')
        problems.push(`invoice ${id} was approved, but is ${byId.get(id)?.status ?? 'not there'}`)
    }
    const unfinished = invoices.filter((invoice) => stageOf(invoice.status) !== null)
    for (const { id, status, failure } of unfinished)
      problems.push(`invoice ${id} is stuck at ${status}: ${failure?.message ?? 'no failure'}`)

    const journalPath = join(config.dataFolder, 'books', config.COMPANY, 'journal.ledger')
    const journal = existsSync(journalPath) ? readFileSync(journalPath, 'utf8') : ''
    const entries = journal.split('\n').filter((line) => /^\d{4}-\d\d-\d\d /.test(line))
    const posted = invoices.filter((invoice) => invoice.status === 'posted')
    for (const { id, version } of posted) {
      // The version grows by one with the move to posted.
      const reference = effectKey({ invoiceId: id, version: version - 1 }, 'hledger')
      const times = entries.filter((line) => line.includes(id)).length
      if (times !== 1) problems.push(`invoice ${id} stands ${times} times in the journal (${reference})`)
    }
    if (entries.length !== posted.length)
      problems.push(`the journal has ${entries.length} entries for ${posted.length} posted invoices`)
    return { delivered: delivered.length, approved: approved.size, posted: posted.length, problems }
  } finally {
    await records.close()
  }
}
