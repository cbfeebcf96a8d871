import type { EInvoice, EInvoiceLine, PaymentInstruction, Stated } from '../../../schemas/e-invoice.ts'
import { demand, each, group, header } from './demand.ts'
import { isIban } from './is-iban.ts'
import { type Clash, name, numberOf, type Rule, says, show, sum } from './rule.ts'

/** Types of document (BT-3) that XRechnung means to use. */
const TYPES = new Set(['326', '380', '381', '384', '389', '875', '876', '877'])
const CORRECTION = '384'
const TAXED = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M'])

/** A discount for paying early, as XRechnung writes it into the payment terms (BT-20). */
const DISCOUNT = /^#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(#BASISBETRAG=-?\d+\.\d{2})?#$/
const PHONE = /\d\D*\d\D*\d/
/** One @ with at least two characters on each side, neither blanks nor dots beside it nor dots at the ends. */
const EMAIL = /^[^@\s.][^@\s]*[^@\s.]@[^@\s.][^@\s]*[^@\s.]$/
const URL = /^[a-zA-Z][a-zA-Z0-9+.-]+:/
const SPECIFICATION =
  /^urn:cen\.eu:en16931:2017#compliant#urn:xeinkauf\.de:kosit:xrechnung_3\.0(#conformant#urn:xeinkauf\.de:kosit:extension:xrechnung_3\.0)?$/
const CVD = /#compliant#urn:xeinkauf\.de:kosit:xrechnung:cvd_\d+\.\d+$/

/** UNTDID 4461 in XRechnung's three kinds of payment. */
const MEANS = {
  transfer: new Set(['30', '58']),
  card: new Set(['48', '54', '55']),
  debit: new Set(['59']),
}

