import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../schemas/company.ts'
import { asJson } from '../database/json.ts'
import { fillBooks } from '../http/testing/fill-books.ts'
import { insertInvoice, newId, PLAIN_BILL, readInvoice } from '../http/testing/records.ts'
import { startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { putWords } from './testing/fill-desk.ts'
import { keepScreenshot, openBrowser, signInto } from './testing/open-workspace.ts'

let http: TestHttp
let base: string
let books: Awaited<ReturnType<typeof fillBooks>>
let browser: Browser
let ann: Page
let ben: Page

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  books = await fillBooks(http.ports, (svg) => sharp(Buffer.from(svg)).webp().toBuffer())
  await putWords(http.ports, books.inReview)
  browser = await openBrowser()
  ;({ page: ann } = await signInto(browser, { link: await makeLink('ann@acme.example', 'admin') }))
  ;({ page: ben } = await signInto(browser, { link: await makeLink('ben@acme.example', 'clerk') }))
})
afterAll(async () => {
  await browser?.close()
  await http?.close()
})

async function makeLink(email: string, role: Role): Promise<string> {
  const { db, ports } = http
  const person = { email, name: email }
  const { id } = await addPerson(db, { person, companyId: books.company.id, role, now: ports.now, newId })
  return (await issueSignInLink(db, { personId: id, now: ports.now, publicUrl: base })).url
}
const readValue = async (name: 'purchaseOrder' | 'paymentReference' | 'invoiceNumber' | 'dueDate' | 'grossTotal') =>
  (await readInvoice(http.db, books.inReview)).draft?.fields[name]?.value
const openReview = async (page: Page) => {
  await page.goto(`${base}/workspace/acme/invoices/${books.inReview}`)
  await page.getByLabel('Purchase order').waitFor()
}

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
  await expect.poll(async () => (await readInvoice(http.db, books.inReview)).draft?.lines[1]?.netAmount).toBe('11.50')
})

test('a region that is dragged over the page fills the focused field with its words', async () => {
  await openReview(ann)
  await ann.getByLabel('Payment reference').focus()
  const box = await ann.getByAltText('Page 1 of the document').boundingBox()
  if (!box) throw new Error('the page is not shown')
  // Over the whole line of the supplier's name, which is the fourth of the sketch.
  const number = (await readInvoice(http.db, books.inReview)).draft?.fields.invoiceNumber
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
  const invoice = await insertInvoice(http.db, { company: books.company, status: 'in-review', values, findings })
  const { draft } = invoice
  const other = { field: 'dueDate', value: '2026-03-04', score: 0.4, reader: 'labelled-text', raw: '03/04/2026' }
  const fields = { ...draft?.fields, dueDate: { ...draft?.fields.dueDate, alternatives: [other] } }
  await http.db
    .updateTable('invoice')
    .set({ draft: asJson({ ...draft, fields } as never) })
    .where('id', '=', invoice.id)
    .execute()
  await ann.goto(`${base}/workspace/acme/invoices/${invoice.id}`)
  // The field that needs a decision has the focus before a key is pressed.
  await expect.poll(() => ann.evaluate('document.activeElement?.id')).toBe('field-dueDate')
  await ann.keyboard.press('Alt+1')
  await ann.keyboard.press('Control+Enter')
  await expect.poll(async () => (await readInvoice(http.db, invoice.id)).status).toBe('validated')
  expect((await readInvoice(http.db, invoice.id)).draft?.fields.dueDate?.value).toBe('2026-03-04')
})

test('who may only look is given nothing to change with', async () => {
  const { page } = await signInto(browser, { link: await makeLink('eve@acme.example', 'approver') })
  await openReview(page)
  expect(await page.getByLabel('Purchase order').isEditable()).toBe(false)
  await expect(page.getByRole('button', { name: 'Accept and next' }).count()).resolves.toBe(0)
  await page.close()
})
