import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { OpenDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, PLAIN_BILL, readInvoice, startClock } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import type { Work } from '../job-queue/index.ts'
import { type InvoiceRow, move } from '../pipeline/move.ts'
import { accept } from './accept.ts'
import { recall, reopen } from './bring-back.ts'
import { correct } from './correct.ts'
import { file, markDuplicate, reject } from './end.ts'
import type { ReviewPorts } from './open-invoice.ts'
import { retry } from './retry.ts'
import { retryDelivery } from './retry-delivery.ts'

const CLERK = 'clerk@acme.example'

let opened: OpenDatabase
let company: Company
let work: Work[]
const clock = startClock()
let ports: ReviewPorts

beforeAll(async () => {
  opened = await openTestDatabase()
})
afterAll(() => opened.close())
beforeEach(async () => {
  work = []
  company = await insertCompany(opened.db)
  ports = {
    db: opened.db,
    now: clock.now,
    dispatch: async (item) => {
      work.push(item)
    },
  }
})

type Given = Omit<Parameters<typeof insertInvoice>[1], 'company' | 'status'>
const inReview = (given: Given = {}) => insertInvoice(opened.db, { company, status: 'in-review', ...given })
const targetOf = ({ id, version }: InvoiceRow) => ({ companyId: company.id, invoiceId: id, version, actor: CLERK })
const reread = ({ id }: InvoiceRow) => readInvoice(opened.db, id)

async function lastEvent({ id }: InvoiceRow) {
  return await opened.db
    .selectFrom('event')
    .select(['kind', 'actor', 'data'])
    .where('invoice_id', '=', id)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
}

