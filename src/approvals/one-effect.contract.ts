import { expect } from 'vitest'
import type { Database } from '../database/index.ts'
import { insertCompany, insertInvoice, readInvoice, startClock } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { decide } from './decide.ts'

/** Approve and reject from two links at the same moment: one effect in each of so many runs, whatever database is underneath. */
export async function decidesOnceInEveryRace(db: Database, runs: number): Promise<void> {
  const { now } = startClock()
  const company = await insertCompany(db)
  const winners: string[] = []
  for (let run = 0; run < runs; run += 1) {
    const validated = await insertInvoice(db, {
      company,
      status: 'validated',
      values: { invoiceNumber: `RACE-${run}`, grossTotal: '1.00', currency: 'EUR' },
    })
    const { invoice, tokens } = await routeBill(
      { db, now, publicUrl: () => 'https://billhook.example' },
      { invoice: validated, company, approvers: ['ann@acme.example', 'bob@acme.example'] },
    )
    const decisions = ['approve', 'reject'] as const
    const order = run % 2 === 0 ? [0, 1] : [1, 0]
    const settled = await Promise.allSettled(
      order.map((index) => decide({ db, now }, { token: tokens[index]!, decision: decisions[index]!, comment: null })),
    )
    const won = settled.filter((result) => result.status === 'fulfilled')
    const lost = settled.filter((result) => result.status === 'rejected')
    expect(won).toHaveLength(1)
    expect(lost[0]?.reason).toMatchObject({ code: 'approvals.link-void', details: { why: 'decided-by-other' } })
    winners.push(won[0]?.value.decision ?? 'nobody')
    const after = await readInvoice(db, invoice.id)
    expect(after.status).toBe(winners.at(-1) === 'approve' ? 'approved' : 'rejected')
    expect(after.version).toBe(invoice.version + 1)
    const decided = await db
      .selectFrom('decision_request')
      .select(['decision', 'voided_at'])
      .where('invoice_id', '=', invoice.id)
      .orderBy('decided_at')
      .execute()
    expect(decided.map(({ decision }) => decision)).toEqual([winners.at(-1), null])
    expect(decided[1]?.voided_at).not.toBeNull()
    const events = await db.selectFrom('event').select('kind').where('invoice_id', '=', invoice.id).execute()
    expect(events).toHaveLength(2)
  }
}
