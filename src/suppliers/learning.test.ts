import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOddBill } from '../../fixtures/generate/odd-suppliers.ts'
import { accept } from '../review/accept.ts'
import { forgetLesson } from './change-lesson.ts'
import { learnFromInvoice } from './learn-from-invoice.ts'
import { listSuppliers } from './list-suppliers.ts'
import { readSupplier } from './read-supplier.ts'
import { measureLearning } from './testing/measure-learning.ts'
import { type LearningDesk, openLearningDesk } from './testing/open-learning-desk.ts'

const SLOW = { timeout: 120_000 }
const SEED = 'test'
let desk: LearningDesk
beforeAll(async () => {
  desk = await openLearningDesk()
}, 60_000)
afterAll(() => desk.close())

const supplierOf = async (invoice: { id: string }) => {
  const { supplier_id: supplierId } = await desk.db
    .selectFrom('invoice')
    .select('supplier_id')
    .where('id', '=', invoice.id)
    .executeTakeFirstOrThrow()
  return await readSupplier(desk.db, { companyId: desk.company.id, supplierId: supplierId ?? 'none' })
}

test('one corrected bill of a supplier with an odd paper, and the next ones are read right', SLOW, async () => {
  const { first, later } = await measureLearning(desk, { seed: SEED, suppliers: 4, next: 2 })
  expect(first.right / first.fields).toBeLessThan(0.75)
  expect(later.right / later.fields, later.wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
  expect(later.wrongAndSure).toEqual([])
})

describe('what was learned', () => {
  test('says from which bill, and stands on the page', SLOW, async () => {
    const { pdf, truth } = await makeOddBill({ seed: SEED, supplier: 10, bill: 0 })
    await desk.confirm(await desk.bringIn(pdf), truth)
    const next = await makeOddBill({ seed: SEED, supplier: 10, bill: 1 })
    const { draft } = await desk.bringIn(next.pdf)
    expect(draft?.fields.invoiceNumber).toMatchObject({
      value: next.truth.fields.invoiceNumber,
      because: expect.stringContaining(`learned from INVOICE ${truth.fields.invoiceNumber}: `),
      place: { page: 1 },
    })
  })

  test('holds more and more, and is counted once however often its bill is confirmed', SLOW, async () => {
    const bills = await Promise.all([0, 1].map((bill) => makeOddBill({ seed: SEED, supplier: 11, bill })))
    const first = await desk.bringIn(bills[0]!.pdf)
    await desk.confirm(first, bills[0]!.truth)
    const second = await desk.bringIn(bills[1]!.pdf)
    await desk.confirm(second, bills[1]!.truth)
    const once = await supplierOf(second)
    expect(once.learned.find(({ subject, kind }) => subject === 'invoiceNumber' && kind === 'place')).toMatchObject({
      hits: 1,
      misses: 0,
      invoiceId: first.id,
    })
    await desk.db
      .insertInto('lesson_due')
      .values({ id: second.id, company_id: desk.company.id, actor: 'somebody', noted: 1 })
      .execute()
    await learnFromInvoice(desk.ports, second.id)
    const twice = await supplierOf(second)
    expect(twice.learned).toEqual(once.learned)
    expect(twice.precision).toEqual(once.precision)
    expect(twice.precision.find(({ field }) => field === 'invoiceNumber')?.right_count).toBeGreaterThan(0)
  })

  test('is not used on another paper of the same supplier, where the usual readers read', SLOW, async () => {
    const { pdf, truth } = await makeOddBill({ seed: SEED, supplier: 12, bill: 0 })
    const invoice = await desk.bringIn(pdf)
    await desk.confirm(invoice, truth)
    const moved = await makeOddBill({ seed: SEED, supplier: 12, bill: 1, moved: true })
    const { draft, supplier_id: supplierId } = await desk.bringIn(moved.pdf)
    expect(supplierId).toBe((await supplierOf(invoice)).id)
    const placed = Object.values(draft?.fields ?? {}).filter(({ because }) => because?.includes(': right of'))
    expect(placed).toEqual([])
  })

  test('belongs to its supplier: nobody else’s bill is read by it', SLOW, async () => {
    const { pdf, truth } = await makeOddBill({ seed: SEED, supplier: 13, bill: 0 })
    await desk.confirm(await desk.bringIn(pdf), truth)
    const other = await makeOddBill({ seed: SEED, supplier: 19, bill: 0 })
    const { draft, supplier_id: supplierId } = await desk.bringIn(other.pdf)
    expect(supplierId).toBeNull()
    expect(Object.values(draft?.fields ?? {}).filter(({ source }) => source === 'learned')).toEqual([])
  })

  test('can be forgotten', SLOW, async () => {
    const { pdf, truth } = await makeOddBill({ seed: SEED, supplier: 14, bill: 0 })
    const invoice = await desk.bringIn(pdf)
    await desk.confirm(invoice, truth)
    const { id: supplierId, learned } = await supplierOf(invoice)
    for (const { id: lessonId } of learned)
      await forgetLesson(desk.ports, { companyId: desk.company.id, supplierId, lessonId, actor: 'clerk' })
    const next = await makeOddBill({ seed: SEED, supplier: 14, bill: 1 })
    const { draft } = await desk.bringIn(next.pdf)
    expect(Object.values(draft?.fields ?? {}).filter(({ because }) => because?.includes('learned'))).toEqual([])
    expect((await supplierOf(invoice)).learned).toEqual([])
  })
})

test('two bills of a new supplier that are accepted at once make one supplier', SLOW, async () => {
  const bills = await Promise.all([0, 1].map((bill) => makeOddBill({ seed: SEED, supplier: 15, bill })))
  const before = (await listSuppliers(desk.db, { companyId: desk.company.id })).length
  const invoices = []
  for (const { pdf } of bills) invoices.push(await desk.bringIn(pdf))
  await Promise.all(invoices.map((invoice, at) => desk.confirm(invoice, bills[at]!.truth)))
  const after = await listSuppliers(desk.db, { companyId: desk.company.id })
  expect(after).toHaveLength(before + 1)
  const [one, other] = await Promise.all(invoices.map(supplierOf))
  expect(one?.id).toBe(other?.id)
  expect(one?.invoices).toBe(2)
})

test('what was noted is learned once, and the note is gone', SLOW, async () => {
  const { pdf, truth } = await makeOddBill({ seed: SEED, supplier: 16, bill: 0 })
  const invoice = await desk.bringIn(pdf)
  await desk.confirm(invoice, truth)
  expect(await desk.db.selectFrom('lesson_due').select('id').execute()).toEqual([])
  const events = await desk.db
    .selectFrom('event')
    .select('kind')
    .where('invoice_id', '=', invoice.id)
    .orderBy('seq')
    .execute()
  expect(events.map(({ kind }) => kind)).toContain('supplier.created')
  await expect(
    accept(desk.ports, { companyId: desk.company.id, invoiceId: invoice.id, version: 0, actor: 'late' }),
  ).rejects.toThrow(/changed meanwhile/)
})
