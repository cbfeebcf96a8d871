import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { Language } from '../../schemas/said.ts'
import { insertCompany, insertInvoice, newId, readInvoice } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { openBrowser, startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { derivedKey } from '../object-store/index.ts'
import { addPerson } from '../people/person.ts'
import { move } from '../pipeline/move.ts'

let http: TestHttp
let company: Company

beforeAll(async () => {
  http = await startTestHttp()
  company = await insertCompany(http.db)
})
afterAll(() => http.close())

async function route(
  given: Partial<Omit<Parameters<typeof insertInvoice>[1], 'company'>> & { company?: Company } = {},
) {
  const invoice = await insertInvoice(http.db, { company, status: 'validated', ...given })
  const picture = Buffer.from(`RIFF ${invoice.id} WEBP`)
  await http.objects.put(derivedKey(invoice.original_sha256, 'page-1.webp'), picture, {
    sha256: createHash('sha256').update(picture).digest('hex'),
    mediaType: 'image/webp',
  })
  const routed = await routeBill(http.ports, {
    invoice,
    company: given.company ?? company,
    approvers: ['ann@acme.example'],
  })
  return { invoice: routed.invoice, link: `/decide/${routed.tokens[0]}`, picture }
}

/** Everything that a request could have changed about the invoice. */
async function snapshot(invoiceId: string) {
  const invoice = await readInvoice(http.db, invoiceId)
  const requests = await http.db
    .selectFrom('decision_request')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .execute()
  const events = await http.db.selectFrom('event').selectAll().where('invoice_id', '=', invoiceId).execute()
  return { invoice, requests, events }
}

describe('the decision page', () => {
  test('shows the bill, its first page and two buttons, without a sign-in and without script', async () => {
    const finding = { code: 'x', severity: 'warning', message: 'The total is higher than usual.' } as const
    const { link } = await route({ findings: [finding] })
    const page = await openBrowser(http.app).get(`${link}?decision=reject`)
    expect(page.statusCode).toBe(200)
    for (const shown of ['Nordlicht Papier GmbH', 'R-2026-17', '119.00 EUR', '20 Mar 2026', finding.message]) {
      expect(page.body).toContain(shown)
    }
    expect(page.body).toContain(`src="${link}/page-1"`)
    expect(page.body).not.toMatch(/<script/i)
    expect(page.body.indexOf('value="reject"')).toBeLessThan(page.body.indexOf('value="approve"'))
  })

  test('speaks as the mail did: to a person in theirs, to a stranger in that of the browser, else of the company', async () => {
    const german = await insertCompany(http.db, { language: 'de' })
    const know = (language: Language | null) =>
      addPerson(http.db, { person: { email: 'ann@acme.example', name: 'Ann', language }, ...member })
    const member = { companyId: german.id, role: 'approver', now: http.ports.now, newId } as const
    const { link } = await route({ company: german })
    const look = async (wanted?: string) => {
      const answer = await http.app.inject({ url: link, headers: wanted ? { 'accept-language': wanted } : {} })
      return /<html lang="(..)">/.exec(answer.body)?.[1]
    }
    expect([await look('en-GB'), await look('fr'), await look()]).toEqual(['en', 'de', 'de'])
    await know('de')
    expect(await look('en-GB')).toBe('de')
    const page = (await http.app.inject({ url: link })).body
    for (const shown of ['Diese Rechnung freigeben?', 'Fällig am', '20.03.2026', '119,00 EUR'])
      expect(page).toContain(shown)
    await know('en')
    expect(await look('de')).toBe('en')
    await know(null)
  })

  test('GET, HEAD and prefetching change nothing, however often; neither does a wrong method', async () => {
    const { invoice, link } = await route()
    const before = await snapshot(invoice.id)
    for (const url of [link, `${link}?decision=approve`, `${link}?decision=reject`, `${link}/page-1`]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] as const) {
        await http.app.inject({ method, url, headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } })
        await http.app.inject({ method, url })
      }
    }
    expect(await snapshot(invoice.id)).toEqual(before)
  })

  test('a press of the button decides and shows the result; the page then says what was decided', async () => {
    const { invoice, link } = await route()
    const browser = openBrowser(http.app)
    const pressed = await browser.post(link, { decision: 'approve', comment: ' fine <b>by me</b> ' })
    expect([pressed.statusCode, pressed.headers.location]).toEqual([303, link])
    expect(await readInvoice(http.db, invoice.id)).toMatchObject({
      status: 'approved',
      approved_by: 'ann@acme.example',
    })
    const after = await browser.get(link)
    expect(after.body).toContain('You approved this bill')
    expect(after.body).toContain('fine &#60;b&#62;by me&#60;/b&#62;')
    expect(after.body).not.toContain('value="reject"')
    expect(http.work).toContainEqual({ name: 'post', invoiceId: invoice.id, version: invoice.version + 1 })
  })

  test('the same press again shows the first result, the other one says what was decided', async () => {
    const { invoice, link } = await route()
    const browser = openBrowser(http.app)
    await browser.post(link, { decision: 'reject' })
    const after = await snapshot(invoice.id)
    expect((await browser.post(link, { decision: 'reject' })).statusCode).toBe(303)
    const other = await browser.post(link, { decision: 'approve' })
    expect(other.statusCode).toBe(410)
    expect(other.body).toContain('already rejected by ann@acme.example')
    expect(await snapshot(invoice.id)).toEqual(after)
  })

  test('a void link explains itself and shows neither the bill nor its picture', async () => {
    const { invoice, link } = await route()
    await move(http.ports, { invoice, outcome: 'recall', actor: 'clerk@acme.example' })
    const browser = openBrowser(http.app)
    for (const response of [await browser.get(link), await browser.post(link, { decision: 'approve' })]) {
      expect(response.statusCode).toBe(410)
      expect(response.body).toContain('This link is void')
      expect(response.body).not.toContain('Nordlicht')
    }
    expect((await browser.get(`${link}/page-1`)).statusCode).toBe(410)
  })

  test('an unknown link is not found, and a press without a decision is refused', async () => {
    const browser = openBrowser(http.app)
    const unknown = `/decide/${'x'.repeat(43)}`
    expect((await browser.get(unknown)).statusCode).toBe(404)
    expect((await browser.post(unknown, { decision: 'approve' })).statusCode).toBe(404)
    const { invoice, link } = await route()
    for (const form of [{}, { decision: 'maybe' }, { decision: 'approve', comment: 'x'.repeat(1001) }]) {
      expect((await browser.post(link, form)).statusCode).toBe(400)
    }
    expect((await readInvoice(http.db, invoice.id)).status).toBe('awaiting-approval')
  })

  test("the picture comes by the link's own address and by no other token", async () => {
    const { link, picture } = await route()
    const response = await http.app.inject({ url: `${link}/page-1` })
    expect(response.rawPayload.equals(picture)).toBe(true)
    expect(response.headers['content-type']).toBe('image/webp')
    expect((await http.app.inject({ url: `/decide/${'y'.repeat(43)}/page-1` })).statusCode).toBe(404)
  })

  test('the token of the link is never logged', async () => {
    const { link } = await route()
    const browser = openBrowser(http.app)
    await browser.get(`${link}?decision=approve`)
    await browser.get(`${link}/page-1`)
    await browser.post(link, { decision: 'approve' })
    expect(http.logged.join('')).not.toContain(link.slice('/decide/'.length))
  })
})
