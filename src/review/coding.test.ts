import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CodeLists } from '../../schemas/coding.ts'
import type { Company } from '../../schemas/company.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { OpenDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../http/testing/records.ts'
import { toBill } from '../pipeline/bill.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { accept } from './accept.ts'
import type { Correction } from './apply-correction.ts'
import { changeCodeLists, readCodeLists } from './change-code-lists.ts'
import { correct } from './correct.ts'
import type { ReviewPorts } from './open-invoice.ts'
import { suggestCoding } from './suggest-coding.ts'

const CLERK = 'clerk@acme.example'
const LISTS: CodeLists = {
  account: [
    { code: '4930', name: 'Office' },
    { code: '4900', name: 'Other' },
  ],
  costCentre: [{ code: 'Berlin', name: '' }],
  taxCode: [{ code: 'V19', name: '19 %' }],
  defaults: { account: '4900' },
}
const LINES = [
  { description: 'Paper', netAmount: '60.00' },
  { description: 'Toner', netAmount: '40.00' },
]

let opened: OpenDatabase
let company: Company
let ports: ReviewPorts
const clock = startClock()

beforeAll(async () => {
  opened = await openTestDatabase()
})
afterAll(() => opened.close())
beforeEach(async () => {
  company = await insertCompany(opened.db)
  ports = { db: opened.db, now: clock.now, dispatch: async () => {} }
  await changeCodeLists(ports, { companyId: company.id, actor: CLERK, codeLists: LISTS })
})

const inReview = () => insertInvoice(opened.db, { company, status: 'in-review' })
const targetOf = ({ id, version }: InvoiceRow) => ({ companyId: company.id, invoiceId: id, version, actor: CLERK })
async function corrected(invoice: InvoiceRow, correction: Correction): Promise<InvoiceRow> {
  await correct(ports, { ...targetOf(invoice), correction })
  return await readInvoice(opened.db, invoice.id)
}
const approved = (invoice: InvoiceRow) => ({ ...invoice, approved_by: 'boss@acme.example', approved_at: clock.now() })

describe('coding a bill', () => {
  test('a line says what differs from the bill, the bill what differs from the company, and the books get all of it', async () => {
    const lines = [{ ...LINES[0]!, coding: { account: '4930' } }, LINES[1]!]
    const coding = { costCentre: 'Berlin', taxCode: 'V19' }
    const invoice = await corrected(await inReview(), { lines, coding })
    const bill = toBill(approved(invoice), LISTS)
    expect(bill.coding).toEqual({ account: '4900', costCentre: 'Berlin', taxCode: 'V19' })
    expect(bill.lines.map((line) => line.coding?.account)).toEqual(['4930', '4900'])
    expect(bill.lines[1]?.coding).toEqual(bill.coding)
  })

  test('a bill that nobody coded gets the company’s default, and no coding where there is none', async () => {
    const invoice = await corrected(await inReview(), { lines: LINES })
    expect(toBill(approved(invoice), LISTS).lines.map(({ coding }) => coding)).toEqual([
      { account: '4900' },
      { account: '4900' },
    ])
    expect(toBill(approved(invoice))).not.toHaveProperty('coding')
  })

  test('a code that is not in the list is refused with its line, and nothing is saved', async () => {
    const invoice = await inReview()
    const lines = [LINES[0]!, { ...LINES[1]!, coding: { account: '4711' } }]
    await expect(corrected(invoice, { lines, coding: { costCentre: 'Bonn' } })).rejects.toMatchObject({
      code: 'http.invalid-request',
      message: expect.stringContaining('line 2: there is no account "4711"'),
      details: { fields: { lines: 'line 2: there is no account "4711"', coding: 'there is no cost centre "Bonn"' } },
    })
    expect(await readInvoice(opened.db, invoice.id)).toEqual(invoice)
  })

  test('a code that was taken from the list stops neither other corrections nor others’ lines, but nobody accepts it', async () => {
    const invoice = await corrected(await inReview(), { lines: LINES, coding: { account: '4930' } })
    const account = [{ code: '4900', name: 'Other' }]
    await changeCodeLists(ports, { companyId: company.id, actor: CLERK, codeLists: { ...LISTS, account } })
    const after = await corrected(invoice, { fields: { purchaseOrder: 'PO-1' } })
    await expect(accept(ports, targetOf(after))).rejects.toMatchObject({
      code: 'pipeline.bill-incomplete',
      details: { problems: ['there is no account "4930"'] },
    })
    const recoded = await corrected(after, { coding: { account: '4900' } })
    expect(await accept(ports, targetOf(recoded))).toMatchObject({ status: 'validated' })
  })

  test('the trail says cell by cell how lines were changed', async () => {
    const before = await corrected(await inReview(), { lines: LINES })
    const lines = [LINES[0]!, { ...LINES[1]!, netAmount: '41.00', coding: { account: '4930' } }]
    await corrected(before, { lines })
    const { data } = await opened.db
      .selectFrom('event')
      .select('data')
      .where('invoice_id', '=', before.id)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(data.changed).toEqual([
      {
        what: 'lines',
        from: 2,
        to: 2,
        cells: [
          { row: 2, what: 'netAmount', from: '40.00', to: '41.00' },
          { row: 2, what: 'coding', from: null, to: { account: '4930' } },
        ],
      },
    ])
  })
})

