import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJson } from '../database/json.ts'
import { insertInvoice, PLAIN_BILL, readInvoice } from '../http/testing/records.ts'
import { drawEmptyPage } from './testing/draw-page.ts'
import { putDerived, putWords } from './testing/fill-desk.ts'
import { type Desk, openDesk } from './testing/open-desk.ts'
import { keepScreenshot } from './testing/open-workspace.ts'

let desk: Desk
let ann: Page
let ben: Page

beforeAll(async () => {
  desk = await openDesk()
  ;({ page: ann } = await desk.signIn('ann@acme.example', 'admin'))
  ;({ page: ben } = await desk.signIn('ben@acme.example', 'clerk'))
})
afterAll(() => desk?.close())

const readValue = async (name: 'purchaseOrder' | 'paymentReference' | 'invoiceNumber' | 'dueDate' | 'grossTotal') =>
  (await readInvoice(desk.http.db, desk.books.inReview)).draft?.fields[name]?.value
const openReview = (page: Page) => desk.openReview(page)

test('two people who enter different fields at once both have what they entered', async () => {
  await Promise.all([openReview(ann), openReview(ben)])
  await ann.getByLabel('Payment reference').fill('from Ann')
  await ben.getByLabel('Due date').fill('21.3.2026')
  await ben.getByLabel('Due date').press('Tab')
  await expect.poll(() => readValue('dueDate')).toBe('2026-03-21')
  await ann.getByLabel('Payment reference').press('Tab')
  await expect.poll(() => readValue('paymentReference')).toBe('from Ann')
  expect(await readValue('dueDate')).toBe('2026-03-21')
  await ann.getByText('ben@acme.example changed: Due date').first().waitFor()
})

test('where both enter into the same field, the second sees what the first entered and decides', async () => {
  await Promise.all([openReview(ann), openReview(ben)])
  await ann.getByLabel('Purchase order').fill('PO-ANN')
  await ben.getByLabel('Purchase order').fill('PO-BEN')
  await ben.getByLabel('Purchase order').press('Tab')
  await expect.poll(() => readValue('purchaseOrder')).toBe('PO-BEN')
  await ann.getByLabel('Purchase order').press('Tab')
  await ann.getByText('ben@acme.example changed this to “PO-BEN” while you entered “PO-ANN”.').waitFor()
  await keepScreenshot(ann, 'conflict')
  expect(await ann.getByLabel('Purchase order').inputValue()).toBe('PO-ANN')
  await ann.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => readValue('purchaseOrder')).toBe('PO-ANN')
  await expect.poll(() => ben.getByLabel('Purchase order').inputValue()).toBe('PO-ANN')
})

test('lines that both change at once hold what both entered; where it is the same cell, the second decides', async () => {
  const lines = async () => (await readInvoice(desk.http.db, desk.books.inReview)).draft?.lines
  await Promise.all([openReview(ann), openReview(ben)])
  await ann.getByLabel('Unit of line 1').fill('ream')
  await ben.getByLabel('Net of line 2').fill('12.00')
  await ben.getByLabel('Net of line 2').press('Tab')
  await expect.poll(async () => (await lines())?.[1]?.netAmount).toBe('12.00')
  await ann.getByLabel('Unit of line 1').press('Tab')
  await expect.poll(async () => (await lines())?.[0]?.unit).toBe('ream')
  expect((await lines())?.[1]?.netAmount).toBe('12.00')
  await expect.poll(() => ann.getByLabel('Net of line 2').inputValue()).toBe('12.00')
  // Undone is what Ann did, not what Ben did.
  await ann.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await lines())?.[0]?.unit).toBe('box')
  expect((await lines())?.[1]?.netAmount).toBe('12.00')
  await ann.getByLabel('Quantity of line 1').fill('21')
  await ben.getByLabel('Quantity of line 1').fill('22')
  await ben.getByLabel('Quantity of line 1').press('Tab')
  await expect.poll(async () => (await lines())?.[0]?.quantity).toBe('22')
  await ann.getByText('ben@acme.example changed this too').waitFor()
  expect(await ann.getByLabel('Quantity of line 1').inputValue()).toBe('21')
  await ann.getByRole('button', { name: 'Take theirs' }).click()
  await expect.poll(() => ann.getByLabel('Quantity of line 1').inputValue()).toBe('22')
  await ben.getByRole('button', { name: 'Undo' }).click()
  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(lines).toMatchObject([{ quantity: '20' }, { netAmount: '10.00' }])
})

test('a remedy is one click, and lines sum while somebody types', async () => {
  await openReview(ann)
  await ann.getByRole('button', { name: 'Total is 119.00' }).click()
  await expect.poll(() => readValue('grossTotal')).toBe('119.00')
  await ann.getByText('Net + tax = total').waitFor()
  const cell = ann.getByLabel('Net of line 2')
  await cell.fill('11,50')
  // Ninety and eleven fifty, before anything is saved.
  await cell.fill('11.50')
  await ann
    .getByRole('row', { name: /Sum of lines/ })
    .getByText('101.50')
    .waitFor()
  await ann.getByText('101.50 ≠ 100.00').waitFor()
  await cell.press('Tab')
  await expect
    .poll(async () => (await readInvoice(desk.http.db, desk.books.inReview)).draft?.lines[1]?.netAmount)
    .toBe('11.50')
})

