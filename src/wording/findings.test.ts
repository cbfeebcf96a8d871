import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { OWN } from '../../fixtures/own.ts'
import { InvoiceTruth } from '../../fixtures/truth.ts'
import type { ReviewPolicy } from '../../schemas/company.ts'
import type { Draft, DraftField, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Concern } from '../../schemas/transcript.ts'
import { chooseApprovers } from '../approvals/policy.ts'
import { rulesFor } from '../e-invoices/rules/index.ts'
import { MISREAD_DIGITS } from '../extraction/misread/other-readings.ts'
import { makeDraft, PLAIN_BILL } from '../http/testing/records.ts'
import { RULE_CODES, type ValidationContext, validate } from '../validation/index.ts'
import type { CheckedDraft } from '../validation/rule.ts'
import { describeFinding } from './describe-finding.ts'
import { findings as english } from './findings/en.ts'
import { formatsOf } from './format.ts'
import { WORDINGS } from './index.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/invoices')
const BILLS = readdirSync(FIXTURES).map((slug) => {
  const truth = InvoiceTruth.parse(JSON.parse(readFileSync(path.join(FIXTURES, slug, 'truth.json'), 'utf8')))
  return { ...makeDraft({ ...PLAIN_BILL, ...truth.fields }, truth.type), lines: truth.lines ?? [] }
})

type Checked = { draft: CheckedDraft; context: ValidationContext }
const CONTEXT: ValidationContext = { own: OWN, sameBill: [] }

const READABLE = ['javascript', 'launch', 'submit-form', 'rich-media', 'dynamic-form', 'attachment'] as const
const TROUBLES = [
  'xml.too-large',
  'xml.encoding',
  'xml.doctype',
  'xml.too-deep',
  'xml.too-many',
  'xml.truncated',
  'xml.malformed',
  'xml.empty',
  'p7m.unreadable',
  'e-invoice.unknown-kind',
  'several-invoices',
]
const masked = { code: 'content-masked', page: 1, characters: 400, visibleCharacters: 3 } as const
const CONCERNS: Concern[] = [
  { ...masked, reasons: ['invisible', 'transparent', 'outside', 'microscopic'], telling: ['9.999,00'], sample: 'x' },
  { ...masked, reasons: ['switched-off', 'white', 'camouflaged', 'covered'], telling: [], sample: 'a note' },
  { code: 'active-content', kinds: [...READABLE] },
  { code: 'active-content', kinds: ['executable-attachment'] },
  { code: 'active-content', kinds: ['attachment'] },
  ...TROUBLES.map((why): Concern => ({ code: 'embedded-invoice-unreadable', why, message: 'It is odd.' })),
  { code: 'embedded-xml-is-no-invoice', names: ['order.xml'] },
  { code: 'several-invoices', at: [2], because: ['Page 2: has another foot; is titled as invoice.'] },
  { code: 'language-not-read', page: 1, language: 'Hungarian', hasData: true },
  { code: 'language-not-read', page: 1, language: 'Basque', hasData: false },
  { code: 'wrongly-declared-encoding', declared: 'UTF-16' },
]

const withField = ({ draft, context }: Checked, name: FieldName, change: Partial<DraftField>): Checked => {
  const field = { ...makeDraft({ [name]: '-' }).fields[name]!, ...draft.fields[name], ...change }
  return { context, draft: { ...draft, fields: { ...draft.fields, [name]: field } } }
}
const withContext = ({ draft, context }: Checked, more: Partial<ValidationContext>): Checked => ({
  draft,
  context: { ...context, ...more },
})
const withConcerns = ({ draft, context }: Checked): Checked => ({ context, draft: { ...draft, concerns: CONCERNS } })
const review = (bill: Checked, policy: Partial<ReviewPolicy>) =>
  withContext(bill, {
    review: { everything: false, ...policy },
    supplier: { isKnown: false, trustedIbans: [], sure: { seen: 9, right: 4 } },
  })
const other = (value: string, more: object = {}) => ({
  alternatives: [{ field: 'dueDate' as const, value, score: 0.5, reader: 'labelled-text', raw: value, ...more }],
})
const disagree = (bill: Checked, seen: object) => ({
  ...bill,
  draft: {
    ...bill.draft,
    eInvoice: {
      ...({ origin: 'embedded', name: 'factur-x.xml', findings: [] } as object),
      disagreements: [
        { field: 'grossTotal', embedded: '119.00', ...seen },
        { field: 'dueDate', embedded: '2026-03-20', ...seen },
      ],
    } as unknown as NonNullable<Draft['eInvoice']>,
  },
})

