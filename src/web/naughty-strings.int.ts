/** What strangers write (names, files, subjects, what OCR reads) is shown as text on every page, whatever it says, and runs nowhere. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { DraftField, FieldName } from '../../schemas/draft.ts'
import { asJson } from '../database/json.ts'
import { insertCompany, insertInvoice, newId, PLAIN_BILL } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { plainLine } from '../mail/plain-line.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { correct } from '../review/correct.ts'
import { putWords } from './testing/fill-desk.ts'
import { NAUGHTY_STRINGS, SCRIPTS } from './testing/naughty-strings.ts'
import { openBrowser, signInto } from './testing/open-workspace.ts'

/** An invoice says as many of them as it has places for. */
const A_BILL_HOLDS = 28
const BILLS = Array.from({ length: Math.ceil(NAUGHTY_STRINGS.length / A_BILL_HOLDS) }, (_, index) =>
  NAUGHTY_STRINGS.slice(index * A_BILL_HOLDS, (index + 1) * A_BILL_HOLDS),
)
const FIELDS = [
  'supplierName',
  'customerName',
  'paymentReference',
  'purchaseOrder',
  'supplierTaxNumber',
  'invoiceNumber',
] as const satisfies readonly FieldName[]

let http: TestHttp
let base: string
let browser: Browser
let context: BrowserContext
let page: Page
let company: Company
const fired: string[] = []
const elsewhere: string[] = []
/** In the order of BILLS. */
const reviews: string[] = []
const decisions: string[] = []

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  company = await insertCompany(http.db, { id: 'acme', name: SCRIPTS[2] ?? '' })
  await insertDeliveries()
  for (const texts of BILLS) {
    reviews.push(await insertReview(texts))
    decisions.push(await insertDecision(texts))
  }
  const person = { email: 'admin@acme.example', name: SCRIPTS[0] ?? '' }
  const { id } = await addPerson(http.db, { person, companyId: 'acme', role: 'admin', now: http.ports.now, newId })
  const { url } = await issueSignInLink(http.db, { personId: id, now: http.ports.now, publicUrl: base })
  browser = await openBrowser()
  ;({ context, page } = await signInto(browser, { link: url }))
  await context.exposeFunction('canary', (what: unknown) => fired.push(String(what)))
  context.on('dialog', (dialog) => {
    fired.push(dialog.message())
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('blob:')) elsewhere.push(request.url())
  })
})
afterAll(async () => {
  await browser?.close()
  await http?.close()
})

/** For each string a delivery with it as subject and file name, and an invoice in review whose supplier it is. */
async function insertDeliveries(): Promise<void> {
  const texts = sql`unnest(${NAUGHTY_STRINGS}::text[]) with ordinality as naughty (text, n)`
  const sha256 = sql`encode(sha256(convert_to(n::text, 'UTF8')), 'hex')`
  const at = sql`timestamptz '2026-02-01' + n * interval '1 minute'`
  await sql`insert into billhook.delivery (id, company_id, channel, digest, envelope, received_at, disposed_at)
    select 'delivery-' || n, 'acme', 'smtp', ${sha256}, jsonb_build_object('subject', text, 'from', text), ${at}, ${at} from ${texts}`.execute(
    http.db,
  )
  await sql`insert into billhook.original (company_id, sha256, bytes, media_type, kept_at)
    select 'acme', ${sha256}, 1, 'application/pdf', ${at} from ${texts}`.execute(http.db)
  await sql`insert into billhook.invoice (id, company_id, delivery_id, original_sha256, file_name, media_type, status, version, findings, touched_by,
      supplier_name, invoice_number, due_date, currency, created_at, updated_at)
    select 'invoice-' || n, 'acme', 'delivery-' || n, ${sha256}, text, 'application/pdf', 'in-review', 1, '[]', '[]', text, text, text, text,
      ${at}, ${at} from ${texts}`.execute(http.db)
  await sql`insert into billhook.delivery_part (id, delivery_id, position, file_name, declared_type, media_type, sha256, bytes, disposition, reason, invoice_id)
    select 'part-' || n, 'delivery-' || n, 0, text, text, 'application/pdf', ${sha256}, 1, 'invoice', text, 'invoice-' || n from ${texts}`.execute(
    http.db,
  )
}

