import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertCompany, newId } from '../http/testing/records.ts'
import { openBrowser, PUBLIC_URL, signIn, startTestHttp, type TestHttp, tokenOf } from '../http/testing/start-http.ts'
import { ensureAdministrator } from './ensure-administrator.ts'
import { addPerson } from './person.ts'

const MINUTE = 60_000

let http: TestHttp
let companyId: string

beforeAll(async () => {
  http = await startTestHttp()
  companyId = (await insertCompany(http.db)).id
})
afterAll(() => http.close())

/** Asks for a link as a person does; the paths of all links that were mailed to the address. */
async function askForLink(email: string, remoteAddress: string): Promise<{ page: string; links: string[] }> {
  const browser = openBrowser(http.app, { remoteAddress })
  const response = await browser.submit('/sign-in', { action: '/sign-in', email })
  const mails = await http.db.selectFrom('message').selectAll().where('recipient', '=', email.toLowerCase()).execute()
  const links = mails.map(({ text }) => /\/sign-in\/[\w-]{43}/.exec(text)?.[0] ?? 'no link in the mail')
  return { page: response.body, links }
}

function know(email: string) {
  const person = { email, name: 'Somebody' }
  return addPerson(http.db, { person, companyId, role: 'clerk', now: http.ports.now, newId })
}

