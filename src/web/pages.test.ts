import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { insertCompany, insertInvoice, newId, readInvoice } from '../http/testing/records.ts'
import {
  type Browser,
  multipart,
  PUBLIC_URL,
  signIn,
  startTestHttp,
  type TestHttp,
  tokenOf,
} from '../http/testing/start-http.ts'
import { queueMessage } from '../mail/compose.ts'
import { loadCompany } from '../stages/company.ts'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x`

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

async function mail(text: string, html = '<html><head></head><body>x</body></html>') {
  const message = {
    companyId: company.id,
    invoiceId: null,
    kind: 'decision-request',
    recipient: 'ann@acme.example',
    subject: `Mail ${HOSTILE}`,
    text,
    html,
  } as const
  return await http.db
    .transaction()
    .execute((transaction) => queueMessage(transaction, { message, now: http.ports.now, newId, publicUrl: PUBLIC_URL }))
}

describe('hostile text', () => {
  test('from file names, suppliers, numbers, subjects and findings stays text on every page', async () => {
    const invoice = await insertInvoice(http.db, {
      company,
      status: 'in-review',
      values: { supplierName: HOSTILE, invoiceNumber: HOSTILE, customerName: HOSTILE, grossTotal: '1.00' },
      findings: [
        { code: 'x', severity: 'error', message: HOSTILE },
        { code: 'y', severity: 'warning', field: 'iban', message: HOSTILE },
      ],
      fileName: HOSTILE,
      subject: HOSTILE,
    })
    const { id } = await mail(HOSTILE)
    const paths = [
      '/invoices',
      `/invoices?q=${encodeURIComponent(HOSTILE)}`,
      `/invoices/${invoice.id}`,
      '/deliveries',
      '/outbox',
      `/outbox/${id}`,
      '/settings',
    ]
    for (const path of paths) {
      const page = await admin.get(at(path))
      expect([path, page.statusCode]).toEqual([path, 200])
      expect(page.body).toContain('&#60;script&#62;')
      expect(page.body).not.toMatch(/<script|<img src=x|' onmouseover='/i)
    }
  })
})

describe('the list of invoices', () => {
  test('teaches the two ways in while it is empty', async () => {
    const { id } = await insertCompany(http.db)
    const browser = await signIn(http, { companyId: id, role: 'clerk', email: 'new@acme.example' })
    const page = await browser.get(`/companies/${id}/invoices`)
    expect(page.body).toContain('Drop a file')
    expect(page.body).toContain(`${id}@in.billhook.example`)
  })

  test('takes an upload by its form, and says so when the same files come again', async () => {
    const { id } = await insertCompany(http.db)
    const browser = await signIn(http, { companyId: id, role: 'clerk', email: 'up@acme.example' })
    const token = tokenOf((await browser.get(`/companies/${id}/invoices`)).body)
    const send = async (fields: Record<string, string>) => {
      const form = await multipart([{ name: 'a.pdf', content: '%PDF-1.7\n%%EOF' }], fields)
      return await browser.request({ method: 'POST', url: `/companies/${id}/upload`, ...form })
    }
    expect((await send({})).statusCode).toBe(403)
    expect((await send({ _csrf: 'made up' })).statusCode).toBe(403)
    expect(await http.db.selectFrom('delivery').select('id').where('company_id', '=', id).execute()).toEqual([])
    expect((await send({ _csrf: token })).headers.location).toBe(`/companies/${id}/invoices?delivered=new`)
    const again = await send({ _csrf: token })
    expect((await browser.get(String(again.headers.location))).body).toContain('nothing was done twice')
    const [invoice] = await http.db.selectFrom('invoice').select('touched_by').where('company_id', '=', id).execute()
    expect(invoice?.touched_by).toEqual(['up@acme.example'])
  })

  test('of a company is for its members alone', async () => {
    const other = await insertCompany(http.db)
    const page = await admin.get(`/companies/${other.id}/invoices`)
    expect(page.statusCode).toBe(404)
  })
})

describe('one invoice', () => {
  test('offers what its status allows to those who may, and nothing to others', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const page = at(`/invoices/${invoice.id}`)
    const shown = (await admin.get(page)).body
    for (const action of ['accept', 'reject', 'correct', 'mark-duplicate', 'file', 'retry']) {
      expect(shown).toContain(`action="${page}/${action}"`)
    }
    expect(shown).not.toContain(`action="${page}/recall"`)
    const auditor = await signIn(http, { companyId: company.id, role: 'auditor' })
    const theirs = (await auditor.get(page)).body
    expect(theirs).toContain('Nordlicht Papier GmbH')
    expect(theirs).not.toContain(`action="${page}/`)
  })

  test('an action from another site does nothing', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const page = at(`/invoices/${invoice.id}`)
    const response = await admin.post(`${page}/file`, { version: String(invoice.version) })
    expect(response.statusCode).toBe(403)
    expect((await readInvoice(http.db, invoice.id)).status).toBe('in-review')
  })

  test('its form corrects fields and lines', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const page = at(`/invoices/${invoice.id}`)
    const done = await admin.submit(page, {
      action: `${page}/correct`,
      version: String(invoice.version),
      grossTotal: '1 234,50',
      supplierName: 'Nordlicht Papier GmbH',
      customerName: '',
      lines: '2',
      'line.0.description': 'Paper',
      'line.0.netAmount': '1037.39',
      'line.1.description': '',
    })
    expect(done.headers.location).toBe(`${page}?done=correct`)
    const after = await readInvoice(http.db, invoice.id)
    expect(after).toMatchObject({
      gross_total: '1234.50',
      version: invoice.version + 1,
      touched_by: ['admin@acme.example'],
    })
    expect(after.draft?.lines).toEqual([{ description: 'Paper', netAmount: '1037.39' }])
  })

  test('keeps what was typed when it can not be saved, with the reason', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const page = at(`/invoices/${invoice.id}`)
    const refused = await admin.submit(page, {
      action: `${page}/correct`,
      version: String(invoice.version),
      grossTotal: '1,234',
    })
    expect(refused.statusCode).toBe(400)
    expect(refused.body).toContain('grossTotal must be an amount such as 1234.50')
    expect(refused.body).toContain('value="1,234"')
    expect((await readInvoice(http.db, invoice.id)).version).toBe(invoice.version)
  })

  test('shows where it stands now when somebody was faster', async () => {
    const invoice = await insertInvoice(http.db, { company, status: 'in-review' })
    const page = at(`/invoices/${invoice.id}`)
    const late = await admin.submit(page, { action: `${page}/file`, version: String(invoice.version - 1) })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('was changed meanwhile')
    expect((await readInvoice(http.db, invoice.id)).status).toBe('in-review')
  })
})

