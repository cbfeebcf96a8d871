import type { Period, Stated } from '../../../schemas/e-invoice.ts'
import { COUNTRIES } from '../code-lists/countries.ts'
import { type Clash, name, numberOf, type Rule, says, ZERO } from './rule.ts'

/** How much of a card number may be shown: the first six and the last four digits (PCI DSS, requirement 3.4). */
const CARD_DIGITS_SHOWN = 10

/** What must hold between values: BR-17 to BR-67 and BR-CO where they say more than that something is there. */
export const CONDITIONS: readonly Rule[] = [
  {
    id: 'BR-17',
    meaning: 'A payee has a name, and is named only where it is somebody else than the seller.',
    find: ({ payee, seller }) => {
      if (!payee) return []
      if (!says(payee.name))
        return [{ says: 'the payee (BG-10) has no name', values: name('BT-59', undefined, payee.path) }]
      const same = (one: Stated | undefined, other: Stated | undefined): boolean =>
        says(one) && says(other) && one.text === other.text
      const ids = payee.identifiers.filter((id) => seller?.identifiers.some((other) => same(id, other)))
      const alike = same(payee.name, seller?.tradingName ?? seller?.name) || ids.length > 0
      return alike
        ? [
            {
              says: 'the payee is the seller',
              values: [...name('BT-59', payee.name), ...name('BT-27', seller?.tradingName ?? seller?.name)],
            },
          ]
        : []
    },
  },
  {
    id: 'BR-27',
    meaning: 'The net price of an item is not negative; what is taken back has a negative quantity.',
    find: ({ lines }) => lines.flatMap((line) => negative('BT-146', line.netPrice)),
  },
  {
    id: 'BR-28',
    meaning: 'The gross price of an item is not negative.',
    find: ({ lines }) => lines.flatMap((line) => negative('BT-148', line.grossPrice)),
  },
  {
    id: 'BR-29',
    meaning: 'The invoicing period does not end before it starts.',
    find: ({ period }) => backwards(period, ['BT-73', 'BT-74']),
  },
  {
    id: 'BR-30',
    meaning: "A line's period does not end before it starts.",
    find: ({ lines }) => lines.flatMap((line) => backwards(line.period, ['BT-134', 'BT-135'])),
  },
  {
    id: 'BR-51',
    meaning: 'A card number is not given in full: at most its first six and last four digits.',
    severity: 'warning',
    find: ({ payments }) =>
      payments
        .flatMap((payment) => payment.cards)
        .filter(({ number }) => !says(number) || number.text.replace(/\s/g, '').length > CARD_DIGITS_SHOWN)
        .map(({ number, path }) => ({
          says: number ? 'the card number is longer than may be shown' : 'the card has no number',
          // Never repeated in full.
          values: [{ term: 'BT-87', text: number ? `...${number.text.slice(-4)}` : '', path: number?.path ?? path }],
        })),
  },
  {
    id: 'BR-53',
    meaning: 'Where VAT is accounted for in another currency, its total is given in that currency, too.',
    field: 'taxTotal',
    find: ({ vatCurrency, totals }) =>
      says(vatCurrency) && !totals.vatTotals.some(({ amount }) => amount?.currency === vatCurrency.text)
        ? [
            {
              says: `there is no total of VAT in ${vatCurrency.text}`,
              values: [
                ...name('BT-6', vatCurrency),
                ...totals.vatTotals.flatMap(({ amount }) => name('BT-110', amount)),
              ],
            },
          ]
        : [],
  },
  {
    id: 'BR-66',
    meaning: 'An invoice names at most one payment card.',
    find: ({ payments }) =>
      atMostOne(
        'BT-87',
        payments.flatMap((payment) => payment.cards).map((card) => card.number),
      ),
  },
  {
    id: 'BR-67',
    meaning: 'An invoice names at most one direct debit mandate.',
    find: ({ payments }) => {
      const mandates = payments.flatMap((payment) => payment.directDebit?.mandate ?? [])
      return atMostOne(
        'BT-89',
        mandates.filter((one, at) => mandates.findIndex((same) => same.path === one.path) === at),
      )
    },
  },
  {
    id: 'BR-CO-03',
    meaning: 'The date when VAT becomes due (BT-7) and the code for it (BT-8) exclude each other.',
    find: ({ vatPointDate, vatPointCode }) =>
      says(vatPointDate) && says(vatPointCode)
        ? [{ says: 'both are given', values: [...name('BT-7', vatPointDate), ...name('BT-8', vatPointCode)] }]
        : [],
  },
  {
    id: 'BR-CO-09',
    meaning: 'A VAT identifier starts with the two letters of its country; Greece may write EL.',
    field: 'supplierVatId',
    find: ({ seller, taxRepresentative, buyer }) =>
      [
        ...(seller?.vatIds ?? []).map((id) => ['BT-31', id] as const),
        ...(taxRepresentative?.vatIds ?? []).map((id) => ['BT-63', id] as const),
        ...(buyer?.vatIds ?? []).map((id) => ['BT-48', id] as const),
      ]
        .filter(([, id]) => !isCountryPrefix(id.text.slice(0, 2)))
        .map(([term, id]) => ({ says: `"${id.text.slice(0, 2)}" is no country`, values: name(term, id) })),
  },
  {
    id: 'BR-CO-25',
    meaning: 'Where an amount is due, the invoice says when: by a due date or by payment terms.',
    field: 'dueDate',
    find: ({ totals, dueDate, paymentTerms, syntax }) => {
      // A credit note is paid by nobody; in CII both are one document.
      const due = syntax === 'ubl-credit-note' ? undefined : numberOf(totals.due)
      return due?.greaterThan(ZERO) && !says(dueDate) && !paymentTerms.some(says)
        ? [
            {
              says: 'there is neither a due date (BT-9) nor payment terms (BT-20)',
              values: name('BT-115', totals.due),
            },
          ]
        : []
    },
  },
]

function isCountryPrefix(letters: string): boolean {
  return letters === 'EL' || COUNTRIES.has(letters)
}

function negative(term: string, stated: Stated | undefined): Clash[] {
  return numberOf(stated)?.lessThan(ZERO) ? [{ says: `${term} is negative`, values: name(term, stated) }] : []
}

function backwards(period: Period | undefined, [first, last]: [string, string]): Clash[] {
  const { start, end } = period ?? {}
  return start?.date !== undefined && end?.date !== undefined && end.date < start.date
    ? [{ says: 'the end is before the start', values: [...name(first, start), ...name(last, end)] }]
    : []
}

function atMostOne(term: string, values: readonly (Stated | undefined)[]): Clash[] {
  return values.length > 1
    ? [{ says: `there are ${values.length}`, values: values.flatMap((value) => name(term, value)) }]
    : []
}
