import type { Decimal } from 'decimal.js'
import type { EInvoice, VatGroup } from '../../../schemas/e-invoice.ts'
import { type Clash, name, numberOf, ONE, type Rule, says, show, sum, toCents, ZERO } from './rule.ts'

/** How many of the terms of a sum a finding names. */
const MAX_NAMED = 20

/** BR-CO-10 to BR-CO-17: what adds up to what. */
export const SUMS: readonly Rule[] = [
  {
    id: 'BR-CO-10',
    meaning: 'The sum of lines (BT-106) is what the lines (BT-131) add up to.',
    find: ({ totals, lines }) => {
      const amounts = lines.filter((line) => line.counts).map((line) => line.netAmount)
      return unequal(['BT-106', totals.lines, totals.path], {
        says: 'the lines add up to',
        is: toCents(sum(amounts)),
        terms: amounts.flatMap((one) => name('BT-131', one)),
      })
    },
  },
  {
    id: 'BR-CO-11',
    meaning: 'The sum of allowances (BT-107) is what the allowances of the document (BT-92) add up to.',
    find: ({ totals, allowances }) => {
      if (!totals.allowances && allowances.length === 0) return []
      const amounts = allowances.map(({ amount }) => amount)
      return unequal(['BT-107', totals.allowances, totals.path], {
        says: 'the allowances add up to',
        is: toCents(sum(amounts)),
        terms: amounts.flatMap((one) => name('BT-92', one)),
      })
    },
  },
  {
    id: 'BR-CO-12',
    meaning: 'The sum of charges (BT-108) is what the charges of the document (BT-99) add up to.',
    find: ({ totals, charges }) => {
      if (!totals.charges && charges.length === 0) return []
      const amounts = charges.map(({ amount }) => amount)
      return unequal(['BT-108', totals.charges, totals.path], {
        says: 'the charges add up to',
        is: toCents(sum(amounts)),
        terms: amounts.flatMap((one) => name('BT-99', one)),
      })
    },
  },
  {
    id: 'BR-CO-13',
    meaning:
      'The total without VAT (BT-109) is the sum of lines (BT-106) less allowances (BT-107) plus charges (BT-108).',
    field: 'netTotal',
    find: ({ totals }) =>
      unequal(['BT-109', totals.net, totals.path], {
        says: 'lines less allowances plus charges make',
        is: toCents(sum([totals.lines, totals.charges]).minus(sum([totals.allowances]))),
        terms: [
          ...name('BT-106', totals.lines),
          ...name('BT-107', totals.allowances),
          ...name('BT-108', totals.charges),
        ],
      }),
  },
  {
    id: 'BR-CO-14',
    meaning: 'The total of VAT (BT-110) is what the tax amounts of the VAT breakdown (BT-117) add up to.',
    field: 'taxTotal',
    find: findVatTotalClashes,
  },
  {
    id: 'BR-CO-15',
    meaning: 'The total with VAT (BT-112) is the total without VAT (BT-109) plus the VAT (BT-110).',
    field: 'grossTotal',
    find: ({ totals, currency, vatCurrency }) => {
      const inInvoices = totals.vatTotals.filter(({ amount }) => amount?.currency === currency?.text)
      if (says(currency) && totals.vatTotals.length > 0 && inInvoices.length === 0) {
        return [
          {
            says: `no total of VAT is in the invoice's currency ${currency.text}`,
            values: [
              ...name('BT-5', currency),
              ...totals.vatTotals.flatMap(({ amount }) => name('BT-110', amount)),
              ...name('BT-6', vatCurrency),
            ],
          },
        ]
      }
      if (inInvoices.length > 1) {
        return [
          {
            says: 'there are several totals of VAT in one currency',
            values: inInvoices.flatMap(({ amount }) => name('BT-110', amount)),
          },
        ]
      }
      return unequal(['BT-112', totals.gross, totals.path], {
        says: 'net and VAT make',
        is: toCents(sum([totals.net, totals.vat])),
        terms: [...name('BT-109', totals.net), ...name('BT-110', totals.vat)],
      })
    },
  },
  {
    id: 'BR-CO-16',
    meaning:
      'The amount due (BT-115) is the total with VAT (BT-112) less what is paid (BT-113), plus rounding (BT-114).',
    field: 'amountDue',
    find: ({ totals }) =>
      unequal(['BT-115', totals.due, totals.path], {
        says: 'the total less what is paid, plus rounding, makes',
        is: toCents(sum([totals.gross, totals.rounding, ...totals.thirdParty]).minus(sum([totals.paid]))),
        terms: [
          ...name('BT-112', totals.gross),
          ...name('BT-113', totals.paid),
          ...name('BT-114', totals.rounding),
          ...totals.thirdParty.flatMap((one) => name('BT-DEX-002', one)),
        ],
      }),
  },
  {
    id: 'BR-CO-17',
    meaning:
      'The tax of a VAT group (BT-117) is its base (BT-116) times its rate (BT-119), within one unit of currency.',
    field: 'taxTotal',
    find: ({ vatBreakdown, syntax }) => vatBreakdown.flatMap((group) => findTaxClash(group, syntax)),
  },
]