/** An invoice that says these in its fields and lines, on its page, in findings, alternatives and its history. */
async function insertReview(texts: readonly string[]): Promise<string> {
  const { db, ports } = http
  const given = FIELDS.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]]]))
  const values: Partial<Record<FieldName, string>> = { ...PLAIN_BILL, ...Object.fromEntries(given) }
  const findings = texts.map((message) => ({ code: message, severity: 'warning' as const, message }))
  const invoice = await insertInvoice(db, { company, status: 'in-review', values, findings, fileName: texts[0] ?? '' })
  const alternatives = texts.map((value) => ({
    field: 'customerName' as const,
    value: `other ${value}`,
    score: 0.5,
    reader: value,
    raw: value,
  }))
  const customerName = { ...(invoice.draft?.fields.customerName as DraftField), alternatives }
  const lines = texts.map((description) => ({ description, unit: description }))
  const draft = { ...invoice.draft, fields: { ...invoice.draft?.fields, customerName }, lines }
  const failure = { code: texts[0], message: texts[0], at: ports.now().toISOString(), attempts: 1 }
  await db
    .updateTable('invoice')
    .set({ draft: asJson(draft as never), failure: asJson(failure as never) })
    .where('id', '=', invoice.id)
    .execute()
  await putWords(ports, invoice.id)
  const target = { companyId: 'acme', invoiceId: invoice.id, version: invoice.version, actor: 'ann@acme.example' }
  await correct(ports, { ...target, correction: { fields: { supplierVatId: texts.at(-1) ?? '' } } })
  return invoice.id
}

/** A bill before its approver, by the link of the mail. */
async function insertDecision(texts: readonly string[]): Promise<string> {
  const values = { ...PLAIN_BILL, supplierName: texts[0] ?? '', invoiceNumber: texts[1] ?? '' }
  const findings = texts.map((message) => ({ code: message, severity: 'warning' as const, message }))
  const invoice = await insertInvoice(http.db, { company, status: 'validated', values, findings })
  const { tokens } = await routeBill(http.ports, { invoice, company, approvers: ['boss@acme.example'] })
  return `/decide/${tokens[0]}`
}