/** Everything that can be wrong with a bill, done to each bill that Billhook must read right. */
const DAMAGES: ((bill: Checked) => Checked)[] = [
  (bill) => bill,
  ({ context, draft }) => ({ context, draft: { ...draft, fields: {} } }),
  (bill) => withField(bill, 'grossTotal', { value: '9999.99', confidence: 0.4 }),
  (bill) => withField(bill, 'amountDue', { value: '99999.99' }),
  (bill) => withField(bill, 'issueDate', { value: 'soon' }),
  (bill) => withField(bill, 'issueDate', { value: '1971-01-01' }),
  (bill) => withField(withField(bill, 'issueDate', { value: '2026-03-01' }), 'dueDate', { value: '2026-02-01' }),
  (bill) => withField(withField(bill, 'issueDate', { value: '2026-03-01' }), 'dueDate', { value: '2029-02-01' }),
  (bill) => withField(bill, 'dueDate', { value: '2026-03-04', confidence: 0.5, ...other('2026-04-03') }),
  (bill) => withField(bill, 'issueDate', { confidence: 0.5, ...other('2026-04-09') }),
  (bill) => withField(bill, 'currency', { value: 'EURO' }),
  (bill) => withField(bill, 'iban', { value: 'DE00123' }),
  (bill) => withField(bill, 'supplierVatId', { value: 'DE123' }),
  (bill) => withField(bill, 'supplierName', { value: OWN.names[0]! }),
  (bill) => withField(bill, 'supplierVatId', { value: OWN.vatIds[0]! }),
  (bill) => withField(withContext(bill, { own: { ...OWN, ibans: ['DE02'] } }), 'iban', { value: 'DE02' }),
  (bill) => withField(bill, 'netTotal', other('1.00', { reader: MISREAD_DIGITS, because: 'net + tax = total' })),
  (bill) =>
    withField(bill, 'netTotal', {
      ...other('1.00', { reader: MISREAD_DIGITS, because: '19 % of net = tax, lines = net' }),
      source: MISREAD_DIGITS,
    }),
  ({ context, draft }) => ({ context, draft: { ...draft, lines: [{ description: 'x', netAmount: '1.00' }] } }),
  ({ context, draft }) => ({
    context,
    draft: { ...draft, vatBreakdown: ['7', '19'].map((rate) => ({ rate, base: '100.00', tax: '55.00' })) },
  }),
  (bill) => withContext(bill, { sameBill: [{ invoiceId: '0199c6de-0000-7000-8000-000000000001' }] }),
  (bill) =>
    withField(
      withContext(bill, {
        supplier: { isKnown: true, trustedIbans: ['DE02120300000000202051', 'NL91ABNA0417164300'] },
      }),
      'iban',
      {},
    ),
  (bill) => withContext(bill, { supplier: { isKnown: false, trustedIbans: [] } }),
  (bill) => review(bill, { everything: true }),
  (bill) => review(bill, { newSuppliers: true }),
  (bill) => review(bill, { leastPrecision: 0.9 }),
  (bill) => review(bill, { minimum: '1', currency: 'XAU' }),
  (bill) => review(bill, { minimum: '1', currency: 'EUR' }),
  (bill) => disagree(bill, {}),
  (bill) => disagree(bill, { visible: '120.00' }),
  (bill) => disagree(bill, { visible: '120.00', place: { page: 2, box: [0, 0, 1, 1] } }),
  withConcerns,
  ...(['reminder', 'statement', 'order', 'order-confirmation', 'quote', 'contract'] as const).map(
    (type) =>
      ({ draft, context }: Checked) => ({ context, draft: { ...draft, type } }),
  ),
  ...(['delivery-note', 'payment-part', 'other'] as const).map((type) => ({ draft, context }: Checked) => ({
    context,
    draft: { ...draft, type },
  })),
]

const FOUND: Finding[] = [
  ...BILLS.flatMap((draft) =>
    DAMAGES.flatMap((damage) => {
      const checked = damage({ draft, context: CONTEXT })
      return validate(checked.draft, checked.context)
    }),
  ),
  ...BILLS.flatMap(unrouted),
]

/** What the approval policy says of bills that it has nobody for. */
function unrouted({ fields }: Draft): Finding[] {
  const rules = [{ minimum: '1', currency: 'XAU', approvers: ['ann@acme.example'] }]
  const all = [{ approvers: ['ann@acme.example'] }]
  const bill = {
    grossTotal: fields.grossTotal?.value ?? null,
    currency: fields.currency?.value ?? null,
    supplierName: fields.supplierName?.value ?? null,
    supplierVatId: null,
  }
  const routings = [
    chooseApprovers(bill, { policy: { rules: [], linkHours: 1 }, touchedBy: [] }),
    chooseApprovers(bill, { policy: { rules, linkHours: 1 }, touchedBy: [] }),
    chooseApprovers(
      { ...bill, currency: null, supplierName: null },
      { policy: { rules, linkHours: 1 }, touchedBy: [] },
    ),
    chooseApprovers({ ...bill, grossTotal: null }, { policy: { rules, linkHours: 1 }, touchedBy: [] }),
    chooseApprovers(bill, { policy: { rules: all, linkHours: 1 }, touchedBy: ['ann@acme.example'] }),
  ]
  return routings.flatMap((routing) =>
    routing.approvers === null
      ? [{ code: 'approver-is-known', severity: 'error', message: routing.reason, says: routing.says }]
      : [],
  )
}

