import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { FieldName } from '../../schemas/draft.ts'
import type { SupplierEntry } from '../../schemas/supplier.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, makeDraft, newId, readInvoice, startClock } from '../http/testing/records.ts'
import { validate } from '../validation/index.ts'
import { editSupplier, enterSupplier, removeSupplier } from './change-supplier.ts'
import { findSupplierOfBill } from './find-supplier-of-bill.ts'
import { identifiersOnPages } from './identifiers.ts'
import { listSuppliers } from './list-suppliers.ts'
import { matchSupplier } from './match-supplier.ts'
import { mergeSuppliers } from './merge-suppliers.ts'
import { readSupplier } from './read-supplier.ts'

const OWN = { names: ['Acme Ltd'], vatIds: ['GB365462636'], ibans: ['GB82WEST12345698765432'] }
const ACTOR = 'clerk@acme.example'

let opened: OpenDatabase
let company: Company
const clock = startClock()
const ports = () => ({ db: opened.db, now: clock.now, newId })
beforeAll(async () => {
  opened = await openTestDatabase()
})
afterAll(() => opened.close())
beforeEach(async () => {
  company = await insertCompany(opened.db, { own: OWN })
})

const enter = (entry: SupplierEntry) => enterSupplier(ports(), { companyId: company.id, actor: ACTOR, entry })

async function judge(values: Partial<Record<FieldName, string>>) {
  const invoice = await insertInvoice(opened.db, { company, status: 'extracted', values })
  return await findSupplierOfBill(opened.db, { invoice, draft: makeDraft(values), own: OWN })
}
const matchOf = async (values: Partial<Record<FieldName, string>>) => (await judge(values)).patch.supplier_id

test('a supplier is known by its VAT id, account or name, however they are written, and it is said by which', async () => {
  const id = await enter({
    name: 'Nordlicht Papier GmbH',
    vatId: 'DE 136 695 976',
    ibans: ['DE89 3704 0044 0532 0130 00'],
  })
  expect(await matchOf({ supplierVatId: 'DE136695976' })).toBe(id)
  expect(await matchOf({ iban: 'DE89370400440532013000' })).toBe(id)
  expect(await matchOf({ supplierName: 'NORDLICHT PAPIER' })).toBe(id)
  const found = [{ kind: 'vat-id' as const, value: 'DE136695976', shown: 'DE136695976' }]
  expect(await matchSupplier(opened.db, { companyId: company.id, found })).toEqual({
    supplierId: id,
    because: ['VAT id DE 136 695 976'],
  })
})

describe('a supplier that arose from a bill', () => {
  const values = { supplierName: 'Wren Catering Ltd', supplierVatId: 'GB123456782' }
  const entry = { name: 'Wren Catering Ltd', vatId: 'GB123456782' }
  /** As learning makes it of a bill in that status. */
  const arise = async (status: 'awaiting-approval' | 'rejected') => {
    const id = await enter(entry)
    const founding = await insertInvoice(opened.db, { company, status, values })
    await opened.db.updateTable('invoice').set({ supplier_id: id }).where('id', '=', founding.id).execute()
    await opened.db.updateTable('supplier').set({ created_from: founding.id }).where('id', '=', id).execute()
    return id
  }
  const listed = async (q?: string) =>
    (await listSuppliers(opened.db, { companyId: company.id, q })).map(({ id }) => id)

  test('is listed, and known to the next bill', async () => {
    const id = await arise('awaiting-approval')
    expect([await listed(), await listed('wren')]).toEqual([[id], [id]])
    expect((await judge(values)).supplier.isKnown).toBe(true)
  })

  test('is neither once that bill is rejected, though its next bill is still matched with it', async () => {
    const id = await arise('rejected')
    expect([await listed(), await listed('wren')]).toEqual([[], []])
    expect(await judge(values)).toMatchObject({ patch: { supplier_id: id }, supplier: { isKnown: false } })
  })

  test('stays where a person has edited it', async () => {
    const id = await arise('rejected')
    await editSupplier(ports(), { companyId: company.id, supplierId: id, actor: ACTOR, entry })
    expect(await listed()).toEqual([id])
    expect((await judge(values)).supplier.isKnown).toBe(true)
  })
})

test('what two suppliers share names neither of them', async () => {
  const one = await enter({ name: 'Kite Foods Ltd', domains: ['portal.example'] })
  await enter({ name: 'Kite Foods Ltd', vatId: 'GB123456789', domains: ['portal.example'] })
  expect(await matchOf({ supplierName: 'Kite Foods' })).toBeNull()
  expect(await matchOf({ supplierName: 'Kite Foods', supplierVatId: 'GB123456789' })).not.toBe(one)
})

test('a name is not enough where the bill has another VAT id than the supplier', async () => {
  await enter({ name: 'Nordlicht Papier GmbH', vatId: 'DE136695976' })
  expect(await matchOf({ supplierName: 'Nordlicht Papier GmbH', supplierVatId: 'DE129273398' })).toBeNull()
})

