import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { derivedKey, originalKey } from '../object-store/index.ts'
import { CONTENT_SECURITY_POLICY } from './app.ts'
import { insertCompany, insertInvoice, newId } from './testing/records.ts'
import { makeKey, multipart, openBrowser, signIn, startTestHttp, type TestHttp } from './testing/start-http.ts'

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n')

let http: TestHttp
let companyId: string
let clerk: { authorization: string }

beforeAll(async () => {
  http = await startTestHttp()
})
afterAll(() => http.close())
beforeEach(async () => {
  companyId = (await insertCompany(http.db)).id
  clerk = await makeKey(http, { companyId, role: 'clerk' })
})

const api = (path: string) => `/api/companies/${companyId}${path}`

async function upload(
  files: { name: string; content: Buffer | string; type?: string }[],
  headers: Record<string, string> = clerk,
) {
  const form = await multipart(files)
  return await http.app.inject({
    method: 'POST',
    url: api('/deliveries'),
    payload: form.payload,
    headers: { ...form.headers, ...headers },
  })
}

async function putObject(key: string, content: Buffer, mediaType: string) {
  await http.objects.put(key, content, { sha256: createHash('sha256').update(content).digest('hex'), mediaType })
}

describe('delivering files', () => {
  test('a new file is answered with 201, its ids and links; the same bytes again with 200 and the same ids', async () => {
    const files = [{ name: 'a.pdf', content: PDF }]
    const first = await upload(files)
    expect(first.statusCode).toBe(201)
    const delivery = first.json()
    expect(first.headers.location).toBe(delivery.links.self)
    expect(delivery.parts).toMatchObject([{ fileName: 'a.pdf', disposition: 'invoice', bytes: PDF.length }])
    const invoice = await http.app.inject({ url: delivery.parts[0].links.invoice, headers: clerk })
    expect(invoice.json()).toMatchObject({ status: 'received', fileName: 'a.pdf' })
    const again = await upload(files)
    expect(again.statusCode).toBe(200)
    expect(again.json()).toEqual(delivery)
    expect(http.work.filter((work) => 'invoiceId' in work && work.invoiceId === delivery.parts[0].invoiceId)).toEqual([
      { name: 'identify', invoiceId: delivery.parts[0].invoiceId, version: 0 },
    ])
  })

  test('an Idempotency-Key used for other files is refused', async () => {
    const headers = { ...clerk, 'idempotency-key': newId() }
    expect((await upload([{ name: 'a.pdf', content: PDF }], headers)).statusCode).toBe(201)
    expect((await upload([{ name: 'a.pdf', content: PDF }], headers)).statusCode).toBe(200)
    const other = await upload([{ name: 'b.pdf', content: `${PDF} ` }], headers)
    expect(other.statusCode).toBe(422)
    expect(other.json().error.code).toBe('intake.idempotency-key-reused')
  })

  test('a form without files and a body that is no form are refused in plain words', async () => {
    expect((await upload([])).json().error.code).toBe('intake.nothing-sent')
    const json = await http.app.inject({ method: 'POST', url: api('/deliveries'), payload: {}, headers: clerk })
    expect([json.statusCode, json.json().error.code]).toEqual([400, 'http.invalid-request'])
  })

  test('the original comes back byte by byte, as an attachment that no browser runs', async () => {
    const name = 'Rechnung "März"\r\nX: y <b>.pdf'
    const delivery = (await upload([{ name, content: PDF }])).json()
    const original = await http.app.inject({ url: `${delivery.parts[0].links.invoice}/original`, headers: clerk })
    expect(original.rawPayload.equals(PDF)).toBe(true)
    expect(original.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const disposition = String(original.headers['content-disposition'])
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w%.~-]+$/)
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toContain('März')
  })
})

