import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Misbehaviour, type StandIn, startStandIn } from '../accounting/testing/stand-in.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { startClock } from '../http/testing/records.ts'
import { postsOnceWhatever } from './effects.contract.ts'
import { approveBills, postThroughTrouble, runDuePosts } from './testing/post-through-trouble.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

postsOnceWhatever(() => database.db, { seeds: 3 })

test('a declared lag shorter than the real one posts bills twice, so it is the lag that the promise rests on', async () => {
  const misbehaviours: Misbehaviour[] = ['searches-late', 'commits-then-500', 'ignores-the-key', 'accepts-duplicates']
  const outcomes = []
  for (const seed of ['1', '2', '3']) {
    outcomes.push(await postThroughTrouble(database.db, { seed, misbehaviours, searchLagSeconds: 0 }))
  }
  expect(outcomes.flatMap(({ doubled }) => doubled)).not.toEqual([])
})

describe('a posting', () => {
  let standIn: StandIn
  afterEach(() => standIn.close())

  async function approveOne(...misbehaviours: Misbehaviour[]) {
    const clock = startClock()
    standIn = await startStandIn({ seed: 'one', now: clock.now, misbehaviours, probability: 1 })
    const { company, ports, references } = await approveBills(database.db, {
      standIn,
      now: clock.now,
      count: 1,
      timeoutMs: 200,
    })
    const [[id, reference] = ['', '']] = references
    const read = async () => ({
      invoice: await database.db.selectFrom('invoice').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      effect: await database.db.selectFrom('effect').selectAll().where('key', '=', reference).executeTakeFirstOrThrow(),
    })
    return { clock, id, reference, read, run: () => runDuePosts(ports, company.id) }
  }

  test('whose total differs there is shown to a person, not posted again, and done once it was put right', async () => {
    const { clock, id, read, run } = await approveOne('changes-totals')
    const retry = () => database.db.updateTable('invoice').set({ due_at: clock.now() }).where('id', '=', id).execute()
    for (let turn = 1; turn <= 3; turn++) {
      await run()
      const { invoice, effect } = await read()
      expect(effect).toMatchObject({
        state: 'uncertain',
        message: expect.stringMatching(/119\.01 EUR instead of 119\.00/),
      })
      expect(invoice).toMatchObject({
        status: 'approved',
        due_at: null,
        failure: { code: 'accounting.differs' },
        findings: [{ code: 'accounting-differs', severity: 'error' }],
      })
      clock.advance(600_000)
      await retry()
    }
    expect(standIn.asked()).toBe(1)
    standIn.bills()[0]!.total = '119.00'
    await run()
    expect(await read()).toMatchObject({ invoice: { status: 'posted', findings: [] }, effect: { state: 'done' } })
    expect(standIn.asked()).toBe(1)
  })

  test('with an unknown outcome is uncertain, and looked up until it must show before it is sent again', async () => {
    const { clock, read, run } = await approveOne('times-out-then-succeeds', 'searches-late')
    await run()
    expect(await read()).toMatchObject({ effect: { state: 'uncertain', attempts: 1 }, invoice: { status: 'approved' } })
    clock.advance(5_000)
    await run()
    const { invoice, effect } = await read()
    expect(effect).toMatchObject({ state: 'uncertain', attempts: 1 })
    // Its due time is when the other side must show it: 60 s after the call ended.
    expect(invoice.due_at).toEqual(new Date(effect.updated_at.getTime() + 60_000))
    expect(standIn.asked()).toBe(1)
    clock.advance(55_000)
    await run()
    expect(await read()).toMatchObject({ effect: { state: 'done', attempts: 1 }, invoice: { status: 'posted' } })
    expect(standIn.asked()).toBe(1)
  })

  test('put off by a 429 is due again when the other side said', async () => {
    const { clock, read, run } = await approveOne('says-429-with-time')
    await run()
    const { invoice } = await read()
    const seconds = ((invoice.due_at?.getTime() ?? 0) - clock.now().getTime()) / 1000
    expect(invoice.failure).toMatchObject({ code: 'accounting.unavailable' })
    expect(seconds).toBeGreaterThan(0)
    expect([5, 30]).not.toContain(seconds)
  })
})