const voices = (['en', 'de'] as const).map((language) => ({
  language,
  wording: WORDINGS[language],
  formats: formatsOf(language),
}))
const ENGLISH_WORDS = /\b(the|this|and|were|is|not|read|page|bill|compare|with|may|says|of)\b/gi
/** What the documents and people said themselves. */
const withoutQuotes = (text: string) => text.replace(/„[^“]*“/g, '').replace(/\([^)]*\)/g, '')

describe('what findings say', () => {
  test('of bills that are broken in every way, every text of every rule is said', () => {
    const said = new Set(FOUND.map(({ says }) => says?.text))
    // What accounting answers is known once something is posted.
    const missing = Object.keys(english).filter((text) => !said.has(text) && text !== 'accounting-refused')
    expect(missing).toEqual([])
    const codes = new Set(FOUND.map(({ code }) => code))
    expect(RULE_CODES.filter((code) => !codes.has(code))).toEqual([])
  })

  test.each(voices)('in $language no gap is left open', (voice) => {
    const open = FOUND.map((finding) => describeFinding(finding, voice)).filter(
      (text) => text === '' || /[{}]|undefined|null|\[object|NaN/.test(text),
    )
    expect([...new Set(open)]).toEqual([])
  })

  test('the message that is kept is English, with values as they are stored', () => {
    const [found] = FOUND.filter(({ says, message }) => says?.text === 'totals-add-up' && message.includes('9999.99'))
    expect(found?.message).toMatch(/^The totals don't add up: net [\d.]+ \+ tax [\d.]+ is [\d.]+, but the total says/)
  })

  test('in German nothing of it is English', () => {
    const german = voices[1]!
    const left = FOUND.flatMap((finding) => {
      const text = withoutQuotes(describeFinding(finding, german))
      return (text.match(ENGLISH_WORDS) ?? []).length > 0 ? [text] : []
    })
    expect([...new Set(left)]).toEqual([])
  })

  test('amounts and dates stand as the reader writes them', () => {
    const [totals] = FOUND.filter(({ says, message }) => says?.text === 'totals-add-up' && message.includes('9999.99'))
    const [dates] = FOUND.filter(({ says }) => says?.text === 'dates-make-sense.due-first')
    expect(describeFinding(totals!, voices[1]!)).toMatch(/9\.999,99 angegeben/)
    expect(describeFinding(totals!, voices[0]!)).toMatch(/says 9,999\.99/)
    expect(describeFinding(dates!, voices[1]!)).toContain(
      'Die Fälligkeit (01.02.2026) liegt vor dem Rechnungsdatum (01.03.2026)',
    )
  })

  test('one that was stored without its parts is told in German by what its message says', () => {
    const [found] = FOUND.filter(({ code }) => code === 'required-fields-are-present')
    const { says: _, ...old } = found!
    expect(describeFinding(old, voices[1]!)).toMatch(/: nicht gefunden\. Tragen Sie/)
  })
})

const PROFILES = [
  'en16931',
  'peppol',
  'xrechnung',
  'xrechnung-extension',
  'extended',
  'minimum',
  'basic-wl',
  'zugferd-1',
  'fattura-pa',
] as const
const RULES = [...new Map(PROFILES.flatMap(rulesFor).map((rule) => [rule.id, rule.meaning]))]

describe('what a rule of a norm asks', () => {
  test.each(RULES)('%s has its words in German', (id, meaning) => {
    const german = WORDINGS.de.meaningOf(id)
    expect(german).toMatch(/^\p{Lu}.*\.$/u)
    expect(german).not.toBe(meaning)
  })

  test('stands with the values that clash and the amount that would be right', () => {
    const finding: Finding = {
      code: 'BR-CO-15',
      severity: 'error',
      message: 'English.',
      says: { text: 'norm', values: { expected: { amount: '1190.00' } } },
      clashing: [
        { term: 'BT-112', text: '1200.00', path: '/a' },
        { term: 'BT-110', text: '', path: '/b' },
      ],
    }
    expect(describeFinding(finding, voices[1]!)).toMatch(
      /^Der Gesamtbetrag mit .* Angegeben: BT-112 „1200\.00“\. Es fehlt: BT-110\. Errechnet: 1\.190,00\.$/,
    )
    expect(describeFinding(finding, voices[0]!)).toBe('English.')
  })
})