describe('who may', () => {
  test.each([
    ['no key', {}],
    ['an unknown key', { authorization: `Bearer bk_${'A'.repeat(43)}` }],
    ['no key but something else', { authorization: 'Basic YTpi' }],
  ])('%s is answered with 401', async (_who, headers) => {
    const response = await http.app.inject({ url: api('/invoices'), headers })
    expect([response.statusCode, response.json().error.code]).toEqual([401, 'http.unauthenticated'])
  })

  test('a revoked key no longer works', async () => {
    const admin = await makeKey(http, { companyId, role: 'admin' })
    const made = await http.app.inject({
      method: 'POST',
      url: api('/api-keys'),
      payload: { name: 'scanner', role: 'clerk' },
      headers: admin,
    })
    expect(made.statusCode).toBe(201)
    const headers = { authorization: `Bearer ${made.json().key}` }
    expect((await http.app.inject({ url: api('/invoices'), headers })).statusCode).toBe(200)
    const url = api(`/api-keys/${made.json().id}`)
    expect((await http.app.inject({ method: 'DELETE', url, headers: admin })).statusCode).toBe(204)
    expect((await http.app.inject({ url: api('/invoices'), headers })).statusCode).toBe(401)
    const list = await http.app.inject({ url: api('/api-keys'), headers: admin })
    expect(list.body).not.toContain(made.json().key)
    const stored = await http.db.selectFrom('api_key').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(made.json().key)
  })

  test('a key of another company sees nothing, not even that the company exists', async () => {
    const other = await insertCompany(http.db)
    const headers = await makeKey(http, { companyId: other.id, role: 'admin' })
    const theirs = await http.app.inject({ url: api('/invoices'), headers })
    const nobodys = await http.app.inject({ url: '/api/companies/no-such-company/invoices', headers })
    expect([theirs.statusCode, nobodys.statusCode]).toEqual([404, 404])
    expect(theirs.json().error.code).toBe(nobodys.json().error.code)
  })

  test('an invoice of another company is not found through the own one', async () => {
    const other = await insertCompany(http.db)
    const invoice = await insertInvoice(http.db, { company: other, status: 'in-review' })
    for (const path of ['', '/original', '/events', '/pages/1']) {
      const response = await http.app.inject({ url: api(`/invoices/${invoice.id}${path}`), headers: clerk })
      expect(response.statusCode).toBe(404)
    }
    const url = api(`/invoices/${invoice.id}/recall`)
    const action = await http.app.inject({ method: 'POST', url, payload: { version: 5 }, headers: clerk })
    expect(action.statusCode).toBe(404)
  })

  // One row a role: look, deliver, review, see the outbox, see settings, change settings, manage keys.
  test.each([
    ['clerk', [200, 400, 404, 403, 403, 403, 403]],
    ['approver', [200, 403, 403, 403, 403, 403, 403]],
    ['auditor', [200, 403, 403, 403, 200, 403, 403]],
    ['admin', [200, 400, 404, 200, 200, 200, 200]],
  ] as const)('the role %s may do this and no more', async (role, expected) => {
    const headers = await makeKey(http, { companyId, role })
    const calls = [
      { method: 'GET', url: api('/invoices') },
      { method: 'POST', url: api('/deliveries'), payload: {} },
      { method: 'POST', url: api(`/invoices/${newId()}/accept`), payload: { version: 1 } },
      { method: 'GET', url: api('/messages') },
      { method: 'GET', url: api('/settings') },
      { method: 'PUT', url: api('/settings'), payload: {} },
      { method: 'GET', url: api('/api-keys') },
    ] as const
    const codes: number[] = []
    for (const call of calls) codes.push((await http.app.inject({ ...call, headers })).statusCode)
    expect(codes).toEqual(expected)
  })

  test('a session may use the API, but changes something only with its form token', async () => {
    const browser = await signIn(http, { companyId, role: 'admin', email: 'root@acme.example' })
    expect((await browser.get(api('/invoices'))).statusCode).toBe(200)
    const put = (headers: Record<string, string>) =>
      browser.request({ method: 'PUT', url: api('/settings'), payload: { name: 'New name' }, headers })
    expect((await put({})).statusCode).toBe(403)
    const session = (await browser.get('/api/session')).json()
    expect(session).toMatchObject({
      person: { email: 'root@acme.example' },
      memberships: [{ companyId, role: 'admin' }],
    })
    expect((await put({ 'x-csrf-token': session.csrfToken })).json().name).toBe('New name')
    const stranger = await signIn(http, { companyId, role: 'admin', email: 'mallory@acme.example' })
    const theirs = (await stranger.get('/api/session')).json().csrfToken
    expect((await put({ 'x-csrf-token': theirs })).statusCode).toBe(403)
  })
})

