import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { amountsOf } from './amounts.ts'
import { type Clash, isDecimal, name, type Rule, says } from './rule.ts'

/** What begins the specification identifiers (BT-24) of the norm and of the profiles below it, and of FatturaPA. */
const SPECIFICATIONS = [
  /^urn:cen\.eu:en16931:2017(#(compliant|conformant)#urn:(?!factur-x|zugferd).+)?$/i,
  /^urn:cen\.eu:en16931:2017#(compliant|conformant)#urn:(factur-x\.eu:1p0|zugferd\.de:2p[01]):(basic|extended|extended-ctc-fr)$/i,
  /^urn:(factur-x\.eu:1p0|zugferd\.de:2p[01]):(minimum|basicwl|basic|en16931|extended)$/i,
  // Factur-X before 1.0 was settled, and ZUGFeRD 1.0 with its release candidate.
  /^urn:cen\.eu:en16931:2017:(compliant|conformant):(factur-x|zugferd)\.[a-z]{2}:\dp\d:(basic|extended)$/i,
  /^urn:ferd:(CrossIndustryDocument:)?invoice:(1p0|1\.0|rc):(basic|comfort|extended)$/i,
  /^FP[AR]12$/,
]

/** What a schema would say, as far as it matters for reading: these are not rules of the norm. */
export const SYNTAX_RULES: readonly Rule[] = [
  {
    id: 'SYN-NUMBER',
    meaning: 'Amounts, quantities, prices and rates are decimal numbers with a dot and without grouping: 1471.60.',
    find: (invoice) =>
      numbersOf(invoice)
        .filter((stated) => says(stated) && !isDecimal(stated.text))
        .map((stated) => ({ says: `"${stated.text.slice(0, 40)}" is no number`, values: name('number', stated) })),
  },
  {
    id: 'SYN-DATE',
    meaning:
      'Dates are in the calendar, and written as the syntax writes them: 2026-01-31, in CII 20260131 with format 102.',
    find: (invoice) => datesOf(invoice).flatMap(([term, date]) => wrongDate(term, date)),
  },
  {
    id: 'SYN-DUE-DATE',
    meaning: 'An invoice is not due before it is issued.',
    severity: 'warning',
    field: 'dueDate',
    find: ({ issueDate, dueDate }) =>
      issueDate?.date !== undefined && dueDate?.date !== undefined && dueDate.date < issueDate.date
        ? [{ says: 'it is', values: [...name('BT-2', issueDate), ...name('BT-9', dueDate)] }]
        : [],
  },
  {
    id: 'SYN-SPECIFICATION',
    meaning: 'The specification that an invoice follows (BT-24) is EN 16931 or one that builds on it.',
    find: ({ specification }) =>
      says(specification) && !SPECIFICATIONS.some((known) => known.test(specification.text))
        ? [
            {
              says: `"${specification.text.slice(0, 100)}" is none that is known`,
              values: name('BT-24', specification),
            },
          ]
        : [],
  },
  {
    id: 'SYN-ONCE',
    meaning: 'What may be there once is there once; of several, the first was read.',
    severity: 'warning',
    find: ({ surplus }) =>
      surplus.map((stated) => ({ says: 'it is there more than once', values: name('surplus', stated) })),
  },
]

function numbersOf(invoice: EInvoice): Stated[] {
  const { allowances, charges, lines, vatBreakdown } = invoice
  const adjustments = [...allowances, ...charges, ...lines.flatMap((line) => [...line.allowances, ...line.charges])]
  const others = [
    ...lines.flatMap((line) => [line.quantity, line.priceQuantity, line.rate]),
    ...adjustments.flatMap(({ percent, rate }) => [percent, rate]),
    ...vatBreakdown.map(({ rate }) => rate),
  ]
  return [...amountsOf(invoice), ...others.flatMap((stated) => stated ?? [])]
}

function datesOf(invoice: EInvoice): (readonly [string, Stated | undefined])[] {
  const { issueDate, vatPointDate, dueDate, delivery, period, preceding, lines } = invoice
  return [
    ['BT-2', issueDate],
    ['BT-7', vatPointDate],
    ['BT-9', dueDate],
    ['BT-72', delivery?.date],
    ['BT-73', period?.start],
    ['BT-74', period?.end],
    ...preceding.map(({ date }) => ['BT-26', date] as const),
    ...lines.flatMap(
      (line) =>
        [
          ['BT-134', line.period?.start],
          ['BT-135', line.period?.end],
        ] as const,
    ),
  ]
}

function wrongDate(term: string, stated: Stated | undefined): Clash[] {
  return says(stated) && stated.date === undefined
    ? [{ says: `"${stated.text.slice(0, 40)}" is no such date`, values: name(term, stated) }]
    : []
}
