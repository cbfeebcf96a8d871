import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../schemas/finding.ts'
import { asJson } from '../database/json.ts'
import { fillBooks } from '../http/testing/fill-books.ts'
import { insertInvoice, makeDraft, newId, PLAIN_BILL } from '../http/testing/records.ts'
import { routeBill } from '../http/testing/route-bill.ts'
import { makeKey, startTestHttp, type TestHttp } from '../http/testing/start-http.ts'
import { addPerson } from '../people/person.ts'
import { issueSignInLink } from '../people/sign-in-link.ts'
import { validate } from '../validation/index.ts'
import { findings as englishFindings } from '../wording/findings/en.ts'
import { words as englishWords } from '../wording/words/en.ts'
import { putWords } from './testing/fill-desk.ts'
import { keepScreenshot, openBrowser } from './testing/open-workspace.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { de as workspaceDe } from './workspace/texts/de.ts'
import { en as workspaceEn } from './workspace/texts/en.ts'

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

let http: TestHttp
let base: string
let books: Awaited<ReturnType<typeof fillBooks>>
let browser: Browser
let context: BrowserContext
let supplier: string
const ids: Record<string, string> = {}

beforeAll(async () => {
  http = await startTestHttp()
  base = await http.listen()
  books = await fillBooks(http.ports, (svg) => sharp(Buffer.from(svg)).webp().toBuffer())
  for (const { id } of await http.db.selectFrom('invoice').select('id').execute()) await putWords(http.ports, id)
  await http.db.updateTable('company').set({ language: 'de' }).where('id', '=', 'acme').execute()
  await addBitOfEverything()
  browser = await openBrowser()
  context = await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce' })
  await signIn()
})
afterAll(async () => {
  await browser?.close()
  await http?.close()
})

/** Findings as the rules make them, of bills that are wrong in many ways at once. */
function findEverything(): Finding[] {
  const own = { names: ['Nordlicht Papier GmbH'], vatIds: [], ibans: [] }
  const context = { own, sameBill: [{ invoiceId: newId() }], supplier: { isKnown: false, trustedIbans: ['DE02'] } }
  const wrong = makeDraft({
    ...PLAIN_BILL,
    dueDate: '2026-01-05',
    grossTotal: '1200.00',
    amountDue: '1300.00',
    iban: 'DE1',
    supplierVatId: 'DE1',
    currency: 'EURO',
  })
  const concerns = [
    {
      code: 'content-masked' as const,
      page: 1,
      characters: 9,
      visibleCharacters: 1,
      reasons: ['white' as const],
      telling: ['9,00'],
      sample: 'x',
    },
    { code: 'active-content' as const, kinds: ['launch' as const, 'javascript' as const] },
    { code: 'language-not-read' as const, page: 1, language: 'Hungarian', hasData: true },
    { code: 'embedded-invoice-unreadable' as const, why: 'xml.truncated', message: 'factur-x.xml ends in the middle.' },
  ]
  const norm = validate(
    {
      ...makeDraft(PLAIN_BILL),
      lines: [{ description: 'Mehl', unitPrice: '-2.50', netAmount: '9.00' }],
      vatBreakdown: [{ rate: '19', base: '100.00', tax: '55.00' }],
    },
    { own: { ...own, names: [] }, sameBill: [] },
  )
  return [...validate({ ...wrong, concerns }, { ...context, review: { everything: true } }), ...norm]
}

async function addBitOfEverything(): Promise<void> {
  const { db, ports } = http
  const { company } = books
  // These were written before the company spoke German.
  await db.deleteFrom('message').execute()
  const insert = async (name: string, given: object, change: object = {}) => {
    const { id } = await insertInvoice(db, { company, status: 'in-review', fileName: `${name}.pdf`, ...given })
    if (Object.keys(change).length > 0) await db.updateTable('invoice').set(change).where('id', '=', id).execute()
    ids[name] = id
  }
  await insert('wrong', { findings: findEverything() })
  const message = 'The PDF is protected by a password. Enter it, or ask the sender for a file without one.'
  await insert('locked', {}, { draft: null, unreadable: asJson({ code: 'encrypted', message }) })
  await insert(
    'broken',
    {},
    {
      draft: null,
      unreadable: asJson({
        code: 'corrupt',
        message: 'The file cannot be read: bad xref. Ask the sender to send it again.',
      }),
    },
  )
  const failure = {
    code: 'accounting.unavailable',
    message: 'books.example did not answer (ECONNREFUSED).',
    at: '2026-03-02T08:00:00Z',
    attempts: 3,
  }
  await insert('failed', { status: 'approved' }, { failure: asJson(failure) })
  for (const status of ['rejected', 'duplicate', 'filed', 'paid'] as const) await insert(status, { status })
  for (const [position, reason] of [
    'Opened; its 2 files are listed with it.',
    'An office document, which Billhook does not read. Save it as a PDF and upload that.',
  ].entries())
    await db
      .insertInto('delivery_part')
      .values({
        ...(await firstPart()),
        id: newId(),
        position: position + 1,
        disposition: 'quarantined',
        reason,
        invoice_id: null,
      })
      .execute()
  const headers = await makeKey(http, { companyId: 'acme', role: 'clerk' })
  const payload = { name: 'Kite', vatId: 'DE136695976', ibans: ['DE89370400440532013000'], domains: ['kite.example'] }
  supplier = (await http.app.inject({ method: 'POST', url: '/api/companies/acme/suppliers', headers, payload })).json()
    .id
  const waiting = await insertInvoice(db, { company, status: 'validated', findings: findEverything() })
  const german = { ...company, language: 'de' as const }
  const { tokens } = await routeBill(ports, { invoice: waiting, company: german, approvers: ['chefin@acme.example'] })
  ids.decision = `/decide/${tokens[0]}`
}