/** The rules of XRechnung 3.0 (German public buyers) on top of the norm's. */
export const XRECHNUNG: readonly Rule[] = [
  demand({
    id: 'BR-DE-1',
    term: 'BG-16',
    meaning: 'An XRechnung says how to pay.',
    spots: header(({ payments }) => group(payments[0])),
  }),
  demand({
    id: 'BR-DE-2',
    term: 'BG-6',
    meaning: "An XRechnung names the seller's contact.",
    spots: each(
      ({ seller }) => [seller],
      (seller) => group(seller.contact),
    ),
  }),
  ...(
    [
      ['BR-DE-3', 'BT-37', "The seller's address has a city.", 'seller', 'city'],
      ['BR-DE-4', 'BT-38', "The seller's address has a post code.", 'seller', 'postCode'],
      ['BR-DE-8', 'BT-52', "The buyer's address has a city.", 'buyer', 'city'],
      ['BR-DE-9', 'BT-53', "The buyer's address has a post code.", 'buyer', 'postCode'],
      ['BR-DE-10', 'BT-77', 'The address of delivery has a city.', 'delivery', 'city'],
      ['BR-DE-11', 'BT-78', 'The address of delivery has a post code.', 'delivery', 'postCode'],
    ] as const
  ).map(([id, term, meaning, party, member]) =>
    demand({
      id,
      term,
      meaning,
      spots: each(
        (invoice) => [invoice[party]?.address],
        (address) => address[member],
      ),
    }),
  ),
  ...(
    [
      ['BR-DE-5', 'BT-41', 'name'],
      ['BR-DE-6', 'BT-42', 'phone'],
      ['BR-DE-7', 'BT-43', 'email'],
    ] as const
  ).map(([id, term, member]) =>
    demand({
      id,
      term,
      meaning: `The seller's contact has a ${member === 'email' ? 'mail address' : member}.`,
      spots: each(
        ({ seller }) => [seller?.contact],
        (contact) => contact[member],
      ),
    }),
  ),
  demand({
    id: 'BR-DE-14',
    term: 'BT-119',
    meaning: 'Every VAT group has a rate.',
    spots: each(
      ({ vatBreakdown }) => vatBreakdown,
      ({ rate }) => rate,
    ),
  }),
  demand({
    id: 'BR-DE-15',
    term: 'BT-10',
    meaning: "An XRechnung has the buyer's reference (Leitweg-ID).",
    spots: header(({ buyerReference }) => buyerReference),
  }),
  {
    id: 'BR-DE-16',
    meaning: "Where VAT plays a part, the seller's VAT identifier, its tax number or its tax representative is given.",
    field: 'supplierVatId',
    find: ({ lines, allowances, charges, seller, taxRepresentative, path }) => {
      const taxed = [...lines, ...allowances, ...charges].find(({ category }) => TAXED.has(category?.text ?? ''))
      return taxed && !says(seller?.vatId) && !says(seller?.taxNumber) && !taxRepresentative
        ? [{ says: 'none of them is there', values: name('BT-31', undefined, seller?.path ?? path) }]
        : []
    },
  },
  odd('BR-DE-17', 'BT-3', `The type of document is one of ${[...TYPES].join(', ')}.`, ({ type }) => [
    type && !TYPES.has(type.text) ? type : undefined,
  ]),
  {
    id: 'BR-DE-18',
    meaning:
      'Discounts in the payment terms (BT-20) are written as #SKONTO#TAGE=14#PROZENT=2.25#, with #BASISBETRAG=100.00# where only a part counts, each on a line of its own that ends.',
    find: ({ paymentTerms }) => paymentTerms.flatMap(findWrongDiscounts),
  },
  odd('BR-DE-19', 'BT-84', 'The account of a SEPA credit transfer (58) is an IBAN.', ({ payments }) =>
    payments
      .filter(({ means }) => means?.text === '58')
      .flatMap(({ transfers }) => transfers.map(({ account }) => account))
      .filter((account) => says(account) && !isIban(account.text)),
  ),
  odd('BR-DE-20', 'BT-91', 'The account that a SEPA direct debit (59) takes from is an IBAN.', ({ payments }) =>
    payments
      .filter(({ means }) => means?.text === '59')
      .map(({ directDebit }) => directDebit?.account)
      .filter((account) => says(account) && !isIban(account.text)),
  ),
  odd('BR-DE-21', 'BT-24', 'The specification identifier is that of XRechnung 3.0.', ({ specification }) => [
    says(specification) && !SPECIFICATION.test(specification.text) && !CVD.test(specification.text)
      ? specification
      : undefined,
  ]),
  {
    id: 'BR-DE-22',
    meaning: 'Embedded documents have different file names.',
    find: ({ attachments }) => {
      const names = attachments.flatMap(({ embedded }) => (embedded?.fileName === undefined ? [] : [embedded]))
      return names
        .filter((one, index) => names.findIndex(({ fileName }) => fileName === one.fileName) < index)
        .map(({ fileName, path }) => ({
          says: 'one occurs twice',
          values: name('BT-125-2', { text: fileName ?? '', path: `${path}/@filename` }),
        }))
    },
  },
  ...payBy('BR-DE-23', 'transfer', 'a credit transfer (30, 58)'),
  ...payBy('BR-DE-24', 'card', 'a card (48, 54, 55)'),
  ...payBy('BR-DE-25', 'debit', 'a direct debit (59)'),
  odd('BR-DE-26', 'BT-3', 'A correction (384) refers to the invoice that it corrects.', ({ type, preceding }) => [
    type?.text === CORRECTION && preceding.length === 0 ? type : undefined,
  ]),
  odd('BR-DE-27', 'BT-42', 'A phone number has at least three digits.', ({ seller }) => [
    says(seller?.contact?.phone) && !PHONE.test(seller.contact.phone.text) ? seller.contact.phone : undefined,
  ]),
  odd('BR-DE-28', 'BT-43', 'A mail address has one @ with at least two characters on each side.', ({ seller }) => [
    says(seller?.contact?.email) && !EMAIL.test(seller.contact.email.text) ? seller.contact.email : undefined,
  ]),
  demand({
    id: 'BR-DE-30',
    term: 'BT-90',
    meaning: "A direct debit names the creditor's identifier.",
    spots: each(
      ({ payments }) => payments.map(({ directDebit }) => directDebit),
      ({ creditor }) => creditor,
    ),
  }),
  demand({
    id: 'BR-DE-31',
    term: 'BT-91',
    meaning: 'A direct debit names the account that it takes from.',
    spots: each(
      ({ payments }) => payments.map(({ directDebit }) => directDebit),
      ({ account }) => account,
    ),
  }),
  {
    id: 'BR-DEX-02',
    meaning: 'The amount of a line is what the lines below it add up to.',
    find: ({ lines, syntax }) =>
      syntax === 'ubl-invoice' || syntax === 'ubl-credit-note' ? findWrongParents(lines) : [],
  },
  odd('BR-TMP-2', 'BT-124', 'The location of an external document is a full address.', ({ attachments }) =>
    attachments.map(({ location }) => location).filter((location) => says(location) && !URL.test(location.text)),
  ),
  {
    id: 'BR-DE-TMP-32',
    meaning:
      'An XRechnung says when it was delivered: by a date (BT-72), a period (BG-14) or periods of all lines (BG-26).',
    severity: 'info',
    find: ({ delivery, period, lines, path }) =>
      says(delivery?.date) || period || lines.every((line) => line.period)
        ? []
        : [{ says: 'there is none of them', values: name('BT-72', undefined, path) }],
  },
]

