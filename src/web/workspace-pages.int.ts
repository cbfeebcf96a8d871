import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Box } from '../../schemas/transcript.ts'
import { fillBooks } from '../http/testing/fill-books.ts'
import { newId } from '../http/testing/records.ts'
import { makeKey, startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { keepWords } from '../stages/keep-words.ts'
import { putWords } from './testing/fill-desk.ts'
import { keepScreenshot, openBrowser, signInto } from './testing/open-workspace.ts'

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

let http: TestHttp
let base: string
let books: Awaited<ReturnType<typeof fillBooks>>
let browser: Browser
let context: BrowserContext
let complaints: string[]
let supplier: string

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  books = await fillBooks(http.ports, (svg) => sharp(Buffer.from(svg)).webp().toBuffer())
  for (const { id } of await http.db.selectFrom('invoice').select('id').execute()) await putWords(http.ports, id)
  supplier = await enterSupplier()
  browser = await openBrowser()
  const signed = await signInto(browser, { link: await makeLink('admin@acme.example') })
  context = signed.context
  complaints = signed.complaints
})
afterAll(async () => {
  await browser?.close()
  await http?.close()
})

// Every page holds a stream of changes, and a browser keeps six connections to one place.
afterEach(async () => {
  for (const page of context.pages()) await page.close()
})

async function enterSupplier(): Promise<string> {
  const headers = await makeKey(http, { companyId: 'acme', role: 'clerk' })
  const payload = {
    name: 'Kite & Sons',
    vatId: 'DE136695976',
    ibans: ['DE89370400440532013000'],
    otherNames: ['Kite and Sons'],
    domains: ['kite.example'],
  }
  const made = await http.app.inject({ method: 'POST', url: '/api/companies/acme/suppliers', headers, payload })
  return made.json().id
}

async function makeLink(email: string): Promise<string> {
  const { db, ports } = http
  const person = await addPerson(db, {
    person: { email, name: email },
    companyId: books.company.id,
    role: 'admin',
    now: ports.now,
    newId,
  })
  return (await issueSignInLink(db, { personId: person.id, now: ports.now, publicUrl: base })).url
}

const PAGES: [name: string, path: () => string, shows: string][] = [
  ['inbox', () => 'inbox', 'Totals don’t add up'],
  ['review', () => `invoices/${books.inReview}`, 'is not a valid IBAN'],
  ['waiting', () => `invoices/${books.awaiting}`, 'can not be changed here'],
  ['posted', () => `invoices/${books.posted}`, 'can not be changed here'],
  ['deliveries', () => 'deliveries', 'IMG_2041.jpg'],
  ['approvals', () => 'approvals', 'boss@acme.example'],
  ['suppliers', () => 'suppliers', 'Kite & Sons'],
  ['supplier', () => `suppliers/${supplier}`, 'kite.example'],
  ['new-supplier', () => 'suppliers/new', 'Mail domains'],
  ['accounting', () => 'accounting', 'Last postings'],
  ['overview', () => 'overview', 'Received by week'],
  ['activity', () => 'activity', 'invoice.correct'],
  ['settings', () => 'settings', 'Approval rules'],
  ['no-such-page', () => 'invoice/of-may', 'There is no such page'],
]

/** The page, when what it is about has come. */
async function open(page: Page, { path, shows }: { path: string; shows: string }): Promise<void> {
  await page.goto(`${base}/workspace/acme/${path}`)
  await page.getByText(shows).first().waitFor()
}

describe.each(SIZES)('at $width pixels', (size) => {
  test.each(PAGES)('the page %s passes axe (WCAG 2.2 AA) and never scrolls sideways', async (name, path, shows) => {
    const page = await context.newPage()
    await page.setViewportSize(size)
    await open(page, { path: path(), shows })
    await keepScreenshot(page, `${name}-${size.width}`)
    for (const details of await page.locator('details').all())
      await details.evaluate((it) => it.setAttribute('open', ''))
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([name, overflow]).toEqual([name, 0])
  })
})

test('in German every page says what it says in German', async () => {
  const german = await browser.newContext({ locale: 'de-DE', storageState: await context.storageState() })
  const page = await german.newPage()
  await open(page, { path: 'inbox', shows: 'Summen gehen nicht auf' })
  await keepScreenshot(page, 'inbox-german')
  await page.getByLabel('Sprache').selectOption('en')
  await page.getByText('Totals don’t add up').first().waitFor()
  await page.reload()
  await page.getByText('Totals don’t add up').first().waitFor()
  await german.close()
})

test('who opens a page before signing in comes to it afterwards', async () => {
  const other = await browser.newContext()
  const page = await other.newPage()
  await page.goto(`${base}/workspace/acme/suppliers?q=kite`)
  await page.waitForURL('**/sign-in')
  await page.goto(await makeLink('late@acme.example'))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/workspace/acme/suppliers?q=kite')
  await other.close()
})

test('the filters of the inbox live in the address, and the list follows them', async () => {
  const page = await context.newPage()
  await open(page, { path: 'inbox?q=kite', shows: 'Kite & Sons' })
  await expect.poll(() => page.getByRole('list', { name: 'Invoices' }).getByRole('link').count()).toBe(1)
  await page.getByRole('searchbox').fill('')
  await page
    .getByRole('link', { name: /Totals don’t add up/ })
    .first()
    .click()
  await page.waitForURL('**/inbox?cause=totals-add-up')
  await expect.poll(() => page.getByRole('list', { name: 'Invoices' }).getByRole('link').count()).toBe(1)
})

test('the inbox finds what stands on pages only, and what has left it', async () => {
  const words = [{ text: 'Segeltuch', box: [0, 0, 1, 1] as Box, source: 'ocr' as const, confidence: 1 }]
  const pages = [{ number: 1, width: 1, height: 1, source: 'ocr' as const, words }]
  await http.db.transaction().execute(keepWords({ pages }, { invoiceId: books.inReview }))
  const page = await context.newPage()
  await open(page, { path: 'inbox?q=segeltuch', shows: 'Vereinigte Papier' })
  await expect.poll(() => page.getByRole('list', { name: 'Invoices' }).getByRole('link').count()).toBe(1)
  await page.getByRole('searchbox').fill('R-2026-11')
  const ended = page.getByRole('region', { name: 'Found among what has left the inbox' })
  await ended.getByRole('link', { name: /R-2026-11/ }).click()
  await page.waitForURL(`**/invoices/${books.posted}`)
})

test('a delivery that did not arrive is told apart from one that did', async () => {
  const page = await context.newPage()
  await open(page, { path: 'deliveries?q=img_2041', shows: 'IMG_2041.jpg' })
  await expect.poll(() => page.locator('.cards article').count()).toBe(1)
  await page.getByRole('searchbox').fill('nowhere@supplier.example')
  await page.getByText('What is not here has not reached Billhook').last().waitFor()
})

test('nothing of these pages broke the policy or failed', () => {
  expect(complaints).toEqual([])
})
