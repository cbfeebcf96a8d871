import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditChainIsIntact } from '../doctor/checks/audit-chain-is-intact.ts'
import type { ObjectStore } from '../object-store/index.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { isUniqueViolation, move } from '../pipeline/move.ts'
import type { Database, OpenDatabase } from './index.ts'
import { asJson } from './json.ts'
import { migrate } from './migrate.ts'

const AT = new Date('2026-11-21T10:00:00.123Z')
const now = () => AT

/** What ./index.ts promises of the records, for the embedded PostgreSQL and for a server. */
export function describeDatabase(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`the records in ${name}`, () => {
    let database: OpenDatabase
    let db: Database
    beforeAll(async () => {
      database = await open()
      db = database.db
      await makeCompany(db, 'acme')
    })
    afterAll(() => database?.close())

    test('are at the newest shape, and bringing them there again changes nothing', async () => {
      const list = () =>
        sql`select table_name, column_name, data_type from information_schema.columns where table_schema = 'billhook' order by 1, 2`.execute(
          db,
        )
      const before = await list()
      // The role that Billhook works under may not migrate where the server keeps it from that; then there is nothing to migrate.
      await migrate(db).catch((error) => expect(String(error)).toContain('permission denied'))
      expect((await list()).rows).toEqual(before.rows)
      expect(before.rows.length).toBeGreaterThan(100)
    })

    test('give back what was written: times to the millisecond, amounts and long numbers as text, JSON as it was', async () => {
      const own = { names: ['Müller & Söhne "GmbH"', '😀\\n'], vatIds: [], ibans: ['x'.repeat(10_000)] }
      await db
        .insertInto('company')
        .values({
          id: 'types',
          name: "O'Hara",
          own: asJson(own),
          policy: asJson(POLICY),
          connectors: asJson([]),
          created_at: AT,
        })
        .execute()
      const row = await db.selectFrom('company').selectAll().where('id', '=', 'types').executeTakeFirstOrThrow()
      expect(row).toMatchObject({ id: 'types', name: "O'Hara", own, policy: POLICY, connectors: [], created_at: AT })
      const { rows } = await sql`select 9007199254740993::int8 as long, 1234.50::numeric as amount, 7::int4 as short,
        true as yes, null::text as nothing, count(*) as counted from billhook.company where id = 'types'`.execute(db)
      const expected = { long: '9007199254740993', amount: '1234.50', short: 7, yes: true, nothing: null, counted: '1' }
      expect(rows[0]).toEqual(expected)
    })

    test('say how many rows a change met', async () => {
      const change = (id: string) =>
        db.updateTable('company').set({ name: 'Acme' }).where('id', '=', id).executeTakeFirstOrThrow()
      expect((await change('acme')).numUpdatedRows).toBe(1n)
      expect((await change('nobody')).numUpdatedRows).toBe(0n)
      const nothing = await db.deleteFrom('company').where('id', '=', 'nobody').executeTakeFirstOrThrow()
      expect(nothing.numDeletedRows).toBe(0n)
    })

    test('keep nothing of a transaction that failed, and go on', async () => {
      const failing = db.transaction().execute(async (transaction) => {
        await makeCompany(transaction, 'half')
        throw new Error('after the first half')
      })
      await expect(failing).rejects.toThrow('after the first half')
      expect(await db.selectFrom('company').select('id').where('id', '=', 'half').execute()).toEqual([])
    })

    test('name the constraint that a second row of the same identity would break', async () => {
      const again = makeCompany(db, 'acme')
      await expect(again).rejects.toSatisfy((error) => isUniqueViolation(error, 'company_pkey'))
      const inside = db.transaction().execute((transaction) => makeCompany(transaction, 'acme'))
      await expect(inside).rejects.toSatisfy((error) => isUniqueViolation(error, 'company_pkey'))
      expect(await db.selectFrom('company').select('id').where('id', '=', 'acme').execute()).toHaveLength(1)
    })

    test('let one of many movers move an invoice, whoever comes first', async () => {
      for (const n of [1, 2, 3, 4, 5]) {
        const invoice = await makeInvoice(db, `race-${n}`)
        const movers = Array.from({ length: 8 }, (_, mover) =>
          move({ db, now }, { invoice, outcome: mover % 2 ? 'reject' : 'file', actor: `mover-${mover}` }),
        )
        const moved = (await Promise.all(movers)).filter((result) => result !== null)
        expect(moved).toHaveLength(1)
        const row = await db.selectFrom('invoice').selectAll().where('id', '=', invoice.id).executeTakeFirstOrThrow()
        expect(row).toMatchObject(moved[0] as object)
        const events = await db.selectFrom('event').select('seq').where('invoice_id', '=', invoice.id).execute()
        expect(events).toHaveLength(1)
      }
    })

    test('let one bill of a supplier and number on its way, of two that come at once', async () => {
      const invoices = [await makeInvoice(db, 'bill-1', 'same bill'), await makeInvoice(db, 'bill-2', 'same bill')]
      const accepted = invoices.map((invoice) => move({ db, now }, { invoice, outcome: 'accept', actor: 'clerk' }))
      const results = await Promise.allSettled(accepted)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const refused = results.find((result) => result.status === 'rejected')
      expect(refused?.reason).toMatchObject({ code: 'pipeline.same-bill-exists' })
    })

    test('chain the audit trail without gaps, however many write at once', async () => {
      const events = Array.from({ length: 30 }, (_, n) =>
        db.transaction().execute((transaction) =>
          appendEvent(transaction, {
            companyId: 'acme',
            invoiceId: null,
            at: AT,
            actor: 'a',
            kind: 'test',
            data: { n },
          }),
        ),
      )
      await Promise.all(events)
      expect(await auditChainIsIntact({ db, now, objects: NO_OBJECTS })).toEqual([])
    })

    test.each([
      ['updated', `update billhook.event set actor = 'somebody else'`],
      ['deleted', 'delete from billhook.event'],
      ['truncated', 'truncate billhook.event'],
    ])('refuse that the audit trail is %s', async (_, statement) => {
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only|permission denied/)
      const { count } = await db
        .selectFrom('event')
        .select((row) => row.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      expect(Number(count)).toBeGreaterThan(30)
    })
  })
}

