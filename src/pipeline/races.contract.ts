import { expect } from 'vitest'
import { createRandom } from '../../fixtures/generate/random.ts'
import { startStandIn } from '../accounting/testing/stand-in.ts'
import { decide } from '../approvals/decide.ts'
import type { Database } from '../database/index.ts'
import { insertCompany, insertInvoice, readInvoice, startClock } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { correct } from '../review/correct.ts'
import { approveBills, runDuePosts } from './testing/post-through-trouble.ts'

async function kindsOfEvents(db: Database, invoiceId: string): Promise<string[]> {
  const events = await db
    .selectFrom('event')
    .select('kind')
    .where('invoice_id', '=', invoiceId)
    .orderBy('seq')
    .execute()
  return events.map(({ kind }) => kind)
}

/** The approver clicks while the clerk saves a correction: the bill is approved as it was shown, or corrected and the link void. */
export async function approvesWhatWasShownInEveryRace(db: Database, runs: number): Promise<{ approved: number }> {
  const { now } = startClock()
  const ports = { db, now, dispatch: async () => {} }
  const company = await insertCompany(db)
  let approved = 0
  for (let run = 0; run < runs; run += 1) {
    const validated = await insertInvoice(db, { company, status: 'validated' })
    const { invoice, tokens } = await routeBill(
      { db, now, publicUrl: () => 'https://billhook.example' },
      { invoice: validated, company, approvers: ['ann@acme.example'] },
    )
    const target = {
      companyId: company.id,
      invoiceId: invoice.id,
      version: invoice.version,
      actor: 'clerk@acme.example',
    }
    const actions = [
      async () => {
        // Where queries stand in a row, whoever asks fewer of them is first: a correction asks more, so the approval gets some beforehand.
        for (let query = 0; query < run % 17; query += 1) await readInvoice(db, invoice.id)
        return await decide({ db, now }, { token: tokens[0] as string, decision: 'approve', comment: null })
      },
      async () => {
        return await correct(ports, { ...target, correction: { fields: { iban: 'DE89370400440532013000' } } })
      },
    ]
    const order = run % 2 === 0 ? [0, 1] : [1, 0]
    const settled = await Promise.allSettled(order.map((index) => actions[index]?.()))
    const [approval, correction] = order[0] === 0 ? settled : settled.toReversed()
    const after = await readInvoice(db, invoice.id)
    expect(after.version).toBe(invoice.version + 1)
    if (approval?.status === 'fulfilled') {
      approved += 1
      expect(correction).toMatchObject({ status: 'rejected', reason: { code: 'pipeline.version-conflict' } })
      expect(after).toMatchObject({ status: 'approved', approved_by: 'ann@acme.example' })
      expect(after.draft).toEqual(invoice.draft)
      expect(await kindsOfEvents(db, invoice.id)).toEqual(['invoice.routed', 'invoice.approve'])
    } else {
      expect(approval).toMatchObject({ reason: { code: 'approvals.link-void' } })
      expect(correction?.status).toBe('fulfilled')
      expect(after).toMatchObject({ status: 'in-review', approved_by: null })
      expect(await kindsOfEvents(db, invoice.id)).toEqual(['invoice.routed', 'invoice.correct'])
    }
  }
  return { approved }
}

/**
 * A worker is paused in the middle of posting, past its lease; another one takes the job over, and the first comes back just before, at that
 * very moment, or when the other is done.
 * The other side minds neither key nor reference: nothing but our own record keeps the bill from being there twice.
 */
export async function postsOnceThoughPausedInEveryRace(db: Database, runs: number): Promise<void> {
  const random = createRandom('paused workers')
  const clock = startClock()
  const standIn = await startStandIn({
    seed: 'races',
    now: clock.now,
    misbehaviours: ['ignores-the-key', 'accepts-duplicates', 'searches-late'],
  })
  try {
    for (let run = 0; run < runs; run += 1) {
      const { company, references, ports } = await approveBills(db, { standIn, now: clock.now, count: 1 })
      const [[id, reference] = ['', '']] = references
      const place = random.pick(['effect.intended', 'effect.called', 'stage.ran'] as const)
      let resume = () => {}
      let first: Promise<unknown> = Promise.resolve()
      await new Promise<void>((paused) => {
        const failpoint = async (point: string) => {
          if (point !== place) return
          const back = new Promise<void>((resolve) => {
            resume = resolve
          })
          paused()
          await back
        }
        first = runDuePosts({ ...ports, failpoint }, company.id)
      })
      clock.advance(120_000 + 30_000)
      const comesBack = random.pick(['before', 'during', 'after'] as const)
      if (comesBack === 'before') resume()
      const second = runDuePosts(ports, company.id)
      if (comesBack === 'during') setImmediate(resume)
      if (comesBack !== 'after') await Promise.all([first, second])
      await second
      for (let turn = 0; turn < 5 && (await readInvoice(db, id)).status !== 'posted'; turn += 1) {
        clock.advance(150_000)
        await runDuePosts(ports, company.id)
      }
      resume()
      await first
      expect({ run, place, bills: standIn.bills(reference).length }).toEqual({ run, place, bills: 1 })
      expect(await readInvoice(db, id)).toMatchObject({ status: 'posted', due_at: null, failure: null })
      expect(await kindsOfEvents(db, id)).toEqual(['invoice.posted'])
    }
  } finally {
    await standIn.close()
  }
}
