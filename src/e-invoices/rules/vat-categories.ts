import type { Decimal } from 'decimal.js'
import type { EInvoice, Party, Stated, VatGroup } from '../../../schemas/e-invoice.ts'
import { type Clash, name, numberOf, ONE, type Rule, says, show, sum, ZERO } from './rule.ts'
import { findTaxClash } from './sums.ts'

type Category = {
  /** Of the rules' ids: BR-S-01. */
  family: string
  code: string
  label: string
  /** Whether the VAT breakdown may have several groups of it, one for each rate. */
  severalGroups: boolean
  rate: 'above-zero' | 'zero' | 'any' | 'none'
  exemption: 'given' | 'none'
  /** Who must be known to the tax office: by any registration, or by a VAT identifier; or must not be. */
  seller: 'registered' | 'vat-id' | 'unregistered'
  buyer: 'anybody' | 'registered' | 'vat-id' | 'unregistered'
}

/** The categories of VAT (UNTDID 5305) with what EN 16931 asks of each; IGIC and IPSI are BR-IG and BR-IP in older versions of the rules. */
const CATEGORIES: readonly Category[] = [
  {
    family: 'S',
    code: 'S',
    label: 'standard rated',
    severalGroups: true,
    rate: 'above-zero',
    exemption: 'none',
    seller: 'registered',
    buyer: 'anybody',
  },
  {
    family: 'Z',
    code: 'Z',
    label: 'zero rated',
    severalGroups: false,
    rate: 'zero',
    exemption: 'none',
    seller: 'registered',
    buyer: 'anybody',
  },
  {
    family: 'E',
    code: 'E',
    label: 'exempt from VAT',
    severalGroups: false,
    rate: 'zero',
    exemption: 'given',
    seller: 'registered',
    buyer: 'anybody',
  },
  {
    family: 'AE',
    code: 'AE',
    label: 'reverse charge',
    severalGroups: false,
    rate: 'zero',
    exemption: 'given',
    seller: 'registered',
    buyer: 'registered',
  },
  {
    family: 'IC',
    code: 'K',
    label: 'intra-community supply',
    severalGroups: false,
    rate: 'zero',
    exemption: 'given',
    seller: 'vat-id',
    buyer: 'vat-id',
  },
  {
    family: 'G',
    code: 'G',
    label: 'export outside the EU',
    severalGroups: false,
    rate: 'zero',
    exemption: 'given',
    seller: 'vat-id',
    buyer: 'anybody',
  },
  {
    family: 'O',
    code: 'O',
    label: 'not subject to VAT',
    severalGroups: false,
    rate: 'none',
    exemption: 'given',
    seller: 'unregistered',
    buyer: 'unregistered',
  },
  {
    family: 'AF',
    code: 'L',
    label: 'IGIC (Canary Islands)',
    severalGroups: true,
    rate: 'any',
    exemption: 'none',
    seller: 'registered',
    buyer: 'anybody',
  },
  {
    family: 'AG',
    code: 'M',
    label: 'IPSI (Ceuta and Melilla)',
    severalGroups: true,
    rate: 'any',
    exemption: 'none',
    seller: 'registered',
    buyer: 'anybody',
  },
]

/** What carries a VAT category: lines, allowances, charges. */
type Carrier = {
  path: string
  amount?: Stated | undefined
  category?: Stated | undefined
  rate?: Stated | undefined
  terms: { amount: string; category: string; rate: string }
}

const LINE = { amount: 'BT-131', category: 'BT-151', rate: 'BT-152' }
const ALLOWANCE = { amount: 'BT-92', category: 'BT-95', rate: 'BT-96' }
const CHARGE = { amount: 'BT-99', category: 'BT-102', rate: 'BT-103' }

const CARRIERS = [
  { what: 'line', of: linesOf },
  {
    what: 'allowance of the document',
    of: (invoice: EInvoice) => invoice.allowances.map((one) => ({ ...one, terms: ALLOWANCE })),
  },
  {
    what: 'charge of the document',
    of: (invoice: EInvoice) => invoice.charges.map((one) => ({ ...one, terms: CHARGE })),
  },
] as const satisfies { what: string; of: (invoice: EInvoice) => Carrier[] }[]

/** Ten rules of nine categories ask for the same lines; an invoice may have thousands. */
const KNOWN_LINES = new WeakMap<EInvoice, Carrier[]>()

function linesOf(invoice: EInvoice): Carrier[] {
  const known = KNOWN_LINES.get(invoice)
  if (known) return known
  const lines = invoice.lines
    .filter((line) => line.counts)
    .map(({ path, netAmount, category, rate }) => ({ path, amount: netAmount, category, rate, terms: LINE }))
  KNOWN_LINES.set(invoice, lines)
  return lines
}