describe('the outbox', () => {
  const token = 'T'.repeat(43)
  const ours = `${PUBLIC_URL}/decide/${token}?decision=approve`

  test('links addresses of this Billhook and no others', async () => {
    await mail(`Approve: ${ours}\nhttps://evil.example/decide/${token}\n`)
    const { body } = await admin.get(at('/outbox'))
    expect(body).toContain(`<a href="${ours.replace('=', '&#61;')}">`)
    expect(body).not.toContain('href="https://evil.example')
  })

  test('shows the HTML of a mail only in a frame without script, form or origin', async () => {
    const { id } = await mail('x', '<html><head></head><body><script>alert(1)</script></body></html>')
    expect((await admin.get(at(`/outbox/${id}`))).body).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox"',
    )
    const frame = await admin.get(at(`/outbox/${id}/html`))
    const policy = String(frame.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox')
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/)
  })

  test('is for administrators', async () => {
    const clerk = await signIn(http, { companyId: company.id, role: 'clerk' })
    expect((await clerk.get(at('/outbox'))).statusCode).toBe(403)
  })

  test('shows no working link once mail leaves Billhook', async () => {
    const leaving = await startTestHttp({ mailLeaves: true })
    try {
      const { id: companyId } = await insertCompany(leaving.db)
      const browser = await signIn(leaving, { companyId, role: 'admin' })
      const message = {
        companyId,
        invoiceId: null,
        kind: 'decision-request',
        recipient: 'a@b.example',
        subject: 's',
        text: ours,
        html: ours,
      } as const
      const { now } = leaving.ports
      const { id } = await leaving.db
        .transaction()
        .execute((transaction) => queueMessage(transaction, { message, now, newId, publicUrl: PUBLIC_URL }))
      const base = `/companies/${companyId}/outbox`
      for (const url of [base, `${base}/${id}`, `${base}/${id}/html`, `/api/companies/${companyId}/messages`]) {
        const { statusCode, body } = await browser.get(url)
        expect([url, statusCode]).toEqual([url, 200])
        expect(body).not.toContain(token)
      }
    } finally {
      await leaving.close()
    }
  })
})