describe('reading invoices', () => {
  test('the list is filtered, searched and paged, newest first', async () => {
    for (let index = 0; index < 5; index += 1) {
      await insertInvoice(http.db, {
        company: { id: companyId },
        status: index === 4 ? 'posted' : 'in-review',
        values: { supplierName: index === 2 ? '100%_Süd AG' : 'Nord GmbH', invoiceNumber: `N-${index}` },
        at: new Date(Date.UTC(2026, 0, index < 2 ? 1 : index)),
      })
    }
    const list = async (query: string) =>
      (await http.app.inject({ url: api(`/invoices?${query}`), headers: clerk })).json()
    const numbers = (page: { invoices: { invoiceNumber: string }[] }) =>
      page.invoices.map(({ invoiceNumber }) => invoiceNumber)
    expect(numbers(await list('status=posted'))).toEqual(['N-4'])
    expect(numbers(await list('q=s%C3%BCD'))).toEqual(['N-2'])
    expect(numbers(await list('q=100%25_s'))).toEqual(['N-2'])
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 3; page += 1) {
      const found = await list(`limit=2${cursor}`)
      seen.push(...numbers(found))
      cursor = `&cursor=${found.nextCursor}`
      expect(found.nextCursor === null).toBe(page === 2)
    }
    expect(seen.slice(0, 3)).toEqual(['N-4', 'N-3', 'N-2'])
    expect(seen.toSorted()).toEqual(['N-0', 'N-1', 'N-2', 'N-3', 'N-4'])
    expect((await list('cursor=nonsense')).error.code).toBe('http.invalid-request')
  })

  test('the picture of a page comes as WebP that only the own browser keeps', async () => {
    const invoice = await insertInvoice(http.db, { company: { id: companyId }, status: 'in-review' })
    const url = api(`/invoices/${invoice.id}/pages/1`)
    expect((await http.app.inject({ url, headers: clerk })).statusCode).toBe(404)
    await putObject(derivedKey(invoice.original_sha256, 'page-1.webp'), Buffer.from('RIFF....WEBP'), 'image/webp')
    const picture = await http.app.inject({ url, headers: clerk })
    expect(picture.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': expect.stringMatching(/^private/),
    })
  })

  test('an original that the store lost is our error, and nothing internal is told', async () => {
    const invoice = await insertInvoice(http.db, { company: { id: companyId }, status: 'in-review' })
    const key = originalKey(invoice.original_sha256)
    const response = await http.app.inject({ url: api(`/invoices/${invoice.id}/original`), headers: clerk })
    expect(response.statusCode).toBe(500)
    expect(response.json().error.message).toContain(String(response.headers['x-request-id']))
    expect(response.body).not.toContain(key)
  })
})

describe('acting on an invoice', () => {
  test('answers with where it stands then; a version of the past is 409 with the current one', async () => {
    const invoice = await insertInvoice(http.db, { company: { id: companyId }, status: 'in-review' })
    const act = async (name: string, payload: object) => {
      const url = api(`/invoices/${invoice.id}/${name}`)
      const response = await http.app.inject({ method: 'POST', url, payload, headers: clerk })
      return { status: response.statusCode, body: response.json() }
    }
    const version = invoice.version
    expect(await act('correct', { version, fields: { issueDate: null } })).toEqual({
      status: 200,
      body: { invoiceId: invoice.id, status: 'in-review', version: version + 1 },
    })
    expect(await act('accept', { version })).toMatchObject({
      status: 409,
      body: { error: { code: 'pipeline.version-conflict', details: { currentVersion: version + 1 } } },
    })
    expect(await act('accept', { version: version + 1 })).toMatchObject({
      status: 422,
      body: { error: { code: 'pipeline.bill-incomplete' } },
    })
    expect(await act('recall', { version: version + 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'pipeline.illegal-outcome' } },
    })
    expect((await act('reject', { version: version + 1, reason: ' ' })).status).toBe(400)
    expect((await act('correct', { version: version + 1, fields: { noSuchField: 'x' } })).status).toBe(400)
    const line = { description: 'Paper', quantity: '1,5' }
    expect((await act('correct', { version: version + 1, lines: [line] })).status).toBe(400)
    const events = await http.app.inject({ url: api(`/invoices/${invoice.id}/events`), headers: clerk })
    expect(events.json().events).toMatchObject([{ kind: 'invoice.correct', actor: 'key:test clerk' }])
  })
})

describe('the settings', () => {
  test('never give a secret back, and keep the one they have', async () => {
    const headers = await makeKey(http, { companyId, role: 'admin' })
    const put = (connectors: object[]) =>
      http.app.inject({ method: 'PUT', url: api('/settings'), payload: { connectors }, headers })
    const webhook = { kind: 'webhook', url: 'https://books.example/in' }
    expect((await put([webhook])).statusCode).toBe(400)
    const secret = 'whsec_c2VjcmV0c2VjcmV0'
    const first = await put([{ ...webhook, secret }, { kind: 'csv' }])
    expect(first.json().connectors).toEqual([{ ...webhook, hasSecret: true }, { kind: 'csv' }])
    await put([webhook])
    const stored = await http.db.selectFrom('company').select('connectors').where('id', '=', companyId).execute()
    expect(stored).toEqual([{ connectors: [{ ...webhook, secret }] }])
    const events = await http.db.selectFrom('event').select('data').where('company_id', '=', companyId).execute()
    expect(first.body + JSON.stringify(events)).not.toContain(secret)
  })
})