type Expected = { says: string; is: Decimal; terms: Clash['values'] }

/** A total that is missing clashes with what it should be; one that is no number is another rule's business. */
function unequal(
  [term, stated, place]: [string, EInvoice['totals']['net'], string | undefined],
  expected: Expected,
): Clash[] {
  if (stated === undefined && place === undefined) return []
  const value = numberOf(stated)
  if (stated !== undefined && says(stated) && value === undefined) return []
  if (value?.equals(expected.is)) return []
  return [
    {
      says: `${term} is ${value ? show(value) : 'missing'}, but ${expected.says} ${show(expected.is)}`,
      expected: show(expected.is),
      values: [...name(term, stated, place), ...expected.terms.slice(0, MAX_NAMED)],
    },
  ]
}

function findVatTotalClashes({ totals, vatBreakdown, syntax }: EInvoice): Clash[] {
  if (syntax !== 'ubl-invoice' && syntax !== 'ubl-credit-note') {
    if (vatBreakdown.length === 0 || !totals.vat) return []
    return unequal(['BT-110', totals.vat, totals.path], addedUp(vatBreakdown))
  }
  // In UBL each total stands above its own groups.
  return totals.vatTotals.flatMap((total) => {
    const own = vatBreakdown.filter((group) => group.path.startsWith(`${total.path}/`))
    return own.length === 0 ? [] : unequal(['BT-110', total.amount, total.path], addedUp(own))
  })
}

function addedUp(groups: readonly VatGroup[]): Expected {
  return {
    says: 'the VAT groups add up to',
    is: toCents(sum(groups.map(({ tax }) => tax))),
    terms: groups.flatMap(({ tax }) => name('BT-117', tax)),
  }
}

/**
 * BR-CO-17 of one group, also what BR-S-09 and its sisters ask. Both sides count without their sign: a correction may turn one of them.
 * One whole unit of currency is too much in CEN's rules for UBL, and just allowed in those for CII.
 */
export function findTaxClash({ base, tax, rate, path }: VatGroup, syntax: EInvoice['syntax']): Clash[] {
  const [baseIs, taxIs] = [numberOf(base), numberOf(tax)]
  const rateIs = rate === undefined ? ZERO : numberOf(rate)
  if (taxIs === undefined || rateIs === undefined || (baseIs === undefined && !rateIs.isZero())) return []
  const product = toCents((baseIs ?? ZERO).abs().times(rateIs).dividedBy(100))
  const difference = taxIs.abs().minus(product).abs()
  if (syntax.startsWith('ubl') ? difference.lessThan(ONE) : difference.lessThanOrEqualTo(ONE)) return []
  return [
    {
      says: `the tax is ${show(taxIs)}, but ${show(baseIs ?? ZERO)} at ${rateIs.toFixed()} % make ${show(product)}`,
      expected: show(product),
      values: [...name('BT-116', base, path), ...name('BT-119', rate, path), ...name('BT-117', tax)],
    },
  ]
}
