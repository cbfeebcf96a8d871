import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { asJson } from '../database/json.ts'
import { derivedKey, originalKey } from '../object-store/index.ts'
import { insertCompany, insertInvoice } from './testing/records.ts'
import { makeKey, multipart, startTestHttp, type TestHttp } from './testing/start-http.ts'

const MAIL = Buffer.from('From: a@b.example\r\nSubject: Invoice\r\n\r\nhello\r\n')
const mailSha256 = createHash('sha256').update(MAIL).digest('hex')

let http: TestHttp
let company: Company
let admin: { authorization: string }
beforeAll(async () => {
  http = await startTestHttp({ scansOriginals: true })
  company = await insertCompany(http.db)
  admin = await makeKey(http, { companyId: company.id, role: 'admin' })
})
afterAll(() => http.close())

const get = (path: string) => http.app.inject({ url: `/api/companies/${company.id}/${path}`, headers: admin })
const put = (key: string, content: Buffer) =>
  http.objects.put(key, content, {
    sha256: createHash('sha256').update(content).digest('hex'),
    mediaType: 'application/octet-stream',
  })
const judge = (sha256: string, verdict: 'clean' | 'found' | 'too-large', signature: string | null = null) => {
  const found = { verdict, signature, scanned_at: http.ports.now() }
  return http.db
    .insertInto('scan')
    .values({ sha256, ...found })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet(found))
    .execute()
}

describe('an original that the scanner holds back', () => {
  test('is refused to everybody with what was found and where it can be had, and so are its pages; not once it is clean', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const { id, original_sha256: sha256 } = invoice
    await put(derivedKey(sha256, 'page-1.webp'), Buffer.from('picture'))
    await judge(sha256, 'found', 'Test.Virus')
    for (const path of ['original', 'pages/1']) {
      const answer = await get(`invoices/${id}/${path}`)
      expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'antivirus.quarantined'])
      expect(answer.json().error.message).toMatch(/holds Test\.Virus.*billhook export/)
    }
    await judge(sha256, 'too-large')
    expect((await get(`invoices/${id}/original`)).json().error.message).toMatch(/too large for the virus scanner/)
    await judge(sha256, 'clean')
    expect((await get(`invoices/${id}/pages/1`)).statusCode).toBe(200)
  })
})

describe('an original that no scanner has seen yet', () => {
  test('waits for the verdict where a scanner is named', async () => {
    const form = await multipart([{ name: 'a.pdf', content: '%PDF-1.7 new' }])
    const headers = { ...form.headers, ...admin }
    const url = `/api/companies/${company.id}/deliveries`
    const delivered = await http.app.inject({ method: 'POST', url, payload: form.payload, headers })
    const [part] = delivered.json().parts
    const refused = await get(`invoices/${part.invoiceId}/original`)
    expect([refused.statusCode, refused.json().error.code]).toEqual([503, 'antivirus.not-scanned'])
    await judge(part.sha256, 'clean')
    expect((await get(`invoices/${part.invoiceId}/original`)).statusCode).toBe(200)
  })

  test('is given out when it was read before there was a scanner', async () => {
    const content = Buffer.from('%PDF-1.7 read long ago')
    const { id, original_sha256: sha256 } = await insertInvoice(http.db, { company, status: 'posted', content })
    await put(originalKey(sha256), content)
    expect((await get(`invoices/${id}/original`)).statusCode).toBe(200)
  })
})

test('a raw mail is held back until it was scanned, and for good when something was found', async () => {
  await put(originalKey(mailSha256), MAIL)
  const id = http.ports.newId()
  await http.db
    .insertInto('delivery')
    .values({
      id,
      company_id: company.id,
      channel: 'smtp',
      digest: mailSha256,
      idempotency_key: null,
      raw_sha256: mailSha256,
      envelope: asJson({}),
      received_at: http.ports.now(),
    })
    .execute()
  expect((await get(`deliveries/${id}/raw`)).json().error.code).toBe('antivirus.not-scanned')
  await judge(mailSha256, 'found', 'Test.Virus')
  expect((await get(`deliveries/${id}/raw`)).json().error.code).toBe('antivirus.quarantined')
  await judge(mailSha256, 'clean')
  expect((await get(`deliveries/${id}/raw`)).rawPayload).toEqual(MAIL)
})