const RATE_WORDS = {
  'above-zero': 'above zero',
  zero: 'zero',
  any: 'zero or above',
  none: 'not given',
} as const

/** BR-S-01 to -10, and the same for every other category. */
export const VAT_CATEGORY_RULES: readonly Rule[] = CATEGORIES.flatMap((category) => [
  oneGroup(category),
  ...CARRIERS.map((carrier, index) => registrations(category, { ...carrier, number: index + 2 })),
  ...CARRIERS.map((carrier, index) => rates(category, { ...carrier, number: index + 5 })),
  bases(category),
  taxes(category),
  exemptions(category),
])

function id({ family }: Category, number: number): string {
  return `BR-${family}-${String(number).padStart(2, '0')}`
}

function isOf(code: string) {
  return ({ category }: { category?: Stated | undefined }): boolean => category?.text === code
}

function oneGroup(category: Category): Rule {
  const { code, label, severalGroups } = category
  return {
    id: id(category, 1),
    meaning: `Where anything is ${label} (${code}), the VAT breakdown has ${severalGroups ? 'at least' : 'exactly'} one group of it${severalGroups ? ', and only then' : ''}.`,
    find: (invoice) => {
      const carriers = CARRIERS.flatMap(({ of }) => of(invoice)).filter(isOf(code))
      const groups = invoice.vatBreakdown.filter(isOf(code))
      const right = severalGroups
        ? carriers.length > 0 === groups.length > 0
        : groups.length === 1 || (groups.length === 0 && carriers.length === 0)
      if (right) return []
      return [
        {
          says: `${carriers.length} lines, allowances and charges are ${label}, and ${groups.length} groups of the VAT breakdown`,
          values: [
            ...carriers.slice(0, 5).flatMap((one) => name(one.terms.category, one.category)),
            ...groups.flatMap((one) => name('BT-118', one.category)),
          ],
        },
      ]
    },
  }
}

type NumberedCarrier = { what: string; of: (invoice: EInvoice) => Carrier[]; number: number }

function registrations(category: Category, { what, of, number }: NumberedCarrier): Rule {
  return {
    id: id(category, number),
    meaning: `Where a ${what} is ${category.label}, ${partiesInWords(category)}.`,
    field: 'supplierVatId',
    find: (invoice) => {
      const [carrier] = of(invoice).filter(isOf(category.code))
      if (!carrier) return []
      return wrongParties(category, invoice).map(({ why, values }) => ({
        says: why,
        values: [...name(carrier.terms.category, carrier.category), ...values],
      }))
    },
  }
}

function partiesInWords({ seller, buyer }: Category): string {
  if (seller === 'unregistered') {
    return "neither the seller's (BT-31), its tax representative's (BT-63) nor the buyer's VAT identifier (BT-48) is given"
  }
  const ofSeller =
    seller === 'registered'
      ? "the seller's VAT identifier (BT-31), its tax number (BT-32) or its tax representative's VAT identifier (BT-63) is given"
      : "the seller's VAT identifier (BT-31) or its tax representative's (BT-63) is given"
  if (buyer === 'registered') return `${ofSeller}, and the buyer's VAT identifier (BT-48) or legal registration (BT-47)`
  return buyer === 'vat-id' ? `${ofSeller}, and the buyer's VAT identifier (BT-48)` : ofSeller
}

function wrongParties({ seller, buyer }: Category, invoice: EInvoice): { why: string; values: Clash['values'] }[] {
  const wrong: { why: string; values: Clash['values'] }[] = []
  if (seller === 'unregistered') {
    const given = [
      ...name('BT-31', invoice.seller?.vatId),
      ...name('BT-63', invoice.taxRepresentative?.vatId),
      ...name('BT-48', invoice.buyer?.vatId),
    ]
    return given.length > 0 ? [{ why: 'a VAT identifier is given', values: given }] : []
  }
  const taxNumber = seller === 'registered' ? invoice.seller?.taxNumber : undefined
  if (![invoice.seller?.vatId, taxNumber, invoice.taxRepresentative?.vatId].some(says)) {
    wrong.push({
      why: 'nothing says by which number the seller is known to the tax office',
      values: name('BG-4', undefined, placeOf(invoice.seller, invoice)),
    })
  }
  const legalId = buyer === 'registered' ? invoice.buyer?.legalId : undefined
  if (buyer !== 'anybody' && ![invoice.buyer?.vatId, legalId].some(says)) {
    wrong.push({
      why: 'nothing says by which number the buyer is registered',
      values: name('BG-7', undefined, placeOf(invoice.buyer, invoice)),
    })
  }
  return wrong
}

function placeOf(party: Party | undefined, invoice: EInvoice): string {
  return party?.path ?? invoice.path
}