describe('the lists', () => {
  test('are empty until somebody enters them, and the trail says what was added and removed', async () => {
    const fresh = await insertCompany(opened.db)
    expect(await readCodeLists(opened.db, fresh.id)).toEqual({ account: [], costCentre: [], taxCode: [], defaults: {} })
    await changeCodeLists(ports, { companyId: company.id, actor: CLERK, codeLists: { ...LISTS, taxCode: [] } })
    const { data } = await opened.db
      .selectFrom('event')
      .select('data')
      .where('company_id', '=', company.id)
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(data).toMatchObject({ changed: ['codeLists'], added: [], removed: ['taxCode V19'] })
  })
})

describe('a suggestion', () => {
  const supplier = async (coding: object) => {
    const id = newId()
    const at = clock.now()
    await opened.db
      .insertInto('supplier')
      .values({
        id,
        company_id: company.id,
        name: 'Paper Ltd',
        currency: null,
        coding: asJson(coding),
        created_from: null,
        created_at: at,
        updated_at: at,
      })
      .execute()
    return id
  }
  const billOf = async (supplierId: string, draft: Partial<Draft>) => {
    const invoice = await insertInvoice(opened.db, { company, status: 'posted' })
    await opened.db
      .updateTable('invoice')
      .set({ supplier_id: supplierId, draft: asJson({ ...invoice.draft, ...draft } as Draft) })
      .where('id', '=', invoice.id)
      .execute()
    return invoice
  }

  test('is how the last coded bill of the supplier was coded, line by line', async () => {
    const supplierId = await supplier({ account: '4900' })
    const lines = [{ ...LINES[0]!, coding: { costCentre: 'Berlin' } }, LINES[1]!]
    const coded = await billOf(supplierId, { coding: { account: '4930' }, lines })
    await billOf(supplierId, {})
    const asked = await billOf(supplierId, {})
    expect(await suggestCoding(opened.db, { companyId: company.id, invoiceId: asked.id })).toEqual({
      from: { invoiceId: coded.id, invoiceNumber: coded.invoice_number, issueDate: coded.issue_date },
      coding: { account: '4930' },
      lines: [{ description: 'Paper', coding: { costCentre: 'Berlin' } }],
    })
  })

  test('is the supplier’s own default before any bill was coded, and nothing for an unknown supplier', async () => {
    const asked = await billOf(await supplier({ account: '4900' }), {})
    const target = { companyId: company.id, invoiceId: asked.id }
    expect(await suggestCoding(opened.db, target)).toEqual({ from: null, coding: { account: '4900' }, lines: [] })
    expect(await suggestCoding(opened.db, { ...target, invoiceId: (await inReview()).id })).toBeNull()
  })
})
