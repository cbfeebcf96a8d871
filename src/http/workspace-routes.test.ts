import { createHash } from 'node:crypto'
import { get as httpGet } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { derivedKey } from '../object-store/index.ts'
import { accept } from '../review/accept.ts'
import { correct } from '../review/correct.ts'
import { insertCompany, insertInvoice, PLAIN_BILL } from './testing/records.ts'
import { routeBill } from './testing/route-bill.ts'
import { makeKey, startTestHttp, type TestHttp } from './testing/start-http.ts'
import type { ChangedEvent, Inbox } from './workspace-shapes.ts'

let http: TestHttp
let company: Company
let headers: { authorization: string }
let base: string

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  company = await insertCompany(http.db, { id: 'acme' })
  headers = await makeKey(http, { companyId: 'acme', role: 'admin' })
})
afterAll(() => http.close())

const get = async (path: string) => {
  const response = await http.app.inject({ method: 'GET', url: `/api/companies/acme/${path}`, headers })
  return { status: response.statusCode, body: response.json() }
}

/** Listens to the changes until `isEnough`, then hangs up. */
async function listen(query: string, isEnough: (events: ChangedEvent[]) => boolean): Promise<ChangedEvent[]> {
  const { promise, resolve, reject } = Promise.withResolvers<ChangedEvent[]>()
  const request = httpGet(`${base}/api/companies/acme/changes${query}`, { headers }, (response) => {
    let text = ''
    response.on('data', (chunk) => {
      text += String(chunk)
      const events = [...text.matchAll(/^data: (.*)\n\n/gm)].map((match) => JSON.parse(match[1] ?? '') as ChangedEvent)
      if (!isEnough(events)) return
      resolve(events)
      request.destroy()
    })
    response.on('end', () => reject(new Error(`the stream ended: ${text}`)))
  })
  request.on('error', reject)
  return await promise
}

describe('the inbox', () => {
  test('holds what is on its way with its gravest finding, and counts what has left', async () => {
    const findings = [
      { code: 'dates-make-sense', severity: 'warning' as const, message: 'late' },
      { code: 'totals-add-up', severity: 'error' as const, message: 'no' },
    ]
    const doubtful = await insertInvoice(http.db, { company, status: 'in-review', findings })
    await insertInvoice(http.db, { company, status: 'posted', values: { ...PLAIN_BILL, invoiceNumber: 'R-1' } })
    const { body } = (await get('inbox')) as { body: Inbox }
    expect(body.ended).toEqual({ posted: 1 })
    expect(body.rows).toMatchObject([
      { id: doubtful.id, finding: 'totals-add-up', grossTotal: '119.00', supplierName: 'Nordlicht Papier GmbH' },
    ])
  })
  test('names what holds an invoice, not what is only good to know of it', async () => {
    const told = {
      code: 'supplier-is-known',
      severity: 'warning' as const,
      message: 'the first',
      holds: false as const,
    }
    const holding = { code: 'values-are-sure', severity: 'warning' as const, message: 'unsure' }
    const findings = [told, holding]
    const { id } = await insertInvoice(http.db, { company, status: 'in-review', findings })
    const { body } = (await get('inbox')) as { body: Inbox }
    expect(body.rows.find((row) => row.id === id)).toMatchObject({ finding: 'values-are-sure' })
  })
  test('is for members of the company alone', async () => {
    await insertCompany(http.db, { id: 'other' })
    const response = await http.app.inject({ method: 'GET', url: '/api/companies/other/inbox', headers })
    expect(response.statusCode).toBe(404)
  })
})

test('a search finds what is open by id, and what has ended to look at', async () => {
  const values = { ...PLAIN_BILL, supplierName: 'Seilerei Tau' }
  const open = await insertInvoice(http.db, { company: { id: 'acme' }, status: 'in-review', values })
  const paid = await insertInvoice(http.db, { company: { id: 'acme' }, status: 'paid', values })
  const { body } = await get('inbox/search?q=seilerei')
  expect(body).toMatchObject({
    open: [open.id],
    ended: [{ id: paid.id, status: 'paid', supplierName: 'Seilerei Tau' }],
  })
  expect((await get('inbox/search?q=%20')).status).toBe(400)
})