describe('the settings', () => {
  const settings = () => at('/settings')
  const submit = (path: string, form: Record<string, string>) =>
    admin.submit(settings(), { action: `${settings()}/${path}`, ...form })

  test('keep who we are, with an audit event', async () => {
    const names = 'Acme Ltd\n\n  Acme Limited '
    await submit('own', { name: 'Acme', names, vatIds: 'DE136695976', ibans: '' })
    expect(await loadCompany(http.db, company.id)).toMatchObject({
      name: 'Acme',
      own: { names: ['Acme Ltd', 'Acme Limited'], vatIds: ['DE136695976'], ibans: [] },
    })
    const event = await http.db
      .selectFrom('event')
      .select(['actor', 'data'])
      .where('kind', '=', 'company.settings-changed')
      .where('company_id', '=', company.id)
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ actor: 'admin@acme.example', data: { changed: ['name', 'own'] } })
  })

  test('keep the approval policy in its order; a row without approvers is taken away', async () => {
    await submit('policy', {
      rules: '3',
      linkHours: '24',
      'rule.0.below': '500',
      'rule.0.currency': 'eur',
      'rule.0.approvers': 'ann@acme.example, bob@acme.example',
      'rule.1.supplier': 'Nordlicht',
      'rule.2.approvers': 'boss@acme.example',
    })
    expect((await loadCompany(http.db, company.id)).policy).toEqual({
      rules: [
        { below: '500', currency: 'EUR', approvers: ['ann@acme.example', 'bob@acme.example'] },
        { approvers: ['boss@acme.example'] },
      ],
      linkHours: 24,
    })
  })

  test.each([
    [{ 'rule.0.approvers': 'nobody' }, 'Rule 1'],
    [{ 'rule.0.approvers': 'a@b.example', 'rule.0.minimum': '5' }, 'needs its currency'],
    [{ 'rule.0.approvers': 'a@b.example', 'rule.0.minimum': '1,000' }, 'must be an amount'],
    [{ linkHours: '0' }, '1 to 8760'],
  ])('refuse the policy %j in plain words', async (form, words) => {
    const before = await loadCompany(http.db, company.id)
    const refused = await submit('policy', { rules: '1', linkHours: '24', ...form })
    expect(refused.statusCode).toBe(400)
    expect(refused.body).toContain(words)
    expect(await loadCompany(http.db, company.id)).toEqual(before)
  })

  test('let people in and out, but never the last administrator', async () => {
    await submit('people', { email: 'Zoe@acme.example', name: 'Zoe', role: 'approver' })
    const page = (await admin.get(settings())).body
    expect(page).toContain('zoe@acme.example')
    const people = await http.db.selectFrom('person').selectAll().execute()
    const idOf = (email: string) => people.find((person) => person.email === email)?.id
    await submit(`people/${idOf('zoe@acme.example')}/remove`, {})
    expect((await admin.get(settings())).body).not.toContain('zoe@acme.example')
    const last = await submit(`people/${idOf('admin@acme.example')}/remove`, {})
    expect([last.statusCode, last.body.includes('without an administrator')]).toEqual([400, true])
    const demoted = await submit('people', { email: 'admin@acme.example', name: 'A', role: 'clerk' })
    expect(demoted.statusCode).toBe(400)
  })

  test('show a new API key once', async () => {
    const made = await submit('api-keys', { name: 'scanner', role: 'clerk' })
    const key = /bk_[\w-]{43}/.exec(made.body)?.[0] ?? 'no key in the page'
    const headers = { authorization: `Bearer ${key}` }
    expect((await http.app.inject({ url: `/api${at('/invoices')}`, headers })).statusCode).toBe(200)
    expect((await admin.get(settings())).body).not.toContain(key)
  })
})
