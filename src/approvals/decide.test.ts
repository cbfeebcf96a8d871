import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Language } from '../../schemas/said.ts'
import type { Database, OpenDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { addPerson } from '../people/person.ts'
import { type InvoiceRow, move } from '../pipeline/move.ts'
import { decide } from './decide.ts'
import { findDecision } from './find-decision.ts'
import { decidesOnceInEveryRace } from './one-effect.contract.ts'

const PUBLIC_URL = 'https://billhook.example'
const HOUR = 3_600_000

let opened: OpenDatabase
let db: Database
let company: Company
let clock = startClock()
const ports = { now: () => clock.now() } as { db: Database; now: () => Date }

beforeAll(async () => {
  opened = await openTestDatabase()
  db = opened.db
  ports.db = db
  company = await insertCompany(db, { name: 'Acme <Ltd>' })
})
afterAll(() => opened.close())
beforeEach(() => {
  clock = startClock()
})

/** A bill on its way to these approvers, with the tokens as they stand in the mails. */
async function route(
  approvers: string[],
  given: Omit<Parameters<typeof insertInvoice>[1], 'company' | 'status'> = {},
): Promise<{ invoice: InvoiceRow; tokens: string[] }> {
  const invoice = await insertInvoice(db, { company, status: 'validated', ...given })
  return await routeBill({ ...ports, publicUrl: () => PUBLIC_URL }, { invoice, company, approvers })
}

function readMails(invoiceId: string) {
  return db.selectFrom('message').selectAll().where('invoice_id', '=', invoiceId).orderBy('recipient').execute()
}

async function readKinds(invoiceId: string): Promise<string[]> {
  const events = await db
    .selectFrom('event')
    .select('kind')
    .where('invoice_id', '=', invoiceId)
    .orderBy('seq')
    .execute()
  return events.map(({ kind }) => kind)
}

describe('the language of the mail', () => {
  const know = (email: string, language: Language) =>
    addPerson(db, {
      person: { email, name: email, language },
      companyId: company.id,
      role: 'approver',
      now: clock.now,
      newId,
    })
  const says: Finding = {
    code: 'totals-add-up',
    severity: 'warning',
    message: 'More is due (120.00) than the total says (119.00).',
    says: { text: 'totals-add-up.due', values: { due: { amount: '1120.00' }, total: { amount: '1119.00' } } },
  }

  test('is that of whoever gets it; a stranger is written to in the language of the company', async () => {
    await know('anna@acme.example', 'de')
    await know('ben@acme.example', 'en')
    await db.updateTable('company').set({ language: 'de' }).where('id', '=', company.id).execute()
    const german = { ...company, language: 'de' as const }
    const invoice = await insertInvoice(db, { company, status: 'validated', findings: [says] })
    const approvers = ['anna@acme.example', 'ben@acme.example', 'stranger@else.example']
    await routeBill({ ...ports, publicUrl: () => PUBLIC_URL }, { invoice, company: german, approvers })
    const [anna, ben, stranger] = await readMails(invoice.id)
    await db.updateTable('company').set({ language: null }).where('id', '=', company.id).execute()

    expect(anna?.subject).toBe('Freigeben? Nordlicht Papier GmbH, R-2026-17, 119,00 EUR')
    for (const part of [anna?.text, anna?.html]) {
      expect(part).toContain('wartet auf Ihre Entscheidung')
      expect(part).toContain('20.03.2026')
      expect(part).toContain('Der Zahlbetrag (1.120,00) ist höher als der Rechnungsbetrag (1.119,00)')
      expect(part).not.toMatch(/\b(bill|the|Approve|Supplier|Invoice)\b/)
    }
    expect(anna?.html).toContain('<html lang="de">')
    expect(ben?.subject).toBe('Approve? Nordlicht Papier GmbH, R-2026-17, 119.00 EUR')
    expect(ben?.text).toContain('More is due (1,120.00) than the total says (1,119.00)')
    expect(ben?.html).toContain('<html lang="en">')
    expect(stranger?.subject).toContain('Freigeben?')
  })
})

describe('asking for a decision', () => {
  test('each approver gets a mail with what is to be decided and a link of their own', async () => {
    const finding = { code: 'x', severity: 'warning', message: 'The supplier is new.' } as const
    const { tokens, invoice } = await route(['ann@acme.example', 'bob@acme.example'], { findings: [finding] })
    const mails = await readMails(invoice.id)
    expect(mails.map((mail) => mail.recipient)).toEqual(['ann@acme.example', 'bob@acme.example'])
    expect(new Set(tokens).size).toBe(2)
    const [mail] = mails
    for (const fact of ['Nordlicht Papier GmbH', 'R-2026-17', '119.00 EUR', '20 Mar 2026', 'The supplier is new.']) {
      expect(mail?.text).toContain(fact)
      expect(mail?.html).toContain(fact)
    }
    for (const decision of ['approve', 'reject']) {
      expect(mail?.text).toContain(`${PUBLIC_URL}/decide/${tokens[0]}?decision=${decision}`)
    }
    expect(mail).toMatchObject({ sent_at: null, due_at: clock.now() })
    expect(mail?.message_id).toMatch(/^<[0-9a-f-]{36}@billhook\.example>$/)
  })

  test('the request keeps only a hash of the token', async () => {
    const { tokens, invoice } = await route(['ann@acme.example'])
    const rows = await db.selectFrom('decision_request').selectAll().where('invoice_id', '=', invoice.id).execute()
    expect(JSON.stringify(rows)).not.toContain(tokens[0])
    expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('what a document says stays text: no markup, no second line in the subject, no reversed amount', async () => {
    const supplierName = 'Evil <img src=x onerror=alert(1)>\r\nBcc: all@acme.example \u202e00.1'
    const { invoice } = await route(['ann@acme.example'], {
      values: { supplierName, invoiceNumber: '1', grossTotal: '1.00' },
    })
    const [mail] = await readMails(invoice.id)
    expect(mail?.html).not.toContain('<img')
    expect(mail?.html).toContain('Acme &#60;Ltd&#62;')
    expect(mail?.subject).not.toMatch(/[\r\n\u202e]/)
    expect(mail?.text).not.toMatch(/\nBcc|\u202e/)
  })
})

describe('deciding by a link', () => {
  test('approving moves the bill on and says who approved it and when', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    const result = await decide(ports, { token: tokens[0]!, decision: 'approve', comment: 'fine' })
    expect(result).toEqual({
      invoiceId: invoice.id,
      companyId: company.id,
      decision: 'approve',
      by: 'ann@acme.example',
      at: clock.now(),
      comment: 'fine',
    })
    expect(await readInvoice(db, invoice.id)).toMatchObject({
      status: 'approved',
      version: invoice.version + 1,
      approved_by: 'ann@acme.example',
      approved_at: clock.now(),
      due_at: clock.now(),
    })
    expect(await readKinds(invoice.id)).toEqual(['invoice.routed', 'invoice.approve'])
  })

  test('rejecting ends the bill with the comment in the audit trail', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    await decide(ports, { token: tokens[0]!, decision: 'reject', comment: 'not ordered' })
    expect(await readInvoice(db, invoice.id)).toMatchObject({
      status: 'rejected',
      approved_by: null,
      approved_at: null,
    })
    const event = await db
      .selectFrom('event')
      .select(['actor', 'data'])
      .where('invoice_id', '=', invoice.id)
      .where('kind', '=', 'invoice.reject')
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ actor: 'ann@acme.example', data: { comment: 'not ordered' } })
  })

  test('looking at a link any number of times changes nothing', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    for (let look = 0; look < 3; look += 1) {
      expect((await findDecision(ports, tokens[0]!)).state).toEqual({ kind: 'open' })
    }
    expect(await readInvoice(db, invoice.id)).toEqual(invoice)
    expect(await readKinds(invoice.id)).toEqual(['invoice.routed'])
  })

  test('a second identical decision shows the first result, at the first time', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    const first = await decide(ports, { token: tokens[0]!, decision: 'approve', comment: 'fine' })
    clock.advance(HOUR)
    expect(await decide(ports, { token: tokens[0]!, decision: 'approve', comment: 'again' })).toEqual(first)
    expect(await readKinds(invoice.id)).toEqual(['invoice.routed', 'invoice.approve'])
  })

  test('another decision after it is told what was decided and by whom', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    await decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })
    await expect(decide(ports, { token: tokens[0]!, decision: 'reject', comment: null })).rejects.toMatchObject({
      code: 'approvals.link-void',
      message: expect.stringContaining('approved by ann@acme.example on 2026-03-02 09:00 UTC'),
      details: { why: 'decided-otherwise' },
    })
    expect((await readInvoice(db, invoice.id)).status).toBe('approved')
  })

  test('when one of several approvers has decided, the others learn who did', async () => {
    const { invoice, tokens } = await route(['ann@acme.example', 'bob@acme.example'])
    await decide(ports, { token: tokens[1]!, decision: 'reject', comment: null })
    for (const decision of ['approve', 'reject'] as const) {
      await expect(decide(ports, { token: tokens[0]!, decision, comment: null })).rejects.toMatchObject({
        code: 'approvals.link-void',
        message: expect.stringContaining('rejected by bob@acme.example'),
        details: { why: 'decided-by-other' },
      })
    }
    expect((await readInvoice(db, invoice.id)).status).toBe('rejected')
  })

  test('any change of the bill voids the link', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    await move(ports, { invoice, outcome: 'recall', actor: 'clerk@acme.example' })
    await expect(decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })).rejects.toMatchObject({
      code: 'approvals.link-void',
      details: { why: 'changed' },
    })
    expect((await readInvoice(db, invoice.id)).status).toBe('in-review')
  })

  test('a link from an earlier round stays void when the bill is routed again', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    await db
      .updateTable('invoice')
      .set({ version: invoice.version + 3 })
      .where('id', '=', invoice.id)
      .execute()
    await expect(decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })).rejects.toMatchObject({
      details: { why: 'changed' },
    })
  })

  test('a link expires at its minute and not before', async () => {
    const { tokens } = await route(['ann@acme.example', 'bob@acme.example'])
    clock.advance(48 * HOUR - 1)
    expect((await findDecision(ports, tokens[0]!)).state.kind).toBe('open')
    clock.advance(1)
    await expect(decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })).rejects.toMatchObject({
      code: 'approvals.link-void',
      details: { why: 'expired' },
      message: expect.stringContaining('expired'),
    })
  })

  test('nobody decides what they touched, even with a link in hand', async () => {
    const { invoice, tokens } = await route(['Ann@acme.example'])
    await db
      .updateTable('invoice')
      .set({ touched_by: asJson(['ann@acme.example']) })
      .where('id', '=', invoice.id)
      .execute()
    await expect(decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })).rejects.toMatchObject({
      details: { why: 'touched' },
    })
  })

  test.each(['', 'short', 'A'.repeat(43), `${'A'.repeat(42)}'`])(
    'the unknown token %j decides nothing',
    async (token) => {
      await expect(decide(ports, { token, decision: 'approve', comment: null })).rejects.toMatchObject({
        code: 'approvals.link-invalid',
      })
    },
  )

  test('approve and reject from two links at the same moment have one effect, in each of 50 runs', async () => {
    await decidesOnceInEveryRace(db, 50)
  })

  test('the same link pressed twice at once decides once and answers twice alike', async () => {
    const { invoice, tokens } = await route(['ann@acme.example'])
    const press = () => decide(ports, { token: tokens[0]!, decision: 'approve', comment: null })
    const [first, second] = await Promise.all([press(), press()])
    expect(second).toEqual(first)
    expect(await readKinds(invoice.id)).toEqual(['invoice.routed', 'invoice.approve'])
  })
})