/** A rule that warns of each value that is not as it should be. */
function odd(
  ...[id, term, meaning, find]: [string, string, string, (invoice: EInvoice) => readonly (Stated | undefined)[]]
): Rule {
  return {
    id,
    meaning,
    severity: 'warning',
    find: (invoice) =>
      find(invoice).flatMap((stated) =>
        stated ? [{ says: `"${stated.text.slice(0, 60)}" is not so`, values: name(term, stated) }] : [],
      ),
  }
}

/** Lines stand before those below them. */
function findWrongParents(lines: readonly EInvoiceLine[]): Clash[] {
  const below = new Map<EInvoiceLine, EInvoiceLine[]>()
  const above: EInvoiceLine[] = []
  for (const line of lines) {
    above.length = line.depth
    const parent = above.at(-1)
    if (parent) {
      const its = below.get(parent)
      if (its) its.push(line)
      else below.set(parent, [line])
    }
    above.push(line)
  }
  return [...below].flatMap(([line, its]): Clash[] => {
    const amount = numberOf(line.netAmount)
    const expected = sum(its.map(({ netAmount }) => netAmount))
    return !amount || amount.equals(expected)
      ? []
      : [
          {
            says: `it is ${show(amount)}, but they make ${show(expected)}`,
            expected: show(expected),
            values: [
              ...name('BT-131', line.netAmount),
              ...its.slice(0, 10).flatMap((one) => name('BT-131', one.netAmount)),
            ],
          },
        ]
  })
}

function findWrongDiscounts(terms: Stated): Clash[] {
  const lines = terms.text.split(/\r?\n/)
  const wrong = lines.filter((line) => line.trim().startsWith('#') && !DISCOUNT.test(line.trim()))
  // The last piece has no line break behind it.
  const last = lines.at(-1)?.trim() ?? ''
  if (last.startsWith('#') && DISCOUNT.test(last)) wrong.push(last)
  return wrong.map((line) => ({
    says: `"${line.trim().slice(0, 60)}" is not so`,
    values: name('BT-20', { ...terms, text: terms.text.trim() }),
  }))
}

/** A way to pay comes with its own group, and without those of the others. */
function payBy(...[id, kind, what]: [string, keyof typeof MEANS, string]): Rule[] {
  const groups = ({ transfers, cards, directDebit }: PaymentInstruction) => ({
    transfer: transfers[0],
    card: cards[0],
    debit: directDebit,
  })
  const term = { transfer: 'BG-17', card: 'BG-18', debit: 'BG-19' }[kind]
  const chosen = ({ payments }: EInvoice) => payments.filter(({ means }) => MEANS[kind].has(means?.text ?? ''))
  return [
    demand({
      id: `${id}-a`,
      term,
      meaning: `Who asks for ${what} gives what it needs (${term}).`,
      spots: each(chosen, (payment) => group(groups(payment)[kind])),
    }),
    {
      id: `${id}-b`,
      meaning: `Who asks for ${what} gives nothing that belongs to other ways to pay.`,
      find: (invoice) =>
        chosen(invoice).flatMap((payment) => {
          const others = Object.entries(groups(payment)).filter(([other, there]) => other !== kind && there)
          return others.map(([other, there]) => ({
            says: `what a ${other} needs is there, too`,
            values: name(other, { text: '', path: there?.path ?? payment.path }),
          }))
        }),
    },
  ]
}