const firstPart = () => http.db.selectFrom('delivery_part').selectAll().executeTakeFirstOrThrow()

async function signIn(): Promise<void> {
  const { db, ports } = http
  const person = { email: 'verwaltung@acme.example', name: 'Verwaltung' }
  const { id } = await addPerson(db, { person, companyId: 'acme', role: 'admin', now: ports.now, newId })
  const { url } = await issueSignInLink(db, { personId: id, now: ports.now, publicUrl: base })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL('**/workspace/**')
  await page.close()
}

const at = (path: string) => () => `/workspace/acme/${path}`
const PAGES: [name: string, path: () => string, shows: string][] = [
  ['Eingang', at('inbox'), 'Summen gehen nicht auf'],
  ['Prüfung', () => `/workspace/acme/invoices/${ids.wrong}`, 'Die Summen gehen nicht auf'],
  ['Passwort', () => `/workspace/acme/invoices/${ids.locked}`, 'durch ein Passwort geschützt'],
  ['Beschädigt', () => `/workspace/acme/invoices/${ids.broken}`, 'Die Datei ist nicht lesbar'],
  ['Ausfall', () => `/workspace/acme/invoices/${ids.failed}`, 'Die Buchhaltung ist nicht zu erreichen'],
  ['Wartend', () => `/workspace/acme/invoices/${books.awaiting}`, 'hier nicht zu ändern'],
  ['Gebucht', () => `/workspace/acme/invoices/${books.posted}`, 'hier nicht zu ändern'],
  ['Lieferungen', at('deliveries'), 'Ein Office-Dokument'],
  ['Freigaben', at('approvals'), 'Wer worüber entscheiden muss'],
  ['Lieferanten', at('suppliers'), 'Kite'],
  ['Lieferant', () => `/workspace/acme/suppliers/${supplier}`, 'kite.example'],
  ['Neuer Lieferant', at('suppliers/new'), 'Mail-Domains'],
  ['Buchhaltung', at('accounting'), 'Letzte Buchungen'],
  ['Überblick', at('overview'), 'Eingang nach Wochen'],
  ['Verlauf', at('activity'), 'Alles, was geschah'],
  ['Einstellungen', at('settings'), 'Freigaberegeln'],
  ['Keine Seite', at('nirgendwo/hin'), 'Diese Seite gibt es nicht'],
  ['Anmelden', () => '/sign-in', 'Ein Passwort gibt es nicht'],
  ['Postausgang', () => '/companies/acme/outbox', 'Freigeben?'],
  ['Entscheidung', () => ids.decision ?? '', 'Diese Rechnung freigeben?'],
  ['Fehler', () => '/decide/unbekannt', 'nicht bekannt'],
]

/** Everything that a reader sees or hears of a page, piece by piece; what a document, a person or a program says is left out. */
const READ_TEXTS = `[...document.querySelectorAll('body, body *')].flatMap((element) => {
  if (element.closest('script, style, code, svg, [lang="en"]')) return []
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent)
  const said = ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name))
  return [...own, ...said].map((text) => (text ?? '').trim()).filter((text) => text !== '')
}).concat(document.title)`

const TABLES: [english: Record<string, string>, german: Record<string, string>][] = [
  [workspaceEn, workspaceDe],
  [en, de],
]
/** What is said in English and otherwise in German; of a short word nobody can tell. */
const ENGLISH = [
  ...TABLES.flatMap(([english, german]) =>
    Object.entries(english)
      .filter(([key, text]) => german[key] !== text)
      .map(([, text]) => text),
  ),
  ...Object.values(englishFindings),
  ...Object.values(englishWords),
].filter((text) => text.replace(/\{\w+\}/g, '').length > 5)
const PATTERNS = ENGLISH.map(
  (text) =>
    new RegExp(
      `^${text
        .split(/\{\w+\}/)
        .map(RegExp.escape)
        .join('.+')}$`,
      's',
    ),
)
/** German has none of these. */
const WORDS = /\b(the|this|is|are|with|and|of|were|not|from|has|have|to|by|ask|your)\b/gi
const isEnglish = (text: string) =>
  PATTERNS.some((pattern) => pattern.test(text)) || (text.match(WORDS) ?? []).length > 1

test.each(PAGES)('the page %s has no English left, at both sizes', async (name, path, shows) => {
  const page = await context.newPage()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await open(page, { path: path(), shows })
    await keepScreenshot(page, `de-${name}-${size.width}`)
    for (const details of await page.locator('details').all())
      await details.evaluate((it) => it.setAttribute('open', ''))
    const texts = (await page.evaluate(READ_TEXTS)) as string[]
    expect(texts.length).toBeGreaterThan(4)
    expect([...new Set(texts.filter(isEnglish))]).toEqual([])
    expect(await page.evaluate('document.documentElement.lang')).toBe('de')
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect([size.width, overflow]).toEqual([size.width, 0])
  }
  await page.close()
})

async function open(page: Page, { path, shows }: { path: string; shows: string }): Promise<void> {
  await page.goto(`${base}${path}`)
  await page.getByText(shows).first().waitFor()
}

test('a language that somebody chooses in the workspace is that of mails to them, too', async () => {
  const page = await context.newPage()
  await open(page, { path: '/workspace/acme/inbox', shows: 'Summen gehen nicht auf' })
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/session/language'))
  await page.getByLabel('Sprache').selectOption('en')
  expect((await kept).status()).toBe(204)
  await page.getByText('Totals don’t add up').first().waitFor()
  const person = await http.db
    .selectFrom('person')
    .select('language')
    .where('email', '=', 'verwaltung@acme.example')
    .executeTakeFirstOrThrow()
  expect(person.language).toBe('en')
})