function rates(category: Category, { what, of, number }: NumberedCarrier): Rule {
  return {
    id: id(category, number),
    meaning: `The VAT rate of a ${what} that is ${category.label} is ${RATE_WORDS[category.rate]}.`,
    find: (invoice) =>
      of(invoice)
        .filter(isOf(category.code))
        .filter(({ rate }) => !isRightRate(category, rate))
        .map(({ rate, path, terms }) => ({
          says: rate ? `the rate is ${rate.text.slice(0, 20)}` : 'there is no rate',
          values: name(terms.rate, rate, path),
        })),
  }
}

function isRightRate({ rate: expected }: Category, rate: Stated | undefined): boolean {
  if (expected === 'none') return rate === undefined
  const is = numberOf(rate)
  // What is no number is another rule's business.
  if (is === undefined) return says(rate)
  if (expected === 'zero') return is.isZero()
  return expected === 'any' ? is.greaterThanOrEqualTo(ZERO) : is.greaterThan(ZERO)
}

function bases(category: Category): Rule {
  const { code, label, severalGroups } = category
  return {
    id: id(category, 8),
    meaning: `The base of a VAT group (BT-116) that is ${label} is what its lines less allowances plus charges${severalGroups ? ' of the same rate' : ''} add up to.`,
    field: 'netTotal',
    find: (invoice) =>
      invoice.vatBreakdown.filter(isOf(code)).flatMap((group) => {
        const stated = numberOf(group.base)
        if (stated === undefined) return []
        const rate = severalGroups ? numberOf(group.rate) : undefined
        const of = (carriers: Carrier[]): Carrier[] =>
          carriers.filter(isOf(code)).filter((one) => !rate || numberOf(one.rate)?.equals(rate))
        const [lines, allowances, charges] = CARRIERS.map((carrier) => of(carrier.of(invoice)))
        const amounts = (carriers: Carrier[] = []): Decimal => sum(carriers.map(({ amount }) => amount))
        const expected = amounts(lines).plus(amounts(charges)).minus(amounts(allowances))
        if (isNear(stated, expected, { severalGroups, invoice })) return []
        return [
          {
            says: `the base is ${show(stated)}, but lines less allowances plus charges make ${show(expected)}`,
            expected: show(expected),
            values: [
              ...name('BT-116', group.base),
              ...name('BT-119', group.rate),
              ...[...(lines ?? []), ...(allowances ?? []), ...(charges ?? [])]
                .slice(0, 20)
                .flatMap((one) => name(one.terms.amount, one.amount)),
            ],
          },
        ]
      }),
  }
}

/** CEN's rules for UBL allow less than one unit of currency where there may be several groups; those for CII nothing. */
function isNear(
  stated: Decimal,
  expected: Decimal,
  ...[{ severalGroups, invoice }]: [{ severalGroups: boolean; invoice: EInvoice }]
): boolean {
  const difference = stated.minus(expected).abs()
  return severalGroups && invoice.syntax.startsWith('ubl') ? difference.lessThan(ONE) : difference.isZero()
}

function taxes(category: Category): Rule {
  const { code, label, rate } = category
  const zero = rate === 'zero' || rate === 'none'
  return {
    id: id(category, 9),
    meaning: zero
      ? `The tax of a VAT group that is ${label} is zero.`
      : `The tax of a VAT group that is ${label} is its base times its rate, within one unit of currency.`,
    field: 'taxTotal',
    find: ({ vatBreakdown, syntax }) =>
      vatBreakdown.filter(isOf(code)).flatMap((group) => (zero ? nonZeroTax(group) : findTaxClash(group, syntax))),
  }
}

function nonZeroTax({ tax, path }: VatGroup): Clash[] {
  const is = numberOf(tax)
  return is === undefined || is.isZero() ? [] : [{ says: `the tax is ${show(is)}`, values: name('BT-117', tax, path) }]
}

function exemptions(category: Category): Rule {
  const { code, label, exemption } = category
  return {
    id: id(category, 10),
    meaning:
      exemption === 'given'
        ? `A VAT group that is ${label} says why, in words (BT-120) or by a code (BT-121).`
        : `A VAT group that is ${label} gives no reason for being exempt (BT-120, BT-121).`,
    find: ({ vatBreakdown }) =>
      vatBreakdown
        .filter(isOf(code))
        .filter((group) => [group.exemption, group.exemptionCode].some(says) !== (exemption === 'given'))
        .map((group) => ({
          says: exemption === 'given' ? 'there is no reason' : 'there is a reason',
          values: [
            ...name('BT-118', group.category),
            ...name('BT-120', group.exemption),
            ...name('BT-121', group.exemptionCode),
          ],
        })),
  }
}
