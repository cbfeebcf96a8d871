import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { ATTACHMENT_TYPES } from '../code-lists/attachments.ts'
import { COUNTRIES } from '../code-lists/countries.ts'
import { CURRENCIES } from '../code-lists/currencies.ts'
import { CREDIT_NOTE_TYPES, INVOICE_TYPES } from '../code-lists/document-types.ts'
import { EAS, ICD } from '../code-lists/identifier-schemes.ts'
import { ITEM_CLASSES } from '../code-lists/items.ts'
import { PAYMENT_MEANS } from '../code-lists/payment-means.ts'
import { ALLOWANCE_REASONS, CHARGE_REASONS } from '../code-lists/reasons.ts'
import { NOTE_SUBJECTS, OBJECT_SCHEMES } from '../code-lists/references.ts'
import { UNITS } from '../code-lists/units.ts'
import { VAT_CATEGORIES, VAT_EXEMPTIONS, VAT_POINTS } from '../code-lists/vat.ts'
import { amountsOf } from './amounts.ts'
import { profileOf } from './profiles.ts'
import { type Clash, name, type Rule } from './rule.ts'

/** A code at its place; `term` is what the finding calls it. */
type Coded = readonly [term: string, stated: Stated | undefined]

type ListRule = {
  id: string
  meaning: string
  /** What is allowed; may differ from invoice to invoice. */
  list: ReadonlySet<string> | ((invoice: EInvoice) => ReadonlySet<string>)
  codes: (invoice: EInvoice) => readonly Coded[]
  severity?: Rule['severity']
}

/** CII has its own codes for the point of VAT (UNTDID 2475): 5 issue, 29 delivery, 72 payment. */
const CII_VAT_POINTS: ReadonlySet<string> = new Set(['5', '29', '72'])
const ALL_TYPES: ReadonlySet<string> = new Set([...INVOICE_TYPES, ...CREDIT_NOTE_TYPES])

/** XRechnung's extension knows schemes of digital health applications, and its profile for clean vehicles a class of its own. */
const EXTENSION_SCHEMES = ['XR01', 'XR02', 'XR03']
const EXTENDED_ICD: ReadonlySet<string> = new Set([...ICD, ...EXTENSION_SCHEMES])
/** Withdrawn and still in use: the German Leitweg-ID (0204 now), a Danish scheme. */
const CURRENT_EAS: ReadonlySet<string> = new Set([...EAS, '9901', '9958'])
const EXTENDED_EAS: ReadonlySet<string> = new Set([...CURRENT_EAS, ...EXTENSION_SCHEMES])
const CVD_CLASSES: ReadonlySet<string> = new Set([...ITEM_CLASSES, 'CVD'])

function identifierSchemes(invoice: EInvoice): ReadonlySet<string> {
  return profileOf(invoice) === 'xrechnung-extension' ? EXTENDED_ICD : ICD
}

function addressSchemes(invoice: EInvoice): ReadonlySet<string> {
  return profileOf(invoice) === 'xrechnung-extension' ? EXTENDED_EAS : CURRENT_EAS
}

function itemClasses({ specification }: EInvoice): ReadonlySet<string> {
  return /xrechnung.*cvd/i.test(specification?.text ?? '') ? CVD_CLASSES : ITEM_CLASSES
}