describe('every answer', () => {
  test('of an error has the one shape, with what is wrong where', async () => {
    const url = api(`/invoices/${newId()}/accept`)
    const response = await http.app.inject({ method: 'POST', url, payload: { version: 'x' }, headers: clerk })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toEqual({
      error: {
        code: 'http.invalid-request',
        message: expect.stringContaining('version'),
        details: { issues: [{ path: 'version', message: expect.any(String) }] },
      },
    })
  })

  test.each([
    ['GET', '/api/nothing-here', 404],
    ['DELETE', '/healthz', 404],
    ['GET', '/api/companies/UPPER/invoices', 404],
    ['GET', '/api/companies/a%00b/invoices', 400],
  ] as const)('%s %s is %i in the one shape', async (method, url, status) => {
    const response = await http.app.inject({ method, url, headers: clerk })
    expect(response.statusCode).toBe(status)
    expect(response.json().error).toMatchObject({ code: expect.any(String), message: expect.any(String) })
  })

  test('of a body that is broken, too large or holds what no database stores is a 4xx', async () => {
    const url = api(`/invoices/${newId()}/reject`)
    const send = async (payload: string) =>
      (
        await http.app.inject({
          method: 'POST',
          url,
          payload,
          headers: { ...clerk, 'content-type': 'application/json' },
        })
      ).statusCode
    expect(await send('{"version":')).toBe(400)
    expect(await send(JSON.stringify({ version: 1, reason: 'x'.repeat(1024 * 1024) }))).toBe(413)
    expect(await send('{"version":1,"reason":"\\u0000"}')).toBe(400)
    expect(await send('{"version":1,"reason":"\\ud800"}')).toBe(400)
  })

  test('to a browser is a page, and to one who is not signed in the way to do so', async () => {
    const browser = openBrowser(http.app)
    expect((await browser.get(`/companies/${companyId}/outbox`)).headers.location).toBe('/sign-in')
    const missing = await browser.get('/nothing-here')
    expect([missing.statusCode, missing.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  })

  test('carries the headers that keep a browser safe', async () => {
    const { headers } = await http.app.inject({ url: '/sign-in' })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    })
    const policy = String(headers['content-security-policy'])
    for (const [name, values] of Object.entries(CONTENT_SECURITY_POLICY)) {
      expect(policy).toContain(`${name} ${values.join(' ')}`)
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  test('is logged with request id, invoice and actor, and without keys or cookies', async () => {
    const invoice = await insertInvoice(http.db, { company: { id: companyId }, status: 'in-review' })
    const response = await http.app.inject({ url: api(`/invoices/${invoice.id}?key=secret`), headers: clerk })
    const line = http.logged
      .map((entry) => JSON.parse(entry))
      .find(({ reqId }) => reqId === response.headers['x-request-id'])
    expect(line).toMatchObject({ invoiceId: invoice.id, actor: 'key:test clerk', status: 200, method: 'GET' })
    expect(http.logged.join('')).not.toContain(clerk.authorization.slice('Bearer '.length))
    expect(http.logged.join('')).not.toContain('key=secret')
  })
})

describe('health', () => {
  test('the process says that it lives and whether its parts answer', async () => {
    expect((await http.app.inject({ url: '/healthz' })).json()).toEqual({ alive: true })
    const ready = await http.app.inject({ url: '/readyz' })
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { ready: true, parts: { database: { ok: true }, objects: { ok: true } } },
    ])
  })
})

describe('the description of the API', () => {
  test('is made from the schemas and names every route of the API', async () => {
    const document = (await http.app.inject({ url: '/api/docs/json' })).json()
    expect(document.openapi).toBe('3.1.0')
    const paths = Object.keys(document.paths)
    expect(paths).toContain('/api/companies/{company}/invoices/{invoice}/correct')
    expect(paths.filter((path) => !path.startsWith('/api/'))).toEqual(['/healthz', '/readyz'])
    const deliver = document.paths['/api/companies/{company}/deliveries'].post
    expect(deliver.requestBody.content['multipart/form-data'].schema.properties.file.type).toBe('array')
    const correct = document.paths['/api/companies/{company}/invoices/{invoice}/correct'].post
    expect(correct.requestBody.content['application/json'].schema.required).toEqual(['version'])
  })
})