/** What stands in the texts of all these elements. */
async function readTexts(selector: string): Promise<string[]> {
  return await page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((it) => it.textContent)`,
  )
}

function expectNothingRan(): void {
  expect({ fired, elsewhere }).toEqual({ fired: [], elsewhere: [] })
}

test('there are at least as many as the issue wants', () => {
  expect(NAUGHTY_STRINGS.length).toBeGreaterThanOrEqual(515)
})

test('the inbox shows each as the supplier that it is', async () => {
  await page.goto(`${base}/workspace/acme/inbox?sort=arrival`)
  await page.locator('.rows .row').first().waitFor()
  const shown = await page.evaluate<string[]>(`(async () => {
    const box = document.querySelector('.rows')
    const names = new Set()
    for (let before = -1; before !== box.scrollTop || names.size === 0; ) {
      before = box.scrollTop
      for (const name of document.querySelectorAll('.rows .who strong')) names.add(name.textContent)
      box.scrollTop += 300
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    }
    return [...names]
  })()`)
  expect(NAUGHTY_STRINGS.filter((text) => !shown.includes(text))).toEqual([])
  expectNothingRan()
})

test('deliveries show each as subject and as file name', async () => {
  await page.goto(`${base}/workspace/acme/deliveries`)
  await page.locator('.cards article').first().waitFor()
  const more = page.getByRole('button', { name: 'Show more' })
  const count = () => page.locator('.cards article').count()
  while (await more.isVisible()) {
    const before = await count()
    await more.click()
    await expect.poll(count).toBeGreaterThan(before)
  }
  const [subjects, names] = [await readTexts('.cards header strong'), await readTexts('.cards .name')]
  expect(NAUGHTY_STRINGS.filter((text) => !subjects.includes(text))).toEqual([])
  expect(NAUGHTY_STRINGS.filter((text) => !names.includes(text))).toEqual([])
  expectNothingRan()
})

test('every review shows them in its fields and lines as they were read', async () => {
  for (const [index, texts] of BILLS.entries()) {
    await page.goto(`${base}/workspace/acme/invoices/${reviews[index]}`)
    // Lines and history are drawn last.
    await page.getByText('History').first().waitFor()
    // An input drops line breaks of its own accord; all else stands there as it was written.
    const inputs = await page.evaluate<string[]>(`[...document.querySelectorAll('input')].map((it) => it.value)`)
    expect(texts.filter((text) => !inputs.includes(text.replace(/[\r\n]/g, '')))).toEqual([])
    expectNothingRan()
  }
  await page.getByText('History').first().click()
  const reference = page.getByLabel('Payment reference')
  await reference.fill(SCRIPTS[3] ?? '')
  await reference.press('Tab')
  await page.getByText('All saved').waitFor()
  expectNothingRan()
})

test('the page on which an approver decides shows them, and so does the mail that asks', async () => {
  for (const [index, texts] of BILLS.entries()) {
    await page.goto(`${base}${decisions[index]}`)
    const found = await readTexts('.findings li')
    // HTML knows one kind of line break.
    const expected = texts.map((text) => `Warning: ${text.replace(/\r\n?/g, '\n')}`)
    expect(expected.filter((text) => !found.includes(text))).toEqual([])
    expect((await readTexts('.facts dd'))[0]).toBe(plainLine(texts[0] ?? '', 120))
    expectNothingRan()
  }
  const mails = await http.db.selectFrom('message').select(['id', 'text']).orderBy('created_at').execute()
  expect(mails.length).toBe(BILLS.length)
  const shown: string[] = []
  for (const { id } of mails) {
    await page.goto(`${base}/companies/acme/outbox/${id}/html`)
    shown.push(...(await readTexts('body')))
  }
  const everything = shown.join('\n')
  const lines = NAUGHTY_STRINGS.map((text) => plainLine(text, 500))
  expect(lines.filter((line) => !everything.includes(line))).toEqual([])
  const texts = mails.map(({ text }) => text).join('\n')
  expect(lines.filter((line) => !texts.includes(line))).toEqual([])
  await page.goto(`${base}/companies/acme/outbox`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expectNothingRan()
})

test.each(['activity', 'overview', 'accounting', 'approvals', 'suppliers', 'settings'])(
  'the page %s runs none of them',
  async (path) => {
    await page.goto(`${base}/workspace/acme/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading').waitFor({ state: 'detached' })
    expectNothingRan()
  },
)

test('a CSV from the browser holds no cell that a spreadsheet would run', async () => {
  await page.goto(`${base}/workspace/acme/overview`)
  const figure = page.getByRole('region', { name: 'Corrected fields', exact: true })
  const downloading = page.waitForEvent('download')
  await figure.getByRole('button', { name: 'Download CSV' }).click()
  const text = readFileSync(await (await downloading).path(), 'utf8')
  // RFC 4180: a cell in quotes, in which quotes are doubled, or one without.
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
  expect(cells.length).toBeGreaterThan(3 * 10)
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
})

test('no address of a page makes it run something or go elsewhere', async () => {
  for (const script of SCRIPTS) {
    const q = encodeURIComponent(script)
    for (const path of [`inbox?q=${q}&cause=${q}&sort=${q}`, `deliveries?q=${q}`]) {
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`/workspace/acme/${path}`)});
        dispatchEvent(new PopStateEvent('popstate'))`)
      await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe(script)
    }
  }
  await page.goto(`${base}/workspace/acme/invoices/%3Cscript%3Ecanary(3)%3C%2Fscript%3E`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expectNothingRan()
})

test('the canary would sing', async () => {
  await page.evaluate('canary("alive")')
  expect(fired).toEqual(['alive'])
})
