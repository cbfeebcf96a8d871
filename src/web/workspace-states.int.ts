/** What pages look like when something is open, empty, wrong or too long: each state passes axe in both languages, wide and on a phone. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { asJson } from '../database/json.ts'
import { insertCompany, insertInvoice, newId, PLAIN_BILL, readInvoice } from '../http/testing/records.ts'
import { makeKey } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { insertStack } from './testing/insert-stack.ts'
import { type Desk, openDesk } from './testing/open-desk.ts'
import { keepScreenshot } from './testing/open-workspace.ts'
import { de } from './workspace/texts/de.ts'
import { en, type TextKey } from './workspace/texts/en.ts'
import { fill, type Values } from './workspace/texts/fill.ts'

vi.setConfig({ testTimeout: 120_000 })

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** No blank to break at, and longer than a column. */
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

type T = (key: TextKey, values?: Values) => string
type Given = { page: Page; t: T; open: (path: string) => Promise<void>; openReview: (id: string) => Promise<void> }

let desk: Desk
let supplier = ''
let ids: Record<'long' | 'encrypted' | 'unreadable' | 'failed' | 'pageless' | 'stack' | 'conflict', string>

beforeAll(async () => {
  desk = await openDesk()
  const { db, ports } = desk.http
  await insertCompany(db, { id: 'empty', name: LONG })
  ids = await insertEdges()
  const headers = await makeKey(desk.http, { companyId: 'acme', role: 'admin' })
  const payload = {
    name: LONG,
    vatId: 'DE136695976',
    ibans: ['DE89370400440532013000'],
    domains: [`${LONG.slice(0, 60).toLowerCase().replace('ä', 'a')}.example`],
  }
  const made = await desk.http.app.inject({ method: 'POST', url: '/api/companies/acme/suppliers', headers, payload })
  supplier = made.json().id
  await db
    .insertInto('effect')
    .values({
      key: newId(),
      company_id: 'acme',
      invoice_id: desk.books.posted,
      invoice_version: 5,
      target: 'webhook',
      state: 'uncertain',
      attempts: 2,
      receipt: null,
      message: `The connection ended before ${LONG} had answered.`,
      created_at: ports.now(),
      updated_at: ports.now(),
    })
    .execute()
})
afterAll(() => desk?.close())

async function insertEdges(): Promise<typeof ids> {
  const { db } = desk.http
  const insert = async (change: Partial<Record<keyof InvoiceRow, unknown>>, values: object = PLAIN_BILL) => {
    const { id } = await insertInvoice(db, {
      company: desk.books.company,
      status: 'in-review',
      values,
      fileName: `${LONG}-${LONG}.pdf`,
      findings: [
        {
          code: 'values-are-sure',
          severity: 'warning',
          field: 'iban',
          message: `“${LONG}” is read with little certainty.`,
        },
        { code: 'bank-details-are-trusted', severity: 'error', message: `${LONG} has had another account.` },
      ],
    })
    if (Object.keys(change).length > 0)
      await db
        .updateTable('invoice')
        .set(change as never)
        .where('id', '=', id)
        .execute()
    return id
  }
  const named = { ...PLAIN_BILL, supplierName: LONG, invoiceNumber: LONG, grossTotal: '123456789012.34' }
  return {
    long: await insert({}, named),
    encrypted: await insert({
      unreadable: asJson({ code: 'encrypted', message: 'This file opens with a password only.' }),
    }),
    unreadable: await insert({
      unreadable: asJson({ code: 'malware', message: `The scanner found ${LONG}.` }),
      page_count: null,
    }),
    failed: await insert({
      failure: asJson({ code: 'x', message: `No answer from ${LONG}.`, at: '2026-03-01T08:00:00.000Z', attempts: 3 }),
    }),
    pageless: await insert({ page_count: 0 }),
    stack: await insertStack(desk),
    conflict: await insert({}),
  }
}

const refuse = (page: Page, url: string) =>
  page.route(url, (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'x', message: `Not now: ${LONG}.` } } }),
  )
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()

