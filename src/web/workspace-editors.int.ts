/** What a review edits beyond fields: coding, VAT by rate, details and terms, comments, pages that are split. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Draft } from '../../schemas/draft.ts'
import { asJson } from '../database/json.ts'
import { insertInvoice, PLAIN_BILL, readInvoice } from '../http/testing/records.ts'
import { insertStack } from './testing/insert-stack.ts'
import { type Desk, openDesk } from './testing/open-desk.ts'
import { keepScreenshot } from './testing/open-workspace.ts'

let desk: Desk
let ann: Page
let ben: Page
let complaints: string[]

beforeAll(async () => {
  desk = await openDesk()
  ;({ page: ann, complaints } = await desk.signIn('ann@acme.example', 'admin'))
  ;({ page: ben } = await desk.signIn('ben@acme.example', 'clerk'))
})
afterAll(() => desk?.close())
afterEach(async () => {
  await ann.setViewportSize({ width: 1280, height: 900 })
})

const draftOf = async (id = desk.books.inReview) => (await readInvoice(desk.http.db, id)).draft

async function setDraft(id: string, change: Partial<Draft>): Promise<void> {
  const draft = { ...(await draftOf(id)), ...change } as Draft
  await desk.http.db
    .updateTable('invoice')
    .set({ draft: asJson(draft) })
    .where('id', '=', id)
    .execute()
}

/** Looks at a part of the page at both widths, and has axe look at all of it. */
async function look(page: Page, { name, part }: { name: string; part: string }): Promise<void> {
  for (const size of [
    { width: 1280, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    await page.getByRole('heading', { name: part }).first().scrollIntoViewIfNeeded()
    await keepScreenshot(page, `${name}-${size.width}`)
    const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(wide, `${name} is wider than ${size.width} pixels`).toBe(0)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
  }
}

describe('coding', () => {
  test('what the company books under is pasted into the settings', async () => {
    await ann.goto(`${desk.base}/workspace/acme/settings`)
    const form = ann.getByRole('region', { name: 'Accounts, cost centres, tax codes' })
    await form
      .getByLabel('Account', { exact: true })
      .fill('Konto;Bezeichnung\n4930;Office supplies\n4910;Phone\n=1+1;Trap')
    await form.getByText('Line 4: “=1+1” begins with no code').waitFor()
    await expect(form.getByRole('button', { name: 'Save' }).isDisabled()).resolves.toBe(true)
    await form.getByLabel('Account', { exact: true }).fill('Konto;Bezeichnung\n4930;Office supplies\n4910;Phone')
    await form.getByLabel('Cost centre', { exact: true }).fill('Berlin\nBonn')
    await form.getByLabel('Tax code', { exact: true }).fill('V19\t19 % input tax')
    await form.getByLabel('Where nobody says otherwise: Account').selectOption('4930')
    await form.getByRole('button', { name: 'Save' }).click()
    await ann.getByText('Saved', { exact: true }).waitFor()
    await look(ann, { name: 'settings-codes', part: 'Accounts, cost centres, tax codes' })
  })

  test('all lines are coded at once, one otherwise, and a code that there is not is told before it is sent', async () => {
    await desk.openReview(ann)
    const whole = ann.getByLabel('Cost centre of all lines')
    await whole.fill('Berlin')
    await whole.press('Tab')
    await expect.poll(async () => (await draftOf())?.coding).toEqual({ costCentre: 'Berlin' })
    expect(await ann.getByLabel('Cost centre of line 2').getAttribute('placeholder')).toBe('Berlin')
    expect(await ann.getByLabel('Account of line 2').getAttribute('placeholder')).toBe('4930')
    const cell = ann.getByLabel('Account of line 2')
    await cell.fill('4711')
    await cell.press('Tab')
    await ann.getByText('“4711” is not in the list.').waitFor()
    expect(await cell.getAttribute('aria-invalid')).toBe('true')
    await cell.press('Control+Enter')
    await ann.getByText('Something that was entered is not saved yet').waitFor()
    expect((await readInvoice(desk.http.db, desk.books.inReview)).status).toBe('in-review')
    await cell.fill('4910')
    await cell.press('Tab')
    await expect.poll(async () => (await draftOf())?.lines[1]?.coding).toEqual({ account: '4910' })
    await look(ann, { name: 'coding', part: 'Coding' })
    await ann.setViewportSize({ width: 1280, height: 900 })
    await ann.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(async () => (await draftOf())?.lines[1]?.coding).toBeUndefined()
  })

  test('the last bill of the supplier is offered, and taken with a click that one undo takes back', async () => {
    const supplierId = crypto.randomUUID()
    const at = new Date()
    await desk.http.db
      .insertInto('supplier')
      .values({
        id: supplierId,
        company_id: 'acme',
        name: 'Phone Ltd',
        currency: null,
        coding: asJson({}),
        created_from: null,
        created_at: at,
        updated_at: at,
      })
      .execute()
    const bill = async (status: 'posted' | 'in-review', change: Partial<Draft>) => {
      const { id } = await insertInvoice(desk.http.db, {
        company: desk.books.company,
        status,
        at: desk.http.ports.now(),
      })
      await setDraft(id, change)
      await desk.http.db.updateTable('invoice').set({ supplier_id: supplierId }).where('id', '=', id).execute()
      return id
    }
    const phone = (month: string) => ({ description: `Phone ${month}`, netAmount: '100.00' })
    await bill('posted', {
      coding: { costCentre: 'Bonn' },
      lines: [{ ...phone('01/2026'), coding: { account: '4910' } }],
    })
    const id = await bill('in-review', { lines: [phone('02/2026')] })
    await desk.openReview(ann, id)
    await ann.getByText(/As on R-2026-17 of .* 4910/).waitFor()
    await keepScreenshot(ann, 'coding-suggestion')
    await ann.getByRole('button', { name: 'Take over' }).click()
    const coded = async () => {
      const draft = await draftOf(id)
      return [draft?.coding, draft?.lines[0]?.coding]
    }
    await expect.poll(coded).toEqual([{ costCentre: 'Bonn' }, { account: '4910' }])
    await expect.poll(() => ann.getByRole('button', { name: 'Take over' }).count()).toBe(0)
    await ann.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(coded).toEqual([undefined, undefined])
  })
})

test('the supplier is made of what the bill says or found while somebody types, and undo takes that back', async () => {
  const named = { ...PLAIN_BILL, invoiceNumber: 'HS-2', supplierName: 'Harbor Stat.' }
  const values = {
    ...named,
    invoiceNumber: 'HS-1',
    supplierName: 'Harbour Stationers Ltd',
    supplierVatId: 'GB642576175',
  }
  const insert = async (given: typeof named) =>
    (await insertInvoice(desk.http.db, { company: desk.books.company, status: 'in-review', values: given })).id
  const supplierOf = async (id: string) => (await readInvoice(desk.http.db, id)).supplier_id
  const first = await insert(values)
  await desk.openReview(ann, first)
  const picker = ann.getByRole('combobox', { name: 'Supplier in the master data' })
  await picker.click()
  await ann.getByRole('option', { name: 'Create “Harbour Stationers Ltd” from this invoice' }).click()
  await ann.getByRole('link', { name: 'Harbour Stationers Ltd' }).waitFor()
  const made = await supplierOf(first)
  expect(made).toBeTruthy()
  await keepScreenshot(ann, 'supplier-linked')
  const second = await insert(named)
  await desk.openReview(ann, second)
  await picker.fill('harbour')
  await ann.getByRole('option', { name: /Harbour Stationers Ltd · GB642576175/ }).waitFor()
  await keepScreenshot(ann, 'supplier-search')
  await picker.press('ArrowDown')
  await picker.press('Enter')
  await expect.poll(() => supplierOf(second)).toBe(made)
  await ann.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => supplierOf(second)).toBeNull()
  await look(ann, { name: 'supplier', part: 'Supplier' })
})

test('VAT by rate is edited beside its sums, which follow what is typed', async () => {
  await desk.openReview(ann)
  const tax = ann.getByLabel('VAT of rate 1')
  await tax.fill('18,00')
  await ann
    .getByRole('row', { name: /VAT of rate 1/ })
    .or(ann.locator('tr', { has: tax }))
    .first()
    .getByText('≠ 19.00')
    .waitFor()
  await tax.fill('18.00')
  await ann.getByText('Taxes of the rates = tax total').waitFor()
  await ann.getByText('18.00 ≠ 19.00').waitFor()
  await tax.press('Tab')
  await expect.poll(async () => (await draftOf())?.vatBreakdown[0]?.tax).toBe('18.00')
  await ann.getByLabel('Category of rate 1').selectOption('S')
  await ann.getByLabel('Category of rate 1').press('Tab')
  await expect
    .poll(async () => (await draftOf())?.vatBreakdown)
    .toEqual([{ rate: '19', base: '100.00', tax: '18.00', category: 'S' }])
  await look(ann, { name: 'vat', part: 'VAT by rate' })
  await ann.setViewportSize({ width: 1280, height: 900 })
  await tax.fill('19.00')
  await tax.press('Tab')
  await expect.poll(async () => (await draftOf())?.vatBreakdown[0]?.tax).toBe('19.00')
})

test('details and terms have their boxes on the page, and are entered like fields', async () => {
  const place = { page: 1, box: [200, 200, 260, 212] as [number, number, number, number] }
  await setDraft(desk.books.inReview, {
    details: { deliveryDate: { value: '2026-02-18', confidence: 0.7, because: 'after "Delivered"', place } },
    terms: { text: '30 days net', netDays: 30, discounts: [], place: { ...place, box: [200, 230, 300, 242] } },
  })
  await desk.openReview(ann)
  await ann.getByLabel('Delivery date').focus()
  await ann.locator('.mark[data-active="true"]').waitFor()
  await ann.getByLabel('Delivery date').fill('19.2.2026')
  await ann.getByLabel('Delivery date').press('Enter')
  await expect.poll(async () => (await draftOf())?.details?.deliveryDate?.value).toBe('2026-02-19')
  // What was read is offered again.
  await ann.getByRole('button', { name: 'Take 2026-02-18 as Delivery date' }).waitFor()
  await ann.getByLabel('Payment terms', { exact: true }).focus()
  await ann.locator('.mark[data-active="true"]').waitFor()
  await ann.getByRole('button', { name: 'Add discount' }).click()
  await ann.getByLabel('Discount % of discount 1').fill('2,5')
  await ann.getByLabel('within days of discount 1').fill('10')
  await ann.getByLabel('within days of discount 1').press('Tab')
  await expect
    .poll(async () => (await draftOf())?.terms)
    .toMatchObject({ text: '30 days net', netDays: 30, discounts: [{ percent: '2.5', days: 10 }] })
  await look(ann, { name: 'details', part: 'Details and payment terms' })
})

test('a comment is seen by the other at once, as text and nothing else, and waits where it was written until it is sent', async () => {
  await Promise.all([desk.openReview(ann), desk.openReview(ben)])
  const text = 'Is this ours?\n<img src=x onerror=alert(1)>'
  await ann.getByRole('textbox', { name: 'Comment' }).fill(text)
  await ann.reload()
  await expect.poll(() => ann.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe(text)
  await ann.getByRole('textbox', { name: 'Comment' }).press('Control+Enter')
  const said = ben.locator('.history .said')
  await said.waitFor()
  expect(await said.textContent()).toBe(text)
  await ben.getByText('ann@acme.example').first().waitFor()
  await expect.poll(() => ann.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('')
  expect((await readInvoice(desk.http.db, desk.books.inReview)).status).toBe('in-review')
  await look(ann, { name: 'comments', part: 'Comments and history' })
})

describe('a file with several invoices', () => {
  test('is split where Billhook or a person says that a new one begins, and one action makes it one again', async () => {
    const whole = await insertStack(desk)
    await desk.openReview(ann, whole)
    await ann.getByText('Looks like 2 invoices').waitFor()
    await ann.getByText('Another invoice number, “R-2”').waitFor()
    await look(ann, { name: 'stack', part: 'Supplier' })
    await ann.setViewportSize({ width: 1280, height: 900 })
    await ann.getByRole('button', { name: 'A new invoice begins on page 4' }).click()
    await ann.getByRole('button', { name: 'Split into 3 invoices' }).click()
    await ann.waitForURL((url) => !url.pathname.endsWith(whole))
    const region = ann.getByRole('region', { name: 'Invoices of this file' })
    await region.getByText('scans.pdf holds 3 invoices').waitFor()
    await expect.poll(() => region.getByRole('link').allTextContents()).toEqual(['Pages 1–2', 'Page 3', 'Page 4'])
    await keepScreenshot(ann, 'split')
    expect((await readInvoice(desk.http.db, whole)).status).toBe('replaced')
    await region.getByRole('button', { name: 'Undo: make it one invoice again' }).click()
    await ann.waitForURL((url) => url.pathname.endsWith(whole))
    await expect.poll(async () => (await readInvoice(desk.http.db, whole)).status).not.toBe('replaced')
  })
})

test('nothing of this broke the policy or failed', () => {
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([])
})