describe('correcting', () => {
  test('a person’s value is certain, keeps what was read as an alternative, and counts as touched', async () => {
    const invoice = await inReview()
    const correction = { fields: { grossTotal: '120.00', purchaseOrder: ' PO  7 ', dueDate: null } }
    const done = await correct(ports, { ...targetOf(invoice), correction })
    expect(done).toEqual({ invoiceId: invoice.id, status: 'in-review', version: invoice.version + 1 })
    const after = await reread(invoice)
    expect(after).toMatchObject({ gross_total: '120.00', due_date: null, touched_by: [CLERK] })
    expect(after.draft?.fields.dueDate).toBeUndefined()
    expect(after.draft?.fields.purchaseOrder?.value).toBe('PO 7')
    expect(after.draft?.fields.grossTotal).toMatchObject({
      value: '120.00',
      confidence: 1,
      source: 'person',
      alternatives: [{ value: '119.00', reader: 'labelled-text', score: 0.98 }],
    })
    expect(await lastEvent(invoice)).toMatchObject({
      kind: 'invoice.correct',
      actor: CLERK,
      data: {
        changed: [
          { what: 'grossTotal', from: '119.00', to: '120.00' },
          { what: 'purchaseOrder', from: null, to: 'PO 7' },
          { what: 'dueDate', from: '2026-03-20', to: null },
        ],
      },
    })
  })

  test('the findings follow the correction, in both directions', async () => {
    const invoice = await inReview()
    await correct(ports, { ...targetOf(invoice), correction: { fields: { grossTotal: '120.00' } } })
    const wrong = await reread(invoice)
    expect(wrong.findings.map(({ code }) => code)).toContain('totals-add-up')
    await correct(ports, { ...targetOf(wrong), correction: { fields: { grossTotal: '119.00' } } })
    expect((await reread(invoice)).findings.map(({ code }) => code)).not.toContain('totals-add-up')
  })

  test('saving what is there already changes nothing, so it touches nothing', async () => {
    const invoice = await inReview()
    const correction = { type: 'invoice', fields: { grossTotal: ' 119.00 ', purchaseOrder: '' }, lines: [] } as const
    const done = await correct(ports, { ...targetOf(invoice), correction: { ...correction, lines: [] } })
    expect(done.version).toBe(invoice.version)
    expect(await reread(invoice)).toEqual(invoice)
  })

  test('details and terms are entered as fields are, and what was read stays among the alternatives', async () => {
    const invoice = await inReview()
    const read = {
      value: '2026-02-19',
      confidence: 0.8,
      because: 'after "Delivered"',
      place: { page: 1, box: [1, 2, 3, 4] },
    }
    const draft = { ...invoice.draft, details: { deliveryDate: read, contract: { ...read, value: 'C-1' } } } as Draft
    await opened.db
      .updateTable('invoice')
      .set({ draft: asJson(draft) })
      .where('id', '=', invoice.id)
      .execute()
    const terms = { text: '2 % within 10 days, 30 days net', netDays: 30, discounts: [{ percent: '2', days: 10 }] }
    const details = { deliveryDate: '2026-02-18', prepaid: '10,50', contract: null }
    await correct(ports, { ...targetOf(invoice), correction: { details, terms } })
    const after = await reread(invoice)
    expect(after.draft).toMatchObject({
      terms,
      details: { prepaid: { value: '10.50', source: 'person', confidence: 1 } },
    })
    expect(after.draft?.details?.deliveryDate).toMatchObject({
      value: '2026-02-18',
      alternatives: [{ value: '2026-02-19', place: read.place }],
    })
    expect(after.draft?.details).not.toHaveProperty('contract')
    await expect(
      correct(ports, { ...targetOf(after), correction: { details: { prepaid: 'ten' } } }),
    ).rejects.toMatchObject({ details: { fields: { prepaid: expect.stringContaining('amount') } } })
  })

  test('what reading the file showed, and the data that it carries, outlast a correction', async () => {
    const invoice = await inReview()
    const concerns = [
      { code: 'content-masked', page: 1, characters: 20, visibleCharacters: 100, reasons: [], telling: [], sample: '' },
    ]
    const eInvoice = { syntax: 'ubl', origin: 'file', name: 'bill.xml', findings: [], disagreements: [] }
    const draft = { ...invoice.draft, concerns, eInvoice } as unknown as Draft
    await opened.db
      .updateTable('invoice')
      .set({ draft: asJson(draft) })
      .where('id', '=', invoice.id)
      .execute()
    await correct(ports, { ...targetOf(invoice), correction: { fields: { purchaseOrder: 'PO-1' } } })
    expect((await reread(invoice)).draft).toMatchObject({ concerns, eInvoice })
  })

  test('lines are replaced as a whole', async () => {
    const invoice = await inReview()
    const lines = [{ description: 'Paper', netAmount: '100.00', vatRate: '19' }]
    await correct(ports, { ...targetOf(invoice), correction: { lines } })
    expect((await reread(invoice)).draft?.lines).toEqual(lines)
  })

  test.each([
    ['grossTotal', '1,234', '1234.50'],
    ['grossTotal', 'about 5', '1234.50'],
    ['issueDate', '31.12.2026', '2026-03-31'],
    ['issueDate', '2026-02-30', '2026-03-31'],
    ['currency', 'Euro', 'EUR'],
    ['supplierName', 'x'.repeat(501), '500'],
  ] as const)('%s %j is refused with what would do', async (field, typed, remedy) => {
    const invoice = await inReview()
    await expect(
      correct(ports, { ...targetOf(invoice), correction: { fields: { [field]: typed } } }),
    ).rejects.toMatchObject({
      code: 'http.invalid-request',
      details: { fields: { [field]: expect.stringContaining(remedy) } },
    })
    expect(await reread(invoice)).toEqual(invoice)
  })

  test.each([
    ['grossTotal', '1 234,5', '1234.5'],
    ['grossTotal', '-12', '-12'],
    ['currency', 'eur', 'EUR'],
    ['iban', 'de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['supplierVatId', 'de 136.695-976', 'DE136695976'],
  ] as const)('%s %j is kept as %j', async (field, typed, value) => {
    const invoice = await inReview()
    await correct(ports, { ...targetOf(invoice), correction: { fields: { [field]: typed } } })
    expect((await reread(invoice)).draft?.fields[field]?.value).toBe(value)
  })

  test('a bill that could not be read can be entered by hand', async () => {
    const invoice = await inReview()
    await opened.db.updateTable('invoice').set({ draft: null }).where('id', '=', invoice.id).execute()
    await correct(ports, { ...targetOf(invoice), correction: { fields: PLAIN_BILL } })
    const entered = await reread(invoice)
    expect(entered).toMatchObject({ supplier_name: 'Nordlicht Papier GmbH', gross_total: '119.00' })
    expect((await accept(ports, targetOf(entered))).status).toBe('validated')
  })

  test('taking a bill back from its approvers by a correction voids their links', async () => {
    const invoice = await insertInvoice(opened.db, { company, status: 'validated' })
    const publicUrl = () => 'https://billhook.example'
    const options = { invoice, company, approvers: ['ann@acme.example'] }
    const { invoice: waiting } = await routeBill({ ...ports, publicUrl }, options)
    await correct(ports, { ...targetOf(waiting), correction: { fields: { iban: 'DE89370400440532013000' } } })
    expect((await reread(invoice)).status).toBe('in-review')
    const [request] = await opened.db
      .selectFrom('decision_request')
      .select('voided_at')
      .where('invoice_id', '=', invoice.id)
      .execute()
    expect(request?.voided_at).not.toBeNull()
  })
})

describe('accepting', () => {
  test('sends the bill on with its key, whatever was found, and does not count as touching it', async () => {
    const invoice = await inReview({ values: { ...PLAIN_BILL, grossTotal: '500.00' } })
    const done = await accept(ports, targetOf(invoice))
    expect(done.status).toBe('validated')
    const after = await reread(invoice)
    expect(after.findings.map(({ code }) => code)).toContain('totals-add-up')
    expect(after).toMatchObject({ touched_by: [], due_at: clock.now(), bill_key: expect.any(String) })
    expect(work).toEqual([
      { name: 'route', invoiceId: invoice.id, version: done.version },
      { name: 'learn', learnedInvoiceId: invoice.id },
    ])
  })

  test('refuses a bill that lacks what accounting needs, and says what', async () => {
    const { issueDate: _, ...values } = PLAIN_BILL
    const invoice = await inReview({ values })
    await expect(accept(ports, targetOf(invoice))).rejects.toMatchObject({
      code: 'pipeline.bill-incomplete',
      details: { problems: [expect.stringContaining('issueDate')] },
    })
    expect((await reread(invoice)).status).toBe('in-review')
  })

  test('lets the same bill on its way only once; when the first has ended the second may go', async () => {
    const [first, second] = [await inReview(), await inReview()]
    await accept(ports, targetOf(first))
    await expect(accept(ports, targetOf(second))).rejects.toMatchObject({ code: 'pipeline.same-bill-exists' })
    expect(await reread(second)).toMatchObject({ status: 'in-review', version: second.version })
    const onItsWay = await reread(first)
    await move(ports, { invoice: onItsWay, outcome: 'unroutable', actor: 'stage:route' })
    await reject(ports, { ...targetOf(await reread(first)), reason: 'a draft' })
    expect((await accept(ports, targetOf(second))).status).toBe('validated')
  })
})

describe('ending and bringing back', () => {
  test('rejecting, filing and marking as duplicate end it with what was said', async () => {
    const [a, b, c] = [await inReview(), await inReview(), await inReview()]
    expect((await reject(ports, { ...targetOf(a), reason: 'not ours' })).status).toBe('rejected')
    expect((await markDuplicate(ports, { ...targetOf(b), duplicateOf: a.id })).status).toBe('duplicate')
    expect((await file(ports, { ...targetOf(c), reason: 'a statement' })).status).toBe('filed')
    expect((await lastEvent(a))?.data).toMatchObject({ reason: 'not ours' })
    expect((await lastEvent(b))?.data).toMatchObject({ duplicateOf: a.id })
    expect((await lastEvent(c))?.data).toMatchObject({ reason: 'a statement' })
    expect((await reopen(ports, targetOf(await reread(a)))).status).toBe('in-review')
  })

  test('a duplicate of an invoice in other books is refused', async () => {
    const other = await insertInvoice(opened.db, { company: await insertCompany(opened.db), status: 'in-review' })
    const invoice = await inReview()
    await expect(markDuplicate(ports, { ...targetOf(invoice), duplicateOf: other.id })).rejects.toMatchObject({
      code: 'pipeline.not-found',
    })
  })

  test('a bill is taken back from its approvers', async () => {
    const invoice = await insertInvoice(opened.db, { company, status: 'awaiting-approval' })
    expect((await recall(ports, targetOf(invoice))).status).toBe('in-review')
  })

  test('what the status does not allow is refused', async () => {
    const posted = await insertInvoice(opened.db, { company, status: 'posted' })
    for (const act of [accept, recall, reopen, retry]) {
      await expect(act(ports, targetOf(posted))).rejects.toMatchObject({ code: 'pipeline.illegal-outcome' })
    }
    expect(await reread(posted)).toEqual(posted)
  })
})

describe('trying again', () => {
  test('from review it is read anew from its original', async () => {
    const invoice = await inReview({ findings: [{ code: 'x', severity: 'error', message: 'x' }] })
    const done = await retry(ports, targetOf(invoice))
    expect(await reread(invoice)).toMatchObject({ status: 'received', findings: [], due_at: clock.now() })
    expect(work).toEqual([{ name: 'identify', invoiceId: invoice.id, version: done.version }])
  })

  test('a stuck stage runs again where it stands, at its version', async () => {
    const invoice = await insertInvoice(opened.db, { company, status: 'approved' })
    const failure = { code: 'accounting.unavailable', message: 'down', at: clock.now().toISOString(), attempts: 9 }
    await opened.db
      .updateTable('invoice')
      .set({ failure: asJson(failure), attempts: 9, due_at: null })
      .where('id', '=', invoice.id)
      .execute()
    expect(await retry(ports, targetOf(invoice))).toMatchObject({ status: 'approved', version: invoice.version })
    expect(await reread(invoice)).toMatchObject({ failure: null, attempts: 0, due_at: clock.now() })
    expect(await lastEvent(invoice)).toMatchObject({
      kind: 'invoice.retry-stage',
      data: { failure: 'accounting.unavailable' },
    })
    expect(work).toEqual([{ name: 'post', invoiceId: invoice.id, version: invoice.version }])
    await expect(retry(ports, targetOf(invoice))).rejects.toMatchObject({ code: 'pipeline.illegal-outcome' })
  })
})

describe('a stuck delivery', () => {
  test('is unpacked again at once, and only while it is stuck', async () => {
    const { delivery_id: deliveryId } = await inReview()
    const failure = { code: 'x', message: 'x', at: clock.now().toISOString(), attempts: 5 }
    const stuck = { failure: asJson(failure), attempts: 5, due_at: null, disposed_at: null }
    await opened.db.updateTable('delivery').set(stuck).where('id', '=', deliveryId).execute()
    const target = { companyId: company.id, deliveryId, actor: CLERK }
    await retryDelivery(ports, target)
    expect(work).toEqual([{ name: 'unpack', deliveryId }])
    const after = await opened.db.selectFrom('delivery').selectAll().where('id', '=', deliveryId).executeTakeFirst()
    expect(after).toMatchObject({ failure: null, attempts: 0, due_at: clock.now() })
    await expect(retryDelivery(ports, target)).rejects.toMatchObject({ code: 'pipeline.illegal-outcome' })
  })
})

describe('two people on one invoice', () => {
  test('an action on a version of the past is refused with where it stands now', async () => {
    const invoice = await inReview()
    await correct(ports, { ...targetOf(invoice), correction: { fields: { grossTotal: '5.00' } } })
    const late = { ...targetOf(invoice), correction: { fields: { grossTotal: '6.00' } } }
    await expect(correct(ports, late)).rejects.toMatchObject({
      code: 'pipeline.version-conflict',
      status: 409,
      details: { currentVersion: invoice.version + 1, currentStatus: 'in-review' },
    })
    expect((await reread(invoice)).gross_total).toBe('5.00')
  })

  test('of two actions at the same moment one holds', async () => {
    const invoice = await inReview()
    const settled = await Promise.allSettled([
      accept(ports, targetOf(invoice)),
      file(ports, targetOf(invoice)),
      correct(ports, { ...targetOf(invoice), correction: { fields: { grossTotal: '5.00' } } }),
    ])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of settled) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'pipeline.version-conflict' })
    }
    expect((await reread(invoice)).version).toBe(invoice.version + 1)
  })
})
