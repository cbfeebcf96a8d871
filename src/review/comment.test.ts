import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { insertCompany, insertInvoice, newId, readInvoice } from '../http/testing/records.ts'
import { makeKey, startTestHttp, type TestHttp } from '../http/testing/start-http.ts'

let http: TestHttp
let company: Company

beforeAll(async () => {
  http = await startTestHttp()
  company = await insertCompany(http.db)
})
afterAll(() => http.close())

async function say(invoiceId: string, payload: object, role: 'clerk' | 'approver' | 'auditor' = 'clerk') {
  const headers = await makeKey(http, { companyId: company.id, role })
  const url = `/api/companies/${company.id}/invoices/${invoiceId}/comments`
  return await http.app.inject({ method: 'POST', url, payload, headers })
}
async function commentsOn(invoiceId: string) {
  const headers = await makeKey(http, { companyId: company.id, role: 'auditor' })
  const url = `/api/companies/${company.id}/invoices/${invoiceId}/events`
  const { events } = (await http.app.inject({ method: 'GET', url, headers })).json() as {
    events: { kind: string; actor: string; at: string; data: { text?: string } }[]
  }
  return events.filter(({ kind }) => kind === 'invoice.comment')
}

test('a comment stands in the history with who and when, as the text it is, and changes nothing of the bill', async () => {
  const invoice = await insertInvoice(http.db, { company, status: 'awaiting-approval' })
  const text = 'Is this ours?\n<script>alert(1)</script> **bold**'
  expect((await say(invoice.id, { id: newId(), text: `  ${text}\n` }, 'approver')).statusCode).toBe(204)
  expect(await commentsOn(invoice.id)).toMatchObject([
    { actor: 'key:test approver', at: expect.stringMatching(/^\d{4}-.*Z$/), data: { text } },
  ])
  expect(await readInvoice(http.db, invoice.id)).toEqual(invoice)
})

test('the same comment sent again is one comment', async () => {
  const { id: invoiceId } = await insertInvoice(http.db, { company, status: 'in-review' })
  const comment = { id: newId(), text: 'Paid already?' }
  const answers = await Promise.all([say(invoiceId, comment), say(invoiceId, comment)])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([204, 204])
  expect(await commentsOn(invoiceId)).toHaveLength(1)
  await say(invoiceId, { ...comment, id: newId() })
  expect(await commentsOn(invoiceId)).toHaveLength(2)
})

test('an empty comment, and one of somebody who may only look, is refused', async () => {
  const { id: invoiceId } = await insertInvoice(http.db, { company, status: 'in-review' })
  expect((await say(invoiceId, { id: newId(), text: ' \n ' })).statusCode).toBe(400)
  expect((await say(invoiceId, { id: newId(), text: 'me too' }, 'auditor')).statusCode).toBe(403)
  expect(await commentsOn(invoiceId)).toEqual([])
})