/** What is to be seen, how one comes there, and what shows that one is there. */
const STATES: [name: string, reach: (given: Given) => Promise<void>][] = [
  [
    'inbox with some selected',
    async ({ page, t, open }) => {
      await open('acme/inbox')
      for (const box of await page.locator('.rows input[type=checkbox]').all()) await box.check()
      await page.getByRole('toolbar').getByText(t('inbox.accept')).waitFor()
    },
  ],
  [
    'inbox where nothing fits',
    async ({ page, t, open }) => {
      await open('acme/inbox?q=zzzz&due=week')
      await page.getByText(t('inbox.nothing-fits')).waitFor()
    },
  ],
  [
    'inbox with what has left it',
    async ({ page, t, open }) => {
      await open('acme/inbox?q=R-2026')
      await page.getByText(t('inbox.also-ended')).waitFor()
    },
  ],
  [
    'inbox that can not be had',
    async ({ page, t, open }) => {
      await refuse(page, '**/api/companies/acme/inbox')
      await open('acme/inbox')
      await button(page, t('retry')).waitFor()
    },
  ],
  [
    'files on their way and refused',
    async ({ page, t, open }) => {
      await refuse(page, '**/api/companies/acme/deliveries')
      await open('acme/inbox')
      const file = { name: `${LONG}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF') }
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles([file, { ...file, name: 'b.pdf' }])
      await page
        .getByRole('region', { name: t('drop.title') })
        .getByText(LONG)
        .first()
        .waitFor()
    },
  ],
  [
    'the way to anything',
    async ({ page, t, open }) => {
      await open('acme/inbox')
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder(t('nav.jump-hint')).fill('R-2026')
      await page.getByRole('dialog').getByText('R-2026-11').first().waitFor()
    },
  ],
  [
    'the way to nothing',
    async ({ page, t, open }) => {
      await open('acme/suppliers')
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder(t('nav.jump-hint')).fill('zzzz')
      await page.getByText(t('nav.nothing-found')).waitFor()
    },
  ],
  [
    'the menu of a phone',
    async ({ page, t, open }) => {
      await open('acme/inbox')
      await page.setViewportSize(SIZES[1] as { width: number; height: number })
      await button(page, t('nav.menu')).click()
    },
  ],
  ['review with long words', async ({ openReview }) => await openReview(ids.long)],
  [
    'review with something that can not be read',
    async ({ page, t, openReview }) => {
      await openReview(ids.long)
      await page.getByLabel(t('field.issueDate'), { exact: true }).fill('soon')
      await page.keyboard.press('Tab')
      await page.locator('.problem').first().waitFor()
    },
  ],
  [
    'review with two people in one field',
    async ({ page, t, openReview }) => {
      await openReview(ids.conflict)
      const field = page.getByLabel(t('field.purchaseOrder'), { exact: true })
      await field.fill(`mine ${LONG}`)
      const { version } = await readInvoice(desk.http.db, ids.conflict)
      const headers = await makeKey(desk.http, { companyId: 'acme', role: 'clerk' })
      const payload = { version, fields: { purchaseOrder: `${LONG} ${version}` } }
      const url = `/api/companies/acme/invoices/${ids.conflict}/correct`
      await desk.http.app.inject({ method: 'POST', url, headers, payload })
      await page.locator('.conflict').waitFor()
    },
  ],
  [
    'review of a file with a password',
    async ({ page, openReview }) => {
      await openReview(ids.encrypted)
      await page.locator('form.password').waitFor()
    },
  ],
  ['review of a file that is held', async ({ openReview }) => await openReview(ids.unreadable)],
  ['review held by an outage', async ({ openReview }) => await openReview(ids.failed)],
  ['review without pages', async ({ openReview }) => await openReview(ids.pageless)],
  [
    'review of several invoices in one file',
    async ({ page, t, openReview }) => {
      await openReview(ids.stack)
      await page.getByText(t('stack.proposal', { n: 2 })).waitFor()
    },
  ],
  [
    'review with its menu',
    async ({ page, t, openReview }) => {
      await openReview(ids.long)
      await button(page, t('more')).click()
      await page.getByRole('menuitem').first().waitFor()
    },
  ],
  [
    'review with the reason of a rejection',
    async ({ page, t, openReview }) => {
      await openReview(ids.long)
      await button(page, t('more')).click()
      await page.getByRole('menuitem', { name: t('review.reject'), exact: true }).click()
      await page.getByRole('dialog').getByLabel(t('review.reason')).waitFor()
    },
  ],
  [
    'invoice that there is not',
    async ({ page, open }) => {
      await open('acme/invoices/0199aaaa-0000-7000-8000-000000000000')
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'deliveries of which none fits',
    async ({ page, t, open }) => {
      const q = `${LONG} in no file`
      await open(`acme/deliveries?${new URLSearchParams({ q })}`)
      await page.getByText(t('deliveries.none', { q })).waitFor()
    },
  ],
  [
    'supplier that is about to be removed',
    async ({ page, t, open }) => {
      await open(`acme/suppliers/${supplier}`)
      await page.getByText(t('suppliers.edit'), { exact: true }).click()
      await page
        .getByRole('region', { name: t('suppliers.remove') })
        .getByRole('button')
        .click()
      await button(page, t('cancel')).waitFor()
    },
  ],
  ['suppliers with long names', async ({ open }) => await open('acme/suppliers')],
  [
    'rules that were tried',
    async ({ page, t, open }) => {
      await open('acme/approvals')
      await button(page, t('approvals.try')).click()
      await page.getByRole('region', { name: t('table-of', { title: t('approvals.try') }) }).waitFor()
    },
  ],
  [
    'accounting of which something is not known',
    async ({ page, t, open }) => {
      await open('acme/accounting')
      await page.getByText(t('state.uncertain')).first().waitFor()
    },
  ],
  [
    'settings with a new key and a refusal',
    async ({ page, t, open }) => {
      await open('acme/settings')
      const keys = page.getByRole('region', { name: t('settings.keys'), exact: true })
      await keys.getByLabel(t('settings.key-name')).fill(LONG)
      await button(keys as never, t('add')).click()
      await keys.getByRole('status').waitFor()
      const people = page.getByRole('region', { name: t('settings.people'), exact: true })
      await refuse(page, '**/api/companies/acme/members')
      await people.getByLabel(t('settings.email')).fill('x@acme.example')
      await button(people as never, t('add')).click()
      await page.getByText('Not now').first().waitFor()
    },
  ],
  ...(['inbox', 'deliveries', 'approvals', 'suppliers', 'accounting', 'overview', 'activity', 'settings'] as const).map(
    (path): (typeof STATES)[number] => [
      `${path} of a company without anything`,
      async ({ open }) => await open(`empty/${path}`),
    ],
  ),
]

async function signedIn(language: 'en' | 'de') {
  const signed = await desk.signIn(`${language}@acme.example`, 'admin')
  const { db, ports } = desk.http
  const person = { email: `${language}@acme.example`, name: language }
  await addPerson(db, { person, companyId: 'empty', role: 'admin', now: ports.now, newId })
  await signed.page.close()
  return signed.context
}

describe.each([
  ['en', en],
  ['de', de],
] as const)('in %s', (language, texts) => {
  let context: Awaited<ReturnType<typeof signedIn>>
  beforeAll(async () => {
    context = await signedIn(language)
    await context.addInitScript(`localStorage.setItem('billhook-language', '${language}')`)
  })

  // Every page holds a stream of changes, and a browser keeps six connections to one place.
  afterEach(async () => {
    for (const page of context.pages()) await page.close()
  })

  test.each(STATES)('%s passes axe (WCAG 2.2 AA) and never scrolls sideways', async (name, reach) => {
    const page = await context.newPage()
    const t: T = (key, values) => fill(texts[key], values)
    const open = async (path: string) => {
      await page.goto(`${desk.base}/workspace/${path}`)
      await page.locator('main h1').first().waitFor()
      await page.getByText(t('loading'), { exact: true }).first().waitFor({ state: 'detached' })
    }
    const openReview = async (id: string) => {
      await open(`acme/invoices/${id}`)
      await page.getByRole('heading', { name: t('review.history') }).waitFor()
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await reach({ page, t, open, openReview })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await keepScreenshot(page, `state-${name.replaceAll(' ', '-')}-${language}-${size.width}`)
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
      const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))])
      expect([size.width, found]).toEqual([size.width, []])
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect([size.width, overflow]).toEqual([size.width, 0])
    }
  })
})