test('our own company is never the supplier, even where somebody entered it as one', async () => {
  await enter({ name: 'Acme Ltd', vatId: 'GB365462636', ibans: ['GB82WEST12345698765432'] })
  const ours = { supplierName: 'Acme Limited', supplierVatId: 'GB365462636', iban: 'GB82WEST12345698765432' }
  expect(await matchOf(ours)).toBeNull()
})

test('a mail domain where anybody has an address is nobody’s', async () => {
  await expect(enter({ name: 'Small Shop', domains: ['gmail.com'] })).rejects.toMatchObject({
    code: 'http.invalid-request',
  })
})

test('the words of a page are enough to know whose it is: numbers in groups, addresses, a name in the head', () => {
  const word = (text: string, x: number, y: number) => ({
    text,
    box: [x, y, x + 6 * text.length, y + 10] as [number, number, number, number],
    source: 'text-layer' as const,
    confidence: 1,
  })
  const words = [
    ...['Nordlicht', 'Papier', 'GmbH'].map((text, at) => word(text, 50 + 62 * at, 40)),
    ...['IBAN', 'DE89', '3704', '0044', '0532', '0130', '00'].map((text, at) => word(text, 50 + 32 * at, 700)),
    word('office@nordlicht.example', 50, 720),
  ]
  const transcript = {
    pages: [{ number: 1, width: 595, height: 842, source: 'text-layer' as const, words }],
    ocrLanguages: [],
    notes: [],
  }
  const found = identifiersOnPages(transcript, { ours: { own: OWN, domains: [] } })
  expect(found).toContainEqual(expect.objectContaining({ kind: 'iban', value: 'DE89370400440532013000' }))
  expect(found).toContainEqual(expect.objectContaining({ kind: 'domain', value: 'nordlicht.example' }))
  expect(found).toContainEqual(expect.objectContaining({ kind: 'name', value: 'nordlichtpapier' }))
})

test('another account than the trusted ones stops a bill; the first bill of a supplier is told to who approves it', async () => {
  await enter({ name: 'Nordlicht Papier GmbH', vatId: 'DE136695976', ibans: ['DE89370400440532013000'] })
  const check = async (values: Partial<Record<FieldName, string>>) => {
    const { supplier } = await judge(values)
    return validate(makeDraft(values), { own: OWN, sameBill: [], supplier })
  }
  const changed = await check({ supplierVatId: 'DE136695976', iban: 'DE02120300000000202051' })
  expect(changed).toContainEqual(
    expect.objectContaining({ code: 'bank-details-are-trusted', severity: 'error', field: 'iban' }),
  )
  const usual = await check({ supplierVatId: 'DE136695976', iban: 'DE89370400440532013000' })
  const codes = usual.map(({ code }) => code)
  expect(codes).not.toContain('bank-details-are-trusted')
  expect(codes).not.toContain('supplier-is-known')
  const first = await check({ supplierName: 'Somebody New Ltd' })
  expect(first).toContainEqual(expect.objectContaining({ code: 'supplier-is-known', holds: false }))
})

test('of two suppliers that are merged one is left, with the numbers and invoices of both, and the trail says so', async () => {
  const kept = await enter({ name: 'Kite & Sons Ltd', vatId: 'GB123456789' })
  const gone = await enter({ name: 'Kite and Sons', ibans: ['GB33BUKB20201555555555'] })
  const invoice = await insertInvoice(opened.db, { company, status: 'posted' })
  await opened.db.updateTable('invoice').set({ supplier_id: gone }).where('id', '=', invoice.id).execute()
  await mergeSuppliers(ports(), { companyId: company.id, supplierId: gone, actor: ACTOR, into: kept })
  expect(await listSuppliers(opened.db, { companyId: company.id })).toMatchObject([{ id: kept, invoices: 1 }])
  const { identifiers } = await readSupplier(opened.db, { companyId: company.id, supplierId: kept })
  expect(identifiers.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['vat-id', 'iban', 'name']))
  expect(await lastEvent()).toMatchObject({ kind: 'supplier.merged', actor: ACTOR, data: { merged: gone } })
})

test('a supplier that is taken out leaves its invoices and an event', async () => {
  const id = await enter({ name: 'Kite & Sons Ltd' })
  const invoice = await insertInvoice(opened.db, { company, status: 'posted' })
  await opened.db.updateTable('invoice').set({ supplier_id: id }).where('id', '=', invoice.id).execute()
  await removeSupplier(ports(), { companyId: company.id, supplierId: id, actor: ACTOR })
  expect((await readInvoice(opened.db, invoice.id)).supplier_id).toBeNull()
  expect(await lastEvent()).toMatchObject({ kind: 'supplier.removed', data: { name: 'Kite & Sons Ltd' } })
})

async function lastEvent() {
  return await opened.db
    .selectFrom('event')
    .select(['kind', 'actor', 'data'])
    .where('company_id', '=', company.id)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
}