describe('signing in', () => {
  test('a known person gets a mailed link, presses its button and is in', async () => {
    await know('ann@acme.example')
    const { links } = await askForLink('Ann@acme.example', '10.0.0.1')
    const browser = openBrowser(http.app)
    const pressed = await browser.submit(links[0]!, { action: links[0]! })
    expect(pressed.headers.location).toBe('/workspace')
    expect((await browser.get('/')).headers.location).toBe('/workspace')
    const session = await browser.get('/api/session')
    expect(session.json()).toMatchObject({ person: { email: 'ann@acme.example' }, memberships: [{ companyId }] })
  })

  test('the answer is the same for a stranger, who gets no mail', async () => {
    await know('bob@acme.example')
    const known = await askForLink('bob@acme.example', '10.0.0.2')
    const stranger = await askForLink('stranger@else.example', '10.0.0.2')
    expect(stranger.page).toBe(known.page)
    expect([known.links.length, stranger.links.length]).toEqual([1, 0])
  })

  test('a scanner that opens the link uses nothing up', async () => {
    await know('cleo@acme.example')
    const [link] = (await askForLink('cleo@acme.example', '10.0.0.3')).links
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const opened = await http.app.inject({ method, url: link! })
      expect(opened.statusCode).toBe(200)
      expect(opened.cookies.map(({ name }) => name)).not.toContain('billhook_session')
    }
    expect((await openBrowser(http.app).submit(link!, { action: link! })).statusCode).toBe(303)
  })

  test('a link works once', async () => {
    await know('dan@acme.example')
    const [link] = (await askForLink('dan@acme.example', '10.0.0.4')).links
    const browsers = [openBrowser(http.app), openBrowser(http.app)]
    const tokens = await Promise.all(browsers.map(async (browser) => tokenOf((await browser.get(link!)).body)))
    const pressed = await Promise.all(browsers.map((browser, index) => browser.post(link!, { _csrf: tokens[index]! })))
    expect(pressed.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410])
    expect((await http.app.inject({ url: link! })).statusCode).toBe(410)
  })

  test('a link expires after 30 minutes', async () => {
    await know('eve@acme.example')
    const [link] = (await askForLink('eve@acme.example', '10.0.0.5')).links
    const browser = openBrowser(http.app)
    const token = tokenOf((await browser.get(link!)).body)
    http.clock.advance(30 * MINUTE)
    expect((await browser.post(link!, { _csrf: token })).statusCode).toBe(410)
  })

  test('one person gets at most five open links, so nobody can flood their mailbox', async () => {
    await know('flo@acme.example')
    let links: string[] = []
    for (let ask = 0; ask < 7; ask += 1) links = (await askForLink('flo@acme.example', `10.0.1.${ask}`)).links
    expect(links).toHaveLength(5)
  })

  test('asking too often from one address is refused for a while', async () => {
    const codes: number[] = []
    const browser = openBrowser(http.app, { remoteAddress: '10.9.9.9' })
    const token = tokenOf((await browser.get('/sign-in')).body)
    for (let ask = 0; ask < 12; ask += 1) {
      codes.push((await browser.post('/sign-in', { _csrf: token, email: 'x@else.example' })).statusCode)
    }
    expect(codes.filter((code) => code === 200)).toHaveLength(10)
    expect(codes.at(-1)).toBe(429)
  })

  test('a form without its token, or with the token of somebody else, does nothing', async () => {
    const browser = openBrowser(http.app, { remoteAddress: '10.0.0.6' })
    expect((await browser.post('/sign-in', { email: 'ann@acme.example' })).statusCode).toBe(403)
    const token = tokenOf((await browser.get('/sign-in')).body)
    const other = openBrowser(http.app, { remoteAddress: '10.0.0.6' })
    await other.get('/sign-in')
    expect((await other.post('/sign-in', { _csrf: token, email: 'ann@acme.example' })).statusCode).toBe(403)
  })

  test('the session gets a new id at sign-in and its row holds only a hash of it', async () => {
    const browser = await signIn(http, { companyId, role: 'clerk', email: 'gil@acme.example' })
    const cookie = browser.cookies.get('billhook_session') ?? 'none'
    const rows = await http.db.selectFrom('session').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(cookie.split('.')[0])
  })

  test('signing out ends the session, also for a copy of its cookie', async () => {
    const browser = await signIn(http, { companyId, role: 'admin', email: 'hal@acme.example' })
    const copy = new Map(browser.cookies)
    const page = `/companies/${companyId}/outbox`
    await browser.submit(page, { action: '/sign-out' })
    const reused = await http.app.inject({
      url: page,
      cookies: Object.fromEntries(copy),
      headers: { accept: 'text/html' },
    })
    expect(reused.headers.location).toBe('/sign-in')
  })

  test('a session ends after 12 hours and is removed when somebody signs in', async () => {
    const browser = await signIn(http, { companyId, role: 'admin', email: 'ida@acme.example' })
    const page = `/companies/${companyId}/outbox`
    http.clock.advance(12 * 60 * MINUTE - 1)
    expect((await browser.get(page)).statusCode).toBe(200)
    http.clock.advance(1)
    expect((await browser.get(page)).headers.location).toBe('/sign-in')
    await signIn(http, { companyId, role: 'clerk', email: 'kim@acme.example' })
    const expired = http.db.selectFrom('session').select('id_hash').where('expires_at', '<=', http.clock.now())
    expect(await expired.execute()).toEqual([])
  })

  test('no token of a link is ever logged', async () => {
    await know('jan@acme.example')
    const [link] = (await askForLink('jan@acme.example', '10.0.0.7')).links
    await openBrowser(http.app).submit(link!, { action: link! })
    const log = http.logged.join('')
    expect(log).toContain('/sign-in/…')
    expect(log).not.toContain(link!.slice('/sign-in/'.length))
  })
})

describe('the first start', () => {
  const ensure = (id: string) =>
    ensureAdministrator({ ...http.ports, publicUrl: PUBLIC_URL }, { companyId: id, email: 'Root@acme.example' })

  test('makes an administrator with a one-time link; until it is used each start gives a fresh one', async () => {
    const { id } = await insertCompany(http.db)
    const first = await ensure(id)
    const second = await ensure(id)
    expect(second?.email).toBe('root@acme.example')
    expect(second?.url).not.toBe(first?.url)
    expect((await http.app.inject({ url: new URL(first!.url).pathname })).statusCode).toBe(410)
    const path = new URL(second!.url).pathname
    const browser = openBrowser(http.app)
    expect((await browser.submit(path, { action: path })).statusCode).toBe(303)
    expect((await browser.get(`/api/companies/${id}/settings`)).statusCode).toBe(200)
    expect(await ensure(id)).toBeNull()
  })
})
