/** The workspace by keyboard alone: every control of every page is come to, and what a page is for is done. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { insertCompany, insertInvoice, newId, PLAIN_BILL, readInvoice } from '../http/testing/records.ts'
import { makeKey } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { type Desk, openDesk } from './testing/open-desk.ts'
import { tabTo, walk } from './testing/walk.ts'

vi.setConfig({ testTimeout: 120_000 })

let desk: Desk
let page: Page
let supplier = ''

beforeAll(async () => {
  desk = await openDesk()
  ;({ page } = await desk.signIn('ann@acme.example', 'admin'))
  await insertCompany(desk.http.db, { id: 'empty', name: 'Nothing yet Ltd' })
  const { db, ports } = desk.http
  const person = { email: 'ann@acme.example', name: 'Ann' }
  await addPerson(db, { person, companyId: 'empty', role: 'admin', now: ports.now, newId })
  supplier = await makeSupplier('Kite & Sons')
})
afterAll(() => desk?.close())
afterEach(async () => {
  await page.setViewportSize({ width: 1280, height: 900 })
})

async function makeSupplier(name: string): Promise<string> {
  const headers = await makeKey(desk.http, { companyId: 'acme', role: 'clerk' })
  const payload = { name, domains: ['kite.example'], ibans: ['DE89370400440532013000'] }
  const made = await desk.http.app.inject({ method: 'POST', url: '/api/companies/acme/suppliers', headers, payload })
  return made.json().id
}

const PAGES: [name: string, path: () => string, shows: string][] = [
  ['inbox', () => '/workspace/acme/inbox', 'Totals don’t add up'],
  ['first run', () => '/workspace/empty/inbox', 'Your first invoice'],
  ['review', () => `/workspace/acme/invoices/${desk.books.inReview}`, 'Comments and history'],
  ['waiting', () => `/workspace/acme/invoices/${desk.books.awaiting}`, 'Comments and history'],
  ['deliveries', () => '/workspace/acme/deliveries', 'IMG_2041.jpg'],
  ['suppliers', () => '/workspace/acme/suppliers', 'Kite & Sons'],
  ['supplier', () => `/workspace/acme/suppliers/${supplier}`, 'Mail domains'],
  ['new supplier', () => '/workspace/acme/suppliers/new', 'Mail domains'],
  ['approvals', () => '/workspace/acme/approvals', 'boss@acme.example'],
  ['accounting', () => '/workspace/acme/accounting', 'Last postings'],
  ['overview', () => '/workspace/acme/overview', 'Received by week'],
  ['activity', () => '/workspace/acme/activity', 'invoice.correct'],
  ['settings', () => '/workspace/acme/settings', 'Approval rules'],
  ['outbox', () => '/companies/acme/outbox', 'Outbox'],
  ['decision', () => desk.books.decisionLink, 'Approve'],
]
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

describe.each(SIZES)('at $width pixels', (size) => {
  test.each(PAGES)('Tab alone comes to everything of the page %s, in its order and seen', async (_, path, shows) => {
    await page.setViewportSize(size)
    await page.goto(desk.base + path())
    await page.getByText(shows).first().waitFor()
    await page.waitForLoadState('networkidle')
    // What is folded is walked through too.
    for (const details of await page.locator('details').all())
      await details.evaluate((it) => it.setAttribute('open', ''))
    const { stops, ...walked } = await walk(page)
    expect(walked).toEqual({ missed: [], unseen: [], hidden: [], outOfOrder: [], ended: true })
    expect(stops.length).toBeGreaterThan(1)
  })
})

const focused = () =>
  page.evaluate<string>('window.walkName?.(document.activeElement) ?? document.activeElement?.localName')
const open = async (path: string, shows: string) => {
  await page.goto(`${desk.base}${path}`)
  await page.getByText(shows).first().waitFor()
}

describe('what opens takes the focus and gives it back', () => {
  test('the way to anything', async () => {
    await open('/workspace/acme/inbox', 'Totals don’t add up')
    await tabTo(page, /^Jump to/)
    const before = await focused()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await expect.poll(focused).toMatch(/^input/)
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true)
    }
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(focused).toBe(before)
  })

  test('the menu of an invoice and the reason of a rejection', async () => {
    await desk.openReview(page)
    await tabTo(page, 'More')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('button More')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    for (let step = 0; step < 8 && !/Reject/.test(await focused()); step += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toMatch(/^textarea/)
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true)
    }
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(focused).toBe('button More')
  })

  test('the question before a supplier is removed', async () => {
    await open(`/workspace/acme/suppliers/${supplier}`, 'Mail domains')
    await tabTo(page, 'Change or merge')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Remove')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('button Cancel')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('button Remove')
  })

  test('the menu of a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open('/workspace/acme/inbox', 'Totals don’t add up')
    await tabTo(page, 'Menu')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Suppliers')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('button Menu')
    await expect(page.getByRole('link', { name: 'Suppliers' }).isVisible()).resolves.toBe(false)
  })

  test('the first key on a page leads past what every page has', async () => {
    await open('/workspace/acme/deliveries', 'IMG_2041.jpg')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true)
  })
})

describe('what a page is for is done by keyboard alone', () => {
  test('inbox: an invoice is found, selected, filed with others, and opened', async () => {
    const { db } = desk.http
    const ids = await Promise.all(
      ['P-1', 'P-2', 'P-3'].map(async (invoiceNumber) => {
        const values = { ...PLAIN_BILL, supplierName: 'Pelican Paper', invoiceNumber }
        return (await insertInvoice(db, { company: desk.books.company, status: 'in-review', values })).id
      }),
    )
    await open('/workspace/acme/inbox', 'Totals don’t add up')
    await tabTo(page, /^Search/)
    await page.keyboard.type('pelican')
    await page.waitForURL('**/inbox?q=pelican')
    await expect.poll(() => page.getByRole('list', { name: 'Invoices' }).getByRole('link').count()).toBe(3)
    await tabTo(page, /^Select all/)
    await page.keyboard.press('Space')
    await tabTo(page, /^Select Pelican/)
    await page.keyboard.press('Space')
    await tabTo(page, /^File/)
    await page.keyboard.press('Enter')
    const filed = async () =>
      (await Promise.all(ids.map(async (id) => (await readInvoice(db, id)).status))).filter((it) => it === 'filed')
        .length
    await expect.poll(filed).toBe(2)
    await tabTo(page, /^Pelican Paper/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/invoices/*?q=pelican')
  })

  test('deliveries: what did not arrive is searched, and the raw mail fetched', async () => {
    await open('/workspace/acme/deliveries', 'IMG_2041.jpg')
    await tabTo(page, /^Why is my invoice not here/)
    await page.keyboard.type('nowhere@supplier.example')
    await page.getByText('What is not here has not reached Billhook').last().waitFor()
  })

  test('suppliers: one is made and named otherwise', async () => {
    await open('/workspace/acme/suppliers', 'Kite & Sons')
    await tabTo(page, /New supplier/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'New supplier' }).waitFor()
    await tabTo(page, /^Supplier \*/)
    await page.keyboard.type('Otter Ltd')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Otter Ltd', level: 1 }).waitFor()
  })

  test('approvals: the rules are tried on past invoices', async () => {
    await open('/workspace/acme/approvals', 'boss@acme.example')
    await tabTo(page, /^Try/)
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: /Try/ }).waitFor()
  })

  test('accounting and activity: the invoice behind a line is opened', async () => {
    for (const path of ['accounting', 'activity']) {
      await open(`/workspace/acme/${path}`, path === 'accounting' ? 'Last postings' : 'invoice.correct')
      const links = page.locator('main a[href*="/invoices/"]')
      if ((await links.count()) === 0) continue
      await tabTo(page, ((await links.first().textContent()) ?? '').trim())
      await page.keyboard.press('Enter')
      await page.waitForURL('**/invoices/*')
    }
  })

  test('overview: the table of a chart is taken along as a file', async () => {
    await open('/workspace/acme/overview', 'Received by week')
    const download = page.waitForEvent('download')
    await tabTo(page, /CSV/)
    await page.keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe('billhook-weeks.csv')
  })

  test('settings: a colleague is let in, a key is made, a password kept', async () => {
    await open('/workspace/acme/settings', 'Approval rules')
    await tabTo(page, /^Mail address/)
    await page.keyboard.type('new@acme.example')
    await page.keyboard.press('Enter')
    await page.getByText('new@acme.example').first().waitFor()
  })

  test('settings: rules that are not saved yet are tried on past invoices', async () => {
    await open('/workspace/acme/settings', 'Approval rules')
    await tabTo(page, 'Approvers (mail addresses), rule 1')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('cfo@acme.example')
    await tabTo(page, 'Try the rules on past invoices')
    await page.keyboard.press('Enter')
    const tried = page.getByRole('region', { name: /Try the rules/ })
    await tried.getByText('cfo@acme.example').first().waitFor()
    // What was tried is told of these rules only.
    await page.locator('td[data-column="approvers"] input').first().fill('boss@acme.example')
    await expect.poll(() => tried.count()).toBe(0)
  })

  test('first run: the button for files opens the choice of files', async () => {
    await open('/workspace/empty/inbox', 'Your first invoice')
    const chooser = page.waitForEvent('filechooser')
    await tabTo(page, /^Upload/)
    await page.keyboard.press('Enter')
    expect((await chooser).isMultiple()).toBe(true)
  })

  test('sign-in: a link is asked for', async () => {
    const other = await desk.browser.newContext({ locale: 'en-GB' })
    const fresh = await other.newPage()
    await fresh.goto(`${desk.base}/sign-in`)
    await tabTo(fresh, /mail/i)
    await fresh.keyboard.type('ann@acme.example')
    await fresh.keyboard.press('Enter')
    await fresh.waitForLoadState()
    await expect(fresh.getByRole('main').textContent()).resolves.toMatch(/ann@acme\.example|mail/i)
    await other.close()
  })

  test('the link of a mail: an approver decides', async () => {
    await page.goto(`${desk.base}${desk.books.decidedLink}`)
    await tabTo(page, /^Approve/)
    await page.keyboard.press('Enter')
    await page.waitForLoadState()
    await expect(page.getByRole('main').textContent()).resolves.toMatch(/approved/i)
  })
})