test('a region that is dragged over the page fills the focused field with its words', async () => {
  await openReview(ann)
  await ann.getByLabel('Payment reference').focus()
  const box = await ann.getByAltText('Page 1 of the document').boundingBox()
  if (!box) throw new Error('the page is not shown')
  // Over the whole line of the supplier's name, which is the fourth of the sketch.
  const number = (await readInvoice(desk.http.db, desk.books.inReview)).draft?.fields.invoiceNumber
  const place = number?.place
  if (!place) throw new Error('the number has no place')
  const scale = box.width / 595
  const [left, top, right, bottom] = place.box
  await ann.mouse.move(box.x + (left - 4) * scale, box.y + (top - 3) * scale)
  await ann.mouse.down()
  await ann.mouse.move(box.x + ((left + right) / 2) * scale, box.y + ((top + bottom) / 2) * scale, { steps: 4 })
  await ann.mouse.move(box.x + (right + 4) * scale, box.y + (bottom + 3) * scale, { steps: 4 })
  await ann.mouse.up()
  await expect.poll(() => readValue('paymentReference')).toBe(number?.value)
})

test('one wrong field is fixed and sent on with four keys', async () => {
  const findings = [
    { code: 'date-order-is-certain', severity: 'error' as const, field: 'dueDate' as const, message: 'Which one?' },
  ]
  const values = { ...PLAIN_BILL, invoiceNumber: 'R-2026-99', dueDate: '2026-04-03' }
  const invoice = await insertInvoice(desk.http.db, {
    company: desk.books.company,
    status: 'in-review',
    values,
    findings,
  })
  const { draft } = invoice
  const other = { field: 'dueDate', value: '2026-03-04', score: 0.4, reader: 'labelled-text', raw: '03/04/2026' }
  const fields = { ...draft?.fields, dueDate: { ...draft?.fields.dueDate, alternatives: [other] } }
  await desk.http.db
    .updateTable('invoice')
    .set({ draft: asJson({ ...draft, fields } as never) })
    .where('id', '=', invoice.id)
    .execute()
  await ann.goto(`${desk.base}/workspace/acme/invoices/${invoice.id}`)
  // The field that needs a decision has the focus before a key is pressed.
  await expect.poll(() => ann.evaluate('document.activeElement?.id')).toBe('field-dueDate')
  await ann.keyboard.press('Alt+1')
  await ann.keyboard.press('Control+Enter')
  await expect.poll(async () => (await readInvoice(desk.http.db, invoice.id)).status).toBe('validated')
  expect((await readInvoice(desk.http.db, invoice.id)).draft?.fields.dueDate?.value).toBe('2026-03-04')
})

test('who may only look is given nothing to change with', async () => {
  const { page } = await desk.signIn('eve@acme.example', 'approver')
  await openReview(page)
  expect(await page.getByLabel('Purchase order').isEditable()).toBe(false)
  await expect(page.getByRole('button', { name: 'Accept and next' }).count()).resolves.toBe(0)
  await page.close()
})

test('the next invoice is fetched while one is looked at, and going to it waits for nothing of it', async () => {
  const next = await Promise.all(
    ['A', 'B'].map(async (letter) => {
      const values = {
        ...PLAIN_BILL,
        supplierName: `Queue ${letter}`,
        invoiceNumber: `Q-${letter}`,
        dueDate: '2026-01-01',
      }
      const findings = [{ code: 'values-are-sure', severity: 'warning' as const, message: 'Look.' }]
      const invoice = await insertInvoice(desk.http.db, {
        company: desk.books.company,
        status: 'in-review',
        values,
        findings,
      })
      const content = await drawEmptyPage()
      await putDerived(desk.http.ports.objects, { original: invoice.original_sha256, name: 'page-1.webp', content })
      await putWords(desk.http.ports, invoice.id)
      return invoice.id
    }),
  )
  const network = await ann.context().newCDPSession(ann)
  await network.send('Network.enable')
  const asked: { id: string; path: string }[] = []
  const cached = new Set<string>()
  const loaded = new Set<string>()
  network.on('Network.requestWillBeSent', ({ requestId: id, request }) =>
    asked.push({ id, path: new URL(request.url).pathname }),
  )
  network.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId))
  network.on('Network.responseReceived', ({ requestId, response }) => response.fromDiskCache && cached.add(requestId))
  network.on('Network.loadingFinished', ({ requestId }) => loaded.add(requestId))
  // Of the invoice, its words and its page: what went over the line.
  const parts = (id: string) =>
    ['', '/pages/1/words', '/pages/1'].map((part) => `/api/companies/acme/invoices/${id}${part}`)
  const fetched = (id: string) =>
    parts(id).filter((path) => asked.some((one) => one.path === path && loaded.has(one.id)))
  await ann.goto(`${desk.base}/workspace/acme/inbox?q=Queue&sort=arrival`)
  await ann.getByRole('link', { name: /Queue A/ }).click()
  await ann.getByRole('heading', { name: 'Queue A' }).waitFor()
  const [, second = ''] = next
  await expect.poll(() => fetched(second)).toEqual(parts(second))
  asked.length = 0
  await ann.keyboard.press('Alt+n')
  await ann.getByRole('heading', { name: 'Queue B' }).waitFor()
  const picture = ann.getByAltText('Page 1 of the document')
  await expect
    .poll(() =>
      picture.evaluate((it: { complete: boolean; naturalWidth: number }) => it.complete && it.naturalWidth > 0),
    )
    .toBe(true)
  expect(asked.filter(({ id, path }) => parts(second).includes(path) && !cached.has(id))).toEqual([])
})