const LISTS: readonly ListRule[] = [
  {
    id: 'BR-CL-01',
    meaning: 'The type of document is a code of UNTDID 1001 for invoices or credit notes.',
    list: ({ syntax }) => (syntax === 'cii' ? ALL_TYPES : syntax === 'ubl-credit-note' ? CREDIT_NOTE_TYPES : ALL_TYPES),
    codes: ({ type }) => [['BT-3', type]],
  },
  {
    id: 'BR-CL-03',
    meaning: 'The currency of an amount is a code of ISO 4217.',
    list: CURRENCIES,
    codes: (invoice) => amountsOf(invoice).map((amount) => ['currency', attribute(amount, 'currency')] as const),
  },
  {
    id: 'BR-CL-04',
    meaning: "The invoice's currency is a code of ISO 4217.",
    list: CURRENCIES,
    codes: ({ currency }) => [['BT-5', currency]],
  },
  {
    id: 'BR-CL-05',
    meaning: 'The currency of VAT accounting is a code of ISO 4217.',
    list: CURRENCIES,
    codes: ({ vatCurrency }) => [['BT-6', vatCurrency]],
  },
  {
    id: 'BR-CL-06',
    meaning: 'The code for when VAT becomes due is one of those that the norm allows.',
    list: ({ syntax }) => (syntax === 'cii' ? CII_VAT_POINTS : VAT_POINTS),
    codes: ({ vatPointCode }) => [['BT-8', vatPointCode]],
  },
  {
    id: 'BR-CL-07',
    meaning: 'The scheme of an identified object is a code of UNTDID 1153.',
    list: OBJECT_SCHEMES,
    codes: ({ object, lines }) => [
      ['BT-18-1', scheme(object)],
      ...lines.map((line) => ['BT-128-1', scheme(line.object)] as const),
    ],
  },
  {
    id: 'BR-CL-08',
    meaning: 'What a note is about is a code of UNTDID 4451.',
    severity: 'warning',
    list: NOTE_SUBJECTS,
    codes: ({ notes }) => notes.map((note) => ['BT-21', note.subject] as const),
  },
  {
    id: 'BR-CL-10',
    meaning: "The scheme of a party's or place's identifier is a code of ISO 6523.",
    list: identifierSchemes,
    codes: ({ seller, buyer, payee, taxRepresentative, delivery }) => [
      ...(seller?.identifiers ?? []).map((id) => ['BT-29-1', scheme(id)] as const),
      ...(buyer?.identifiers ?? []).map((id) => ['BT-46-1', scheme(id)] as const),
      ...(payee?.identifiers ?? []).map((id) => ['BT-60-1', scheme(id)] as const),
      ...(taxRepresentative?.identifiers ?? []).map((id) => ['BG-11', scheme(id)] as const),
      ['BT-71-1', scheme(delivery?.location)],
    ],
  },
  {
    id: 'BR-CL-11',
    meaning: 'The scheme of a legal registration is a code of ISO 6523.',
    list: identifierSchemes,
    codes: ({ seller, buyer, payee }) => [
      ['BT-30-1', scheme(seller?.legalId)],
      ['BT-47-1', scheme(buyer?.legalId)],
      ['BT-61-1', scheme(payee?.legalId)],
    ],
  },
  {
    id: 'BR-CL-13',
    meaning: 'The system of an item class is a code of UNTDID 7143.',
    list: itemClasses,
    codes: ({ lines }) =>
      lines.flatMap((line) => line.classifications.map((one) => ['BT-158-1', scheme(one)] as const)),
  },
  {
    id: 'BR-CL-14',
    meaning: 'A country is a code of ISO 3166-1.',
    list: COUNTRIES,
    codes: ({ seller, buyer, taxRepresentative, delivery }) => [
      ['BT-40', seller?.address?.country],
      ['BT-55', buyer?.address?.country],
      ['BT-69', taxRepresentative?.address?.country],
      ['BT-80', delivery?.address?.country],
    ],
  },
  {
    id: 'BR-CL-15',
    meaning: 'The country that an item comes from is a code of ISO 3166-1.',
    list: COUNTRIES,
    codes: ({ lines }) => lines.map((line) => ['BT-159', line.origin] as const),
  },
  {
    id: 'BR-CL-16',
    meaning: 'How to pay is a code of UNTDID 4461.',
    list: PAYMENT_MEANS,
    codes: ({ payments }) => payments.map((payment) => ['BT-81', payment.means] as const),
  },
  {
    id: 'BR-CL-17',
    meaning: 'The VAT category of a VAT group, allowance or charge is a code of UNTDID 5305.',
    list: VAT_CATEGORIES,
    codes: ({ vatBreakdown, allowances, charges }) => [
      ...vatBreakdown.map((one) => ['BT-118', one.category] as const),
      ...allowances.map((one) => ['BT-95', one.category] as const),
      ...charges.map((one) => ['BT-102', one.category] as const),
    ],
  },
  {
    id: 'BR-CL-18',
    meaning: 'The VAT category of a line is a code of UNTDID 5305.',
    list: VAT_CATEGORIES,
    codes: ({ lines }) => lines.map((line) => ['BT-151', line.category] as const),
  },
  {
    id: 'BR-CL-19',
    meaning: 'The code for the reason of an allowance is one of UNTDID 5189.',
    list: ALLOWANCE_REASONS,
    codes: ({ allowances, lines }) => [
      ...allowances.map((one) => ['BT-98', one.reasonCode] as const),
      ...lines.flatMap((line) => line.allowances.map((one) => ['BT-140', one.reasonCode] as const)),
    ],
  },
  {
    id: 'BR-CL-20',
    meaning: 'The code for the reason of a charge is one of UNTDID 7161.',
    list: CHARGE_REASONS,
    codes: ({ charges, lines }) => [
      ...charges.map((one) => ['BT-105', one.reasonCode] as const),
      ...lines.flatMap((line) => line.charges.map((one) => ['BT-145', one.reasonCode] as const)),
    ],
  },
  {
    id: 'BR-CL-21',
    meaning: "The scheme of an item's standard identifier is a code of ISO 6523.",
    list: identifierSchemes,
    codes: ({ lines }) => lines.map((line) => ['BT-157-1', scheme(line.standardItem)] as const),
  },
  {
    id: 'BR-CL-22',
    meaning: 'The code for why no VAT is due is one of VATEX.',
    list: VAT_EXEMPTIONS,
    codes: ({ vatBreakdown }) =>
      vatBreakdown.map(({ exemptionCode: code }) => [
        'BT-121',
        code && { text: code.text.toUpperCase(), path: code.path },
      ]),
  },
  {
    id: 'BR-CL-23',
    meaning: 'A unit is a code of UN/ECE recommendation 20, or 21 with an X before it.',
    list: UNITS,
    codes: ({ lines }) => [
      ...lines.map((line) => ['BT-130', attribute(line.quantity, 'unit')] as const),
      ...lines.map((line) => ['BT-150', attribute(line.priceQuantity, 'unit')] as const),
    ],
  },
  {
    id: 'BR-CL-24',
    meaning: 'An embedded document is a PDF, PNG, JPEG, CSV, XLSX or ODS file.',
    list: ATTACHMENT_TYPES,
    codes: ({ attachments }) =>
      attachments.map(({ embedded }) => [
        'BT-125-1',
        embedded?.mediaType === undefined
          ? undefined
          : { text: embedded.mediaType, path: `${embedded.path}/@mimeCode` },
      ]),
  },
  {
    id: 'BR-CL-25',
    meaning: 'The scheme of an electronic address is a code of the EAS list.',
    list: addressSchemes,
    codes: ({ seller, buyer }) => [
      ['BT-34-1', scheme(seller?.electronicAddress)],
      ['BT-49-1', scheme(buyer?.electronicAddress)],
    ],
  },
  {
    id: 'BR-CL-26',
    meaning: 'The scheme of the place of delivery is a code of ISO 6523.',
    list: identifierSchemes,
    codes: ({ delivery }) => [['BT-71-1', scheme(delivery?.location)]],
  },
]

export const CODE_LISTS: readonly Rule[] = LISTS.map(({ id, meaning, list, codes, severity }) => ({
  id,
  meaning,
  ...(severity ? { severity } : {}),
  find: (invoice) => {
    const allowed = typeof list === 'function' ? list(invoice) : list
    return codes(invoice).flatMap(([term, stated]): Clash[] =>
      stated === undefined || allowed.has(stated.text)
        ? []
        : [{ says: `"${stated.text.slice(0, 40)}" is not on the list`, values: name(term, stated) }],
    )
  },
}))

function scheme(stated: Stated | undefined): Stated | undefined {
  return attribute(stated, 'scheme')
}

function attribute(stated: Stated | undefined, member: 'scheme' | 'currency' | 'unit'): Stated | undefined {
  const text = stated?.[member]
  return stated === undefined || text === undefined ? undefined : { text, path: stated.path }
}
