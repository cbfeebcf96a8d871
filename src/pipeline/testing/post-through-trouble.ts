import { createRandom } from '../../../fixtures/generate/random.ts'
import { openRest } from '../../accounting/rest/index.ts'
import { type Misbehaviour, type StandIn, startStandIn } from '../../accounting/testing/stand-in.ts'
import type { Database } from '../../database/index.ts'
import { insertCompany, insertInvoice, newId, startClock } from '../../http/testing/records.ts'
import type { StagePorts } from '../../stages/ports.ts'
import { post } from '../../stages/post.ts'
import { effectKey } from '../effects.ts'
import type { Tries } from '../lease.ts'
import { runStage } from '../run-stage.ts'

/** The post worker's, without its day-long end. */
const TRIES: Tries = { attempts: 12, timeoutMs: 120_000, backoffMs: [5_000, 30_000, 120_000, 600_000], patient: true }
/** The client's patience with a reply that never comes; in real time, since it is a real connection. */
const TIMEOUT_MS = 60
const MOST_TURNS = 400

export type Trouble = {
  seed: string
  misbehaviours: readonly Misbehaviour[]
  /** What the connector declares; less than the other side takes is a lie. */
  searchLagSeconds?: number
  bills?: number
  /** How often a request meets each of them. */
  probability?: number
}
/** What stands at the other side after everything came to rest, and how it came about. */
export type Outcome = { doubled: string[]; missing: string[]; unposted: string[]; asked: number; paused: number }

/** Puts approved bills of a company of their own before the post stage, which posts to the API of the stand-in. */
export async function approveBills(
  db: Database,
  {
    standIn,
    now,
    count,
    searchLagSeconds = 60,
    timeoutMs = 10_000,
  }: { standIn: StandIn; now: () => Date; count: number; searchLagSeconds?: number; timeoutMs?: number },
) {
  const company = await insertCompany(db)
  const connector = openRest(
    { kind: 'rest', url: standIn.url, token: standIn.token, searchLagSeconds },
    { now, timeoutMs },
  )
  const references = new Map<string, string>()
  for (let bill = 0; bill < count; bill++) {
    const { id, version } = await insertInvoice(db, { company, status: 'approved' })
    await db
      .updateTable('invoice')
      .set({ approved_by: 'boss@acme.example', approved_at: now(), due_at: now() })
      .where('id', '=', id)
      .execute()
    references.set(id, effectKey({ invoiceId: id, version }, connector.target))
  }
  const ports = {
    db,
    now,
    newId,
    dispatch: async () => {},
    log: () => {},
    connectorsOf: () => [connector],
  } as unknown as StagePorts
  return { company, connector, references, ports }
}

/** Runs whatever of the company's invoices is due now, one after the other. @returns how many. */
export async function runDuePosts(ports: StagePorts, companyId: string): Promise<number> {
  const due = await ports.db
    .selectFrom('invoice')
    .select(['id', 'version'])
    .where('company_id', '=', companyId)
    .where('due_at', '<=', ports.now())
    .orderBy('id')
    .execute()
  for (const { id, version } of due) {
    await runStage(ports, { stage: 'post', invoiceId: id, version }, { run: post, tries: TRIES })
  }
  return due.length
}

/**
 * Posts bills to a misbehaving other side through leases and retries until nothing is due, in the test's time. Workers are paused, by the
 * seed, between the record and the call and between the call and the record, past their lease, and come back when another one has been
 * at it.
 */
export async function postThroughTrouble(db: Database, trouble: Trouble): Promise<Outcome> {
  const { seed, misbehaviours, searchLagSeconds, bills: count = 3, probability = 0.6 } = trouble
  const random = createRandom(`trouble/${seed}/${misbehaviours.join()}`)
  const clock = startClock()
  const standIn = await startStandIn({ seed, now: clock.now, misbehaviours, probability })
  const setUp = {
    standIn,
    now: clock.now,
    count,
    timeoutMs: TIMEOUT_MS,
    ...(searchLagSeconds === undefined ? {} : { searchLagSeconds }),
  }
  const { company, references, ports } = await approveBills(db, setUp)
  const paused: { resume: () => void; run: Promise<unknown> }[] = []
  let pauses = 0
  try {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      let hasPaused = false
      let onPause: (resume: () => void) => void = () => {}
      const pause = new Promise<() => void>((resolve) => {
        onPause = resolve
      })
      const failpoint = async () => {
        // Once a run: whoever came back is not paused again.
        if (hasPaused || random.chance(0.85)) return
        hasPaused = true
        pauses++
        await new Promise<void>((resume) => onPause(resume))
      }
      const run = runDuePosts({ ...ports, failpoint }, company.id)
      const ended = await Promise.race([run, pause])
      if (typeof ended === 'function') paused.push({ resume: ended, run })
      const back = random.chance(0.4) ? paused.shift() : undefined
      back?.resume()
      await back?.run
      const { next } = await db
        .selectFrom('invoice')
        .select((row) => row.fn.min('due_at').as('next'))
        .where('company_id', '=', company.id)
        .executeTakeFirstOrThrow()
      if (next === null && paused.length === 0) break
      clock.advance(Math.max(1_000, (next?.getTime() ?? 0) - clock.now().getTime()))
    }
    for (const { resume, run } of paused) {
      resume()
      await run
    }
    clock.advance(3_600_000)
    const invoices = await db
      .selectFrom('invoice')
      .select(['id', 'status'])
      .where('company_id', '=', company.id)
      .execute()
    const having = (wanted: (count: number) => boolean) =>
      [...references.values()].filter((reference) => wanted(standIn.bills(reference).length))
    return {
      doubled: having((times) => times > 1),
      missing: having((times) => times === 0),
      unposted: invoices.filter(({ status }) => status !== 'posted').map(({ id }) => id),
      asked: standIn.asked(),
      paused: pauses,
    }
  } finally {
    await standIn.close()
  }
}
