/** One invoice's whole way through the workspace of a real Billhook: dropped, read, corrected from the page, approved on a phone, posted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Invoice } from '../http/shapes.ts'
import type { PageWords } from '../http/workspace-shapes.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'
import { keepScreenshot, openBrowser, signInto } from './testing/open-workspace.ts'

vi.setConfig({ testTimeout: 300_000 })
const PATIENCE = { timeout: 240_000, interval: 250 }
const SCAN = fileURLToPath(new URL('../../fixtures/invoices/en-joinery-scan-300/invoice.png', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'billhook-journey-'))
let billhook: RunningBillhook
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await openBrowser()
  billhook = await startBillhook(folder, { RECOGNITION_PROCESSES: '1' })
  const signed = await signInto(browser, { link: billhook.signInLink ?? '' })
  ;({ context, page, complaints } = signed)
})
afterAll(async () => {
  await browser?.close()
  await billhook?.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

const api = async <Answer>(path: string): Promise<Answer> => {
  const response = await context.request.get(`${billhook.url}/api/companies/${billhook.company}/${path}`)
  return (await response.json()) as Answer
}

/** As somebody who drags a file from their desktop onto the page. */
async function drop(name: string, content: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob('${content.toString('base64')}'), (character) => character.charCodeAt(0))
    const made = new DataTransfer()
    made.items.add(new File([bytes], ${JSON.stringify(name)}, { type: 'image/png' }))
    return made
  })()`)
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await page.getByText('Let go to deliver these files').waitFor()
  await page.dispatchEvent('.drop-target', 'drop', { dataTransfer: transfer })
}

let invoiceId = ''

test('an empty inbox teaches, and a scan that is dropped on it is watched as it arrives', async () => {
  await page.getByRole('heading', { name: 'Your first invoice' }).waitFor()
  await keepScreenshot(page, 'first-run')
  await drop('scan from the office.png', readFileSync(SCAN))
  await page.getByRole('region', { name: 'Deliveries from this browser' }).getByText('Kept').waitFor()
  // Without a reload: the row comes, and is what was read in the end.
  const row = page.getByRole('list', { name: 'Invoices' }).getByRole('link').first()
  await row.waitFor()
  await expect.poll(() => row.textContent(), PATIENCE).not.toContain('scan from the office')
  const { rows } = await api<{ rows: { id: string; status: string }[] }>('inbox')
  expect(rows).toHaveLength(1)
  invoiceId = rows[0]?.id ?? ''
  await keepScreenshot(page, 'arrived')
})

test('a word of the page fills a field with a click, and what was entered is saved by itself', async () => {
  await page.getByRole('list', { name: 'Invoices' }).getByRole('link').first().click()
  await expect
    .poll(async () => (await api<Invoice>(`invoices/${invoiceId}`)).status, PATIENCE)
    .toMatch(/in-review|awaiting/)
  if ((await api<Invoice>(`invoices/${invoiceId}`)).status === 'awaiting-approval') {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Take back from approvers' }).click()
  }
  const field = page.getByLabel('Payment reference')
  await expect.poll(() => field.isEditable(), PATIENCE).toBe(true)
  const { words, width } = await api<PageWords>(`invoices/${invoiceId}/pages/1/words`)
  const word = words.find(({ text }) => /^[A-Za-z]{5,}$/.test(text))
  if (!word) throw new Error('the page has no word to click')
  await field.focus()
  const picture = page.getByAltText('Page 1 of the document')
  await expect
    .poll(() => picture.evaluate((it: { naturalWidth: number }) => it.naturalWidth), PATIENCE)
    .toBeGreaterThan(0)
  const box = await picture.boundingBox()
  if (!box) throw new Error('the page is not shown')
  const [left, top, right, bottom] = word.box
  const scale = box.width / width
  const clickWord = () =>
    picture.click({ position: { x: ((left + right) / 2) * scale, y: ((top + bottom) / 2) * scale }, force: true })
  const kept = async () => (await api<Invoice>(`invoices/${invoiceId}`)).draft?.fields.paymentReference?.value ?? ''
  const before = await kept()
  await clickWord()
  await expect.poll(() => field.inputValue()).toBe(word.text)
  await expect.poll(kept).toBe(word.text)
  await keepScreenshot(page, 'picked-from-page')
  await field.press('Control+z')
  await expect.poll(kept).toBe(before)
  // The same while the save is still on its way: what is undone is undone, however slow the line.
  const line = Promise.withResolvers<void>()
  await page.route('**/correct', async (route) => {
    await line.promise
    await route.continue()
  })
  await field.focus()
  await clickWord()
  await expect.poll(() => field.inputValue()).toBe(word.text)
  await field.press('Control+z')
  await expect.poll(() => field.inputValue()).toBe(before)
  line.resolve()
  await page.getByText('All saved').waitFor()
  expect(await kept()).toBe(before)
  expect(await field.inputValue()).toBe(before)
  await page.unroute('**/correct')
})

test('the bill is coded from the company’s list', async () => {
  await page.getByRole('link', { name: 'Enter them in the settings' }).click()
  const lists = page.getByRole('region', { name: 'Accounts, cost centres, tax codes' })
  await lists.getByLabel('Account', { exact: true }).fill('expenses:joinery;Doors and floors\nexpenses:other')
  await lists.getByLabel('Cost centre', { exact: true }).fill('Workshop')
  await lists.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.goto(`${billhook.url}/workspace/${billhook.company}/invoices/${invoiceId}`)
  await page.locator('#coding-account').fill('expenses:joinery')
  await page.locator('#coding-costCentre').fill('Workshop')
  await page.locator('#coding-costCentre').press('Tab')
  await expect
    .poll(async () => (await api<Invoice>(`invoices/${invoiceId}`)).draft?.coding)
    .toEqual({ account: 'expenses:joinery', costCentre: 'Workshop' })
})

test('one wrong field is fixed and sent on with at most six keys', async () => {
  const total = async () => (await api<Invoice>(`invoices/${invoiceId}`)).draft?.fields.grossTotal?.value
  const right = await total()
  await page.getByLabel('Total', { exact: true }).fill('1.00')
  await page.getByLabel('Total', { exact: true }).press('Tab')
  await expect.poll(total).toBe('1.00')
  await page.reload()
  // The field that needs a decision has the focus before a key is pressed.
  await expect.poll(() => page.evaluate('document.activeElement?.id'), PATIENCE).toBe('field-grossTotal')
  await page.evaluate(
    "window.keys = 0; addEventListener('keydown', () => { sessionStorage.keys = ++window.keys }, true)",
  )
  await page.keyboard.press('Alt+1')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/inbox')
  expect(await total()).toBe(right)
  expect(Number(await page.evaluate('sessionStorage.keys'))).toBeLessThanOrEqual(6)
})

test('it goes to its approver, who decides on a phone without JavaScript, and is posted as it was coded', async () => {
  await page.getByText('Waits for approval').first().waitFor()
  const findLink = async () => {
    const { messages } = await api<{ messages: { text: string }[] }>('messages')
    return /https?:\/\/\S+\/decide\/[^\s?]+/.exec(messages.map(({ text }) => text).join('\n'))?.[0]
  }
  await expect.poll(findLink, PATIENCE).toBeTruthy()
  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const decision = await phone.newPage()
  await decision.goto((await findLink()) ?? '')
  await keepScreenshot(decision, 'decision-390')
  await decision.getByRole('button', { name: 'Approve' }).click()
  await decision.getByRole('heading', { name: 'You approved this bill' }).waitFor()
  await phone.close()
  // The clerk's inbox empties while it is looked at.
  await page.getByText('Posted 1').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Accounting' }).click()
  await page.getByText('Posted', { exact: true }).first().waitFor()
  await keepScreenshot(page, 'posted')
  const books = join(folder, 'books', billhook.company)
  const journal = readFileSync(join(books, 'journal.ledger'), 'utf8')
  expect(journal).toMatch(/^ {4}expenses:joinery {2}[\d.]+ GBP {2}; cost-centre:Workshop$/m)
  expect(journal).not.toContain('expenses:unsorted')
  const [titles = '', bill = ''] = readFileSync(join(books, 'bills.csv'), 'utf8').split('\r\n')
  expect(bill.split(',')).toHaveLength(titles.split(',').length)
  expect(bill).toContain(',expenses:joinery,Workshop,,')
})

test('nothing of this broke the policy or failed', () => {
  expect(complaints).toEqual([])
})
