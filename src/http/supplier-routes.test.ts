import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJson } from '../database/json.ts'
import { noteLesson } from '../suppliers/note-lesson.ts'
import { insertCompany, insertInvoice, newId, readInvoice } from './testing/records.ts'
import { makeKey, startTestHttp, type TestHttp } from './testing/start-http.ts'

let http: TestHttp
let headers: { authorization: string }
beforeAll(async () => {
  http = await startTestHttp()
  await insertCompany(http.db, { id: 'acme' })
  headers = await makeKey(http, { companyId: 'acme', role: 'clerk' })
})
afterAll(() => http.close())

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const url = `/api/companies/acme/${path}`
  const response = await http.app.inject({ method, url, headers, ...(payload && { payload }) })
  return { status: response.statusCode, body: response.statusCode === 204 ? null : response.json() }
}

test('a supplier is entered, found by part of its name or number, changed and taken out', async () => {
  const entry = { name: 'Nordlicht Papier GmbH', vatId: 'DE136695976', ibans: ['DE89 3704 0044 0532 0130 00'] }
  const { status, body } = await ask('POST', 'suppliers', entry)
  expect(status).toBe(201)
  expect(body).toMatchObject({ vatId: 'DE136695976', ibans: [{ trusted: true, invoiceId: null }], learned: [] })
  for (const q of ['licht', 'DE1366', '0532013'])
    expect((await ask('GET', `suppliers?q=${q}`)).body.suppliers).toMatchObject([{ id: body.id }])
  expect((await ask('GET', 'suppliers?q=kite')).body.suppliers).toEqual([])
  const changed = await ask('PUT', `suppliers/${body.id}`, {
    name: 'Nordlicht GmbH',
    ibans: [],
    domains: ['nordlicht.example'],
  })
  expect(changed.body).toMatchObject({
    name: 'Nordlicht GmbH',
    vatId: 'DE136695976',
    ibans: [],
    domains: ['nordlicht.example'],
  })
  expect((await ask('DELETE', `suppliers/${body.id}`)).status).toBe(204)
  expect((await ask('GET', `suppliers/${body.id}`)).status).toBe(404)
})

test('of the invoices of a supplier those count that are bills: not a file whose pages are other invoices now', async () => {
  const { id } = (await ask('POST', 'suppliers', { name: 'Kite & Sons Ltd' })).body
  for (const status of ['posted', 'replaced', 'rejected', 'duplicate', 'filed'] as const) {
    const values = { invoiceNumber: `K-${status}`, currency: 'EUR', grossTotal: '119.00' }
    const invoice = await insertInvoice(http.db, { company: { id: 'acme' }, status, values })
    await http.db.updateTable('invoice').set({ supplier_id: id }).where('id', '=', invoice.id).execute()
  }
  const { body } = await ask('GET', 'suppliers?q=kite')
  expect(body.suppliers).toMatchObject([{ id, invoices: 1, totals: [{ currency: 'EUR', amount: '119.00' }] }])
  await ask('DELETE', `suppliers/${id}`)
})

test('what recognizes nobody is refused, and says what', async () => {
  const { status, body } = await ask('POST', 'suppliers', { name: 'Kite', domains: ['gmail.com'] })
  expect(status).toBe(400)
  expect(body.error.message).toContain('gmail.com')
})

test('a person says whose bill it is: the bill takes the name, and no match changes it again', async () => {
  const invoice = await insertInvoice(http.db, { company: { id: 'acme' }, status: 'in-review' })
  const create = { name: 'Kite & Sons Ltd', ibans: ['GB33 BUKB 2020 1555 5555 55'] }
  const { body, status } = await ask('POST', `invoices/${invoice.id}/supplier`, { version: invoice.version, create })
  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'in-review', version: invoice.version + 1 })
  const after = await readInvoice(http.db, invoice.id)
  expect(after.supplier_match).toMatchObject({ by: 'person' })
  expect(after.draft?.fields.supplierName).toMatchObject({ value: 'Kite & Sons Ltd', source: 'person' })
  const late = await ask('POST', `invoices/${invoice.id}/supplier`, { version: invoice.version, supplierId: null })
  expect(late.status).toBe(409)
  const none = await ask('POST', `invoices/${invoice.id}/supplier`, { version: body.version, supplierId: null })
  expect(none.status).toBe(200)
  expect(await readInvoice(http.db, invoice.id)).toMatchObject({ supplier_id: null, supplier_match: { by: 'person' } })
})

test('a lesson is shown with the bill it came from, edited, and forgotten', async () => {
  const { body: supplier } = await ask('POST', 'suppliers', { name: 'Lesson Ltd' })
  const invoice = await insertInvoice(http.db, { company: { id: 'acme' }, status: 'posted' })
  const lessonId = newId()
  await http.db
    .insertInto('supplier_lesson')
    .values({
      id: lessonId,
      supplier_id: supplier.id,
      layout_id: null,
      kind: 'constant',
      subject: 'currency',
      content: asJson({ value: 'EUR' }),
      hits: 4,
      misses: 1,
      invoice_id: invoice.id,
      edited_by: null,
      created_at: http.clock.now(),
    })
    .execute()
  const shown = (await ask('GET', `suppliers/${supplier.id}`)).body.learned
  expect(shown).toMatchObject([{ id: lessonId, text: 'always EUR', value: 'EUR', hits: 4, invoiceId: invoice.id }])
  const path = `suppliers/${supplier.id}/lessons/${lessonId}`
  expect((await ask('PUT', path, { value: 'Taler' })).status).toBe(400)
  expect((await ask('PUT', path, { value: 'chf' })).body).toMatchObject({ value: 'CHF', hits: 0, misses: 0 })
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await ask('GET', `suppliers/${supplier.id}`)).body.learned).toEqual([])
  expect((await ask('DELETE', path)).status).toBe(404)
})

test('what is noted twice is one note, newer than before', async () => {
  const invoice = await insertInvoice(http.db, { company: { id: 'acme' }, status: 'in-review' })
  const note = { companyId: 'acme', invoiceId: invoice.id, actor: 'clerk', at: http.clock.now() }
  for (let time = 0; time < 2; time += 1)
    await http.db.transaction().execute((transaction) => noteLesson(transaction, note))
  const rows = await http.db.selectFrom('lesson_due').select('noted').where('id', '=', invoice.id).execute()
  expect(rows).toEqual([{ noted: 2 }])
})
