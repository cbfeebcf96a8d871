import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillBooks } from '../http/testing/fill-books.ts'
import { newId } from '../http/testing/records.ts'
import { startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { openBrowser, signInto } from './testing/open-workspace.ts'

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

let http: TestHttp
let base: string
let books: Awaited<ReturnType<typeof fillBooks>>
let chrome: Browser
let context: BrowserContext
let complaints: string[]

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  books = await fillBooks(http.ports, (svg) => sharp(Buffer.from(svg)).webp().toBuffer())
  chrome = await openBrowser()
  ;({ context, complaints } = await signInto(chrome, { link: await makeLink() }))
})
afterAll(async () => {
  await chrome?.close()
  await http?.close()
})

async function makeLink(): Promise<string> {
  const { db, ports } = http
  const person = await addPerson(db, {
    person: { email: 'admin@acme.example', name: 'Administrator' },
    companyId: books.company.id,
    role: 'admin',
    now: ports.now,
    newId,
  })
  return (await issueSignInLink(db, { personId: person.id, now: ports.now, publicUrl: base })).url
}

const PAGES: [name: string, path: () => string][] = [
  ['sign-in', () => '/sign-in'],
  ['outbox', () => '/companies/acme/outbox'],
  ['decision', () => books.decisionLink],
  ['an error', () => '/nothing-here'],
]

describe.each(SIZES)('at $width pixels', (size) => {
  test.each(PAGES)('the page %s passes axe (WCAG 2.2 AA) and never scrolls sideways', async (name, path) => {
    const page = await context.newPage()
    await page.setViewportSize(size)
    await page.goto(base + path())
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([name, overflow]).toEqual([name, 0])
    await page.close()
  })
})

test('nothing of these pages broke the content security policy', () => {
  expect(complaints.filter((complaint) => /Content Security Policy/i.test(complaint))).toEqual([])
})

test('an approver decides on a phone without JavaScript, from the mail’s link to the result', async () => {
  const phone = await chrome.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await phone.newPage()
  await page.goto(`${base}${books.decidedLink}?decision=approve`)
  const picture = page.getByAltText('First page of the document')
  await expect(picture.evaluate((it: { naturalWidth: number }) => it.naturalWidth)).resolves.toBe(900)
  await page.getByLabel('Comment (optional)').fill('fine')
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('heading', { name: 'You approved this bill' }).waitFor()
  await page.reload()
  await page.getByText('This bill was approved by boss@acme.example').waitFor()
  await phone.close()
})

test('whose browser wants German is spoken to in German, from signing in to deciding', async () => {
  const german = await chrome.newContext({ javaScriptEnabled: false, locale: 'de-AT' })
  const page = await german.newPage()
  await page.goto(`${base}/sign-in`)
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await page.goto(`${base}${books.decisionLink}`)
  await page.getByRole('button', { name: 'Freigeben' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.goto(`${base}/nothing-here`)
  await page.getByRole('heading', { name: 'Nicht gefunden' }).waitFor()
  await german.close()
})

test('the description of the API opens in a browser under its own policy', async () => {
  const page = await context.newPage()
  const blocked: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text())
  })
  await page.goto(`${base}/api/docs`)
  await page.getByText('Deliver files').waitFor()
  expect(blocked).toEqual([])
  await page.close()
})
