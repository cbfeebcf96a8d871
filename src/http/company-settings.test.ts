import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import { loadCompany } from '../stages/company.ts'
import { insertCompany } from './testing/records.ts'
import { makeKey, signIn, startTestHttp, type TestHttp } from './testing/start-http.ts'

let http: TestHttp
let company: Company
let headers: { authorization: string }

beforeAll(async () => {
  http = await startTestHttp()
  company = await insertCompany(http.db)
  headers = await makeKey(http, { companyId: company.id, role: 'admin' })
})
afterAll(() => http.close())

async function put(path: string, payload: object) {
  return await http.app.inject({ method: 'PUT', url: `/api/companies/${company.id}/${path}`, payload, headers })
}

test('who we are is kept, with an audit event that names what was changed', async () => {
  const own = { names: ['Acme Ltd', 'Acme Limited'], vatIds: ['DE136695976'], ibans: [] }
  expect((await put('settings', { name: 'Acme', own })).statusCode).toBe(200)
  expect(await loadCompany(http.db, company.id)).toMatchObject({ name: 'Acme', own })
  const event = await http.db
    .selectFrom('event')
    .select(['actor', 'data'])
    .where('kind', '=', 'company.settings-changed')
    .where('company_id', '=', company.id)
    .executeTakeFirstOrThrow()
  expect(event).toMatchObject({ actor: 'key:test admin', data: { changed: ['name', 'own'] } })
})

test('the rules of approval are kept in their order', async () => {
  const policy = {
    rules: [
      { below: '500', currency: 'EUR', approvers: ['ann@acme.example', 'bob@acme.example'] },
      { approvers: ['boss@acme.example'] },
    ],
    review: { everything: false, minimum: '5000', currency: 'EUR' },
    linkHours: 24,
  }
  await put('settings', { policy })
  expect((await loadCompany(http.db, company.id)).policy).toEqual(policy)
})

test.each([
  [{ approvers: ['nobody'] }, 'rules.0.approvers.0'],
  [{ approvers: [] }, 'rules.0.approvers'],
  [{ approvers: ['a@b.example'], minimum: '5' }, 'needs its currency'],
  [{ approvers: ['a@b.example'], minimum: '1,000', currency: 'EUR' }, 'rules.0.minimum'],
])('the rule %j is refused in plain words and changes nothing', async (rule, words) => {
  const before = await loadCompany(http.db, company.id)
  const refused = await put('settings', { policy: { rules: [rule], linkHours: 24 } })
  expect(refused.statusCode).toBe(400)
  expect(refused.json().error.message).toContain(words)
  expect(await loadCompany(http.db, company.id)).toEqual(before)
})

test('people are let in and out, whatever case their address is typed in, but never the last administrator', async () => {
  const members = async () => {
    const url = `/api/companies/${company.id}/members`
    return (await http.app.inject({ url, headers })).json().members as { id: string; email: string; role: string }[]
  }
  const remove = (id: string) =>
    http.app.inject({ method: 'DELETE', url: `/api/companies/${company.id}/members/${id}`, headers })
  await put('members', { email: 'root@acme.example', name: 'Root', role: 'admin' })
  await put('members', { email: 'Zoe@acme.example', name: 'Zoe', role: 'approver' })
  const [root, zoe] = (await members()).toSorted((a, b) => (a.email < b.email ? -1 : 1))
  expect([root?.email, zoe?.email, zoe?.role]).toEqual(['root@acme.example', 'zoe@acme.example', 'approver'])
  await remove(zoe?.id ?? '')
  expect((await members()).map(({ email }) => email)).toEqual(['root@acme.example'])
  const last = await remove(root?.id ?? '')
  expect([last.statusCode, last.json().error.message]).toEqual([400, expect.stringContaining('administrator')])
  const demoted = await put('members', { email: 'root@acme.example', name: 'Root', role: 'clerk' })
  expect(demoted.statusCode).toBe(400)
})

test('the language of a company and of its people are kept; who says nothing of it leaves it as it is', async () => {
  expect((await put('settings', {})).json()).toMatchObject({ language: 'en' })
  expect((await put('settings', { language: 'de' })).json()).toMatchObject({ language: 'de' })
  expect((await put('settings', { name: 'Acme' })).json()).toMatchObject({ language: 'de' })
  expect((await put('settings', { language: 'tlh' })).statusCode).toBe(400)
  const member = { email: 'eva@acme.example', name: 'Eva', role: 'approver' }
  const languageAfter = async (more: object) => {
    const { members } = (await put('members', { ...member, ...more })).json()
    return members.find(({ email }: { email: string }) => email === member.email).language
  }
  expect(await languageAfter({})).toBeNull()
  expect(await languageAfter({ language: 'de' })).toBe('de')
  expect(await languageAfter({})).toBe('de')
  expect(await languageAfter({ language: null })).toBeNull()
})

test('whoever is signed in chooses a language; a form of another site chooses none', async () => {
  const browser = await signIn(http, { companyId: company.id, role: 'clerk', email: 'kim@acme.example' })
  const { csrfToken } = (await browser.get('/api/session')).json()
  const choose = (language: string, more: object = {}) =>
    http.app.inject({
      method: 'PUT',
      url: '/api/session/language',
      payload: { language },
      cookies: Object.fromEntries(browser.cookies),
      headers: { accept: 'application/json', ...more },
    })
  expect((await choose('de')).statusCode).toBe(403)
  expect((await browser.get('/api/session')).json().person.language).toBeNull()
  expect((await choose('de', { 'x-csrf-token': csrfToken })).statusCode).toBe(204)
  expect((await browser.get('/api/session')).json().person.language).toBe('de')
  expect(
    (await http.app.inject({ method: 'PUT', url: '/api/session/language', payload: { language: 'de' } })).statusCode,
  ).toBe(401)
})