const POLICY = { rules: [], linkHours: 1 }
const NO_OBJECTS = { has: async () => false } as unknown as ObjectStore

async function makeCompany(db: Database, id: string): Promise<void> {
  const own = asJson({ names: [], vatIds: [], ibans: [] })
  await db
    .insertInto('company')
    .values({ id, name: id, own, policy: asJson(POLICY), connectors: asJson([]), created_at: AT })
    .execute()
}

/** An invoice in review; of nothing, because nobody reads it here. */
async function makeInvoice(db: Database, id: string, billKey: string | null = null) {
  const sha256 = id
  const about = { company_id: 'acme', media_type: 'application/pdf' as const }
  await db
    .insertInto('delivery')
    .values({
      id,
      company_id: 'acme',
      channel: 'http-upload',
      digest: id,
      idempotency_key: null,
      raw_sha256: null,
      envelope: asJson({}),
      received_at: AT,
    })
    .execute()
  await db
    .insertInto('original')
    .values({ ...about, sha256, bytes: 1, kept_at: AT })
    .execute()
  const nothing = {
    type: null,
    supplier_name: null,
    invoice_number: null,
    issue_date: null,
    due_date: null,
    currency: null,
  }
  return await db
    .insertInto('invoice')
    .values({
      ...about,
      ...nothing,
      id,
      delivery_id: id,
      original_sha256: sha256,
      file_name: 'x.pdf',
      page_count: 1,
      status: 'in-review',
      version: 4,
      findings: asJson([]),
      bill_key: billKey,
      touched_by: asJson([]),
      approved_by: null,
      gross_total: null,
      created_at: AT,
      updated_at: AT,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
