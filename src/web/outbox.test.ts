import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { insertCompany, newId } from '../http/testing/records.ts'
import { type Browser, PUBLIC_URL, signIn, startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { queueMessage } from '../mail/compose.ts'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x`
const TOKEN = 'T'.repeat(43)
const OURS = `${PUBLIC_URL}/decide/${TOKEN}?decision=approve`

let http: TestHttp
let company: Company
let admin: Browser

beforeAll(async () => {
  http = await startTestHttp()
  company = await insertCompany(http.db, { name: `Acme ${HOSTILE}` })
  admin = await signIn(http, { companyId: company.id, role: 'admin' })
})
afterAll(() => http.close())

const at = (path: string) => `/companies/${company.id}${path}`

async function mail(
  { db, ports }: TestHttp,
  { text, html = '<html><head></head><body>x</body></html>', companyId = company.id }: Record<string, string>,
) {
  const message = {
    companyId: companyId as string,
    invoiceId: null,
    kind: 'decision-request',
    recipient: 'ann@acme.example',
    subject: `Mail ${HOSTILE}`,
    text: text as string,
    html,
  } as const
  return await db
    .transaction()
    .execute((transaction) => queueMessage(transaction, { message, now: ports.now, newId, publicUrl: PUBLIC_URL }))
}

test('what strangers wrote into a mail stays text', async () => {
  const { id } = await mail(http, { text: HOSTILE })
  for (const path of ['/outbox', `/outbox/${id}`]) {
    const page = await admin.get(at(path))
    expect([path, page.statusCode]).toEqual([path, 200])
    expect(page.body).toContain('&#60;script&#62;')
    expect(page.body).not.toMatch(/<script|<img src=x|' onmouseover='/i)
  }
})

test('addresses of this Billhook are links, and no others', async () => {
  await mail(http, { text: `Approve: ${OURS}\nhttps://evil.example/decide/${TOKEN}\n` })
  const { body } = await admin.get(at('/outbox'))
  expect(body).toContain(`<a href="${OURS.replace('=', '&#61;')}">`)
  expect(body).not.toContain('href="https://evil.example')
})

test('the HTML of a mail is shown only in a frame without script, form or origin', async () => {
  const { id } = await mail(http, {
    text: 'x',
    html: '<html><head></head><body><script>alert(1)</script></body></html>',
  })
  expect((await admin.get(at(`/outbox/${id}`))).body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
  const frame = await admin.get(at(`/outbox/${id}/html`))
  const policy = String(frame.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox')
  expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/)
})

test('is for administrators of the company', async () => {
  const clerk = await signIn(http, { companyId: company.id, role: 'clerk' })
  expect((await clerk.get(at('/outbox'))).statusCode).toBe(403)
  const other = await insertCompany(http.db)
  expect((await admin.get(`/companies/${other.id}/outbox`)).statusCode).toBe(404)
})

test('shows no working link once mail leaves Billhook', async () => {
  const leaving = await startTestHttp({ mailLeaves: true })
  try {
    const { id: companyId } = await insertCompany(leaving.db)
    const browser = await signIn(leaving, { companyId, role: 'admin' })
    const { id } = await mail(leaving, { text: OURS, html: OURS, companyId })
    const base = `/companies/${companyId}/outbox`
    for (const url of [base, `${base}/${id}`, `${base}/${id}/html`, `/api/companies/${companyId}/messages`]) {
      const { statusCode, body } = await browser.get(url)
      expect([url, statusCode]).toEqual([url, 200])
      expect(body).not.toContain(TOKEN)
    }
  } finally {
    await leaving.close()
  }
})