describe('the stream of changes', () => {
  test('tells what happens from now on, and after a break what happened since', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const { body } = (await get('inbox')) as { body: Inbox }
    const told = listen(`?after=${body.seq}`, (events) => events.length > 0)
    const target = { companyId: 'acme', invoiceId: invoice.id, actor: 'clerk@acme.example' }
    const correction = { fields: { purchaseOrder: 'PO-1' } }
    const { version } = await correct(http.ports, { ...target, version: invoice.version, correction })
    expect(await told).toMatchObject([{ kinds: ['invoice.correct'], rows: [{ id: invoice.id, version }] }])

    await accept(http.ports, { ...target, version })
    const since = await listen(
      `?after=${body.seq}`,
      (events) => events.at(-1)?.kinds.includes('invoice.accept') === true,
    )
    expect(since.at(-1)?.rows).toMatchObject([{ id: invoice.id, status: 'validated' }])
  })
})

test('the words of a page come with their places and the size of the page', async () => {
  const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
  expect((await get(`invoices/${invoice.id}/pages/1/words`)).status).toBe(404)
  const word = { text: 'Rechnung', box: [72, 72, 130, 84], source: 'ocr', confidence: 0.9 }
  const page = { number: 1, width: 595, height: 842, source: 'ocr', words: [word] }
  const content = gzipSync(JSON.stringify({ pages: [page], ocrLanguages: [], notes: [] }))
  const sha256 = createHash('sha256').update(content).digest('hex')
  const key = derivedKey(invoice.original_sha256, 'transcript.json.gz')
  await http.objects.put(key, content, { sha256, mediaType: 'application/gzip' })
  expect((await get(`invoices/${invoice.id}/pages/1/words`)).body).toEqual({
    width: 595,
    height: 842,
    words: [{ text: 'Rechnung', box: [72, 72, 130, 84] }],
  })
  expect((await get(`invoices/${invoice.id}/pages/2/words`)).status).toBe(404)
})

test('open decisions name who is asked since when, and a recalled bill asks nobody', async () => {
  const values = { ...PLAIN_BILL, invoiceNumber: 'R-77' }
  const invoice = await insertInvoice(http.db, { company, status: 'validated', values })
  await routeBill(http.ports, { invoice, company, approvers: ['boss@acme.example'] })
  const { body } = await get('decisions')
  expect(body.decisions).toMatchObject([{ invoiceNumber: 'R-77', approver: 'boss@acme.example' }])
})

test('a policy is tried on past bills without changing anything', async () => {
  const rules = [{ minimum: '1000', currency: 'EUR', approvers: ['chief@acme.example'] }]
  const response = await http.app.inject({
    method: 'POST',
    url: '/api/companies/acme/policy/try-out',
    headers,
    payload: { policy: { rules, linkHours: 24 } },
  })
  expect(response.statusCode).toBe(200)
  const [bill] = response.json().bills
  expect(bill).toMatchObject({ approvers: null, reason: expect.stringContaining('No approval rule fits') })
})

test('the overview counts weeks, corrections and what is owed, each currency for itself', async () => {
  const values = { ...PLAIN_BILL, invoiceNumber: 'R-88', currency: 'USD', dueDate: '2026-02-28' }
  await insertInvoice(http.db, { company, status: 'posted', values })
  const { status, body } = await get('overview')
  expect(status).toBe(200)
  expect(body.weeks.map(({ currency }: { currency: string }) => currency)).toEqual(
    expect.arrayContaining(['EUR', 'USD']),
  )
  expect(body.corrections).toContainEqual({ field: 'purchaseOrder', supplier: 'Nordlicht Papier GmbH', count: 1 })
  expect(body.aging).toContainEqual(
    expect.objectContaining({ bucket: 'overdue', blocker: 'payment', currency: 'USD', amount: '119.00' }),
  )
})

test('postings, health and the trail can be read by everybody who may look', async () => {
  expect((await get('postings')).body.postings).toEqual([])
  expect((await get('health')).body).toMatchObject({ mailLeaves: false, hasRules: true, failures: 0 })
  const { body } = await get('events?limit=1')
  expect(body.events).toHaveLength(1)
  expect(body.nextBefore).toBe(body.events[0].seq)
})

test('somebody let in has the role, and the last administrator can not be taken out', async () => {
  const put = await http.app.inject({
    method: 'PUT',
    url: '/api/companies/acme/members',
    headers,
    payload: { email: 'first@acme.example', name: 'First', role: 'admin' },
  })
  const [member] = put.json().members
  expect(member).toMatchObject({ email: 'first@acme.example', role: 'admin' })
  const url = `/api/companies/acme/members/${member.id}`
  expect((await http.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(400)
})
