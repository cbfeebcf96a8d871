import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { EInvoice, Stated } from '../../schemas/e-invoice.ts'
import type { Finding } from '../../schemas/finding.ts'
import { EN16931 } from '../e-invoices/rules/index.ts'

/** Rules of the norm that a bill can be judged by that was read from paper: what it lacks may be on the page all the same, and that its sums add
 * up is a rule of ours, which minds no cent of rounding. */
const ON_PAPER = /^BR-(27|CO-09|DEC-(12|13|14|16|18|19|20|23))$/
const RULES = EN16931.filter(({ id }) => ON_PAPER.test(id))

/**
 * What the norm says of a bill that was read from its pages. No such bill has to keep it, and it may have been misread: so nothing of it holds
 * the bill. Bills that are data are judged by all rules, as they state them.
 */
export function normFindings(draft: Draft): Finding[] {
  if (draft.eInvoice) return []
  const invoice = toModel(draft)
  return RULES.flatMap((rule) =>
    rule.find(invoice).map(
      ({ says, values, expected }): Finding => ({
        code: rule.id,
        severity: 'info',
        ...(rule.field && { field: rule.field }),
        meaning: rule.meaning,
        message: `${rule.meaning} Here ${says}.`,
        ...(expected === undefined ? {} : { says: { text: 'norm', values: { expected: { amount: expected } } } }),
        clashing: values,
      }),
    ),
  )
}

/** The bill in the terms of the norm; the place of a value is the field that it was read as. */
function toModel({ type, fields, lines, vatBreakdown }: Draft): EInvoice {
  const currency = fields.currency && { text: fields.currency.value, path: 'currency' }
  const state = (text: string | undefined, path: string): Stated | undefined =>
    text === undefined ? undefined : { text, path }
  const amount = (name: FieldName): Stated | undefined => {
    const text = fields[name]?.value
    return text === undefined ? undefined : { text, path: name, ...(currency && { currency: currency.text }) }
  }
  const vat = amount('taxTotal')
  const nobody = { tradingName: undefined, identifiers: [], legalId: undefined, vatIds: [] }
  return {
    syntax: 'cii',
    path: 'bill',
    kind: type === 'credit-note' ? 'credit-note' : 'invoice',
    number: state(fields.invoiceNumber?.value, 'invoiceNumber'),
    currency,
    references: [],
    paymentTerms: [],
    notes: [],
    preceding: [],
    seller: {
      path: 'supplier',
      ...nobody,
      name: state(fields.supplierName?.value, 'supplierName'),
      vatId: state(fields.supplierVatId?.value, 'supplierVatId'),
    },
    payments: [],
    allowances: [],
    charges: [],
    totals: {
      path: 'totals',
      net: vat && amount('netTotal'),
      vat,
      // One of the three that was not read breaks no equation.
      gross: vat && fields.netTotal ? amount('grossTotal') : undefined,
      due: amount('amountDue'),
      vatTotals: vat ? [{ path: 'taxTotal', amount: vat, detailed: true }] : [],
      thirdParty: [],
    },
    vatBreakdown: vatBreakdown.every(({ tax }) => tax !== undefined)
      ? vatBreakdown.map(({ rate, base, tax }, index) => {
          const path = `vatBreakdown[${index + 1}]`
          return { path, rate: state(rate, path), base: state(base, path), tax: state(tax, path) }
        })
      : [],
    attachments: [],
    lines: lines.map(({ description, unitPrice, netAmount }, index) => {
      const path = `lines[${index + 1}]`
      return {
        path,
        name: state(description, path),
        netPrice: state(unitPrice, path),
        netAmount: state(netAmount, path),
        notes: [],
        references: [],
        allowances: [],
        charges: [],
        classifications: [],
        attributes: [],
        depth: 0,
        counts: true,
      }
    }),
    otherAmounts: [],
    surplus: [],
    empty: [],
  }
}
