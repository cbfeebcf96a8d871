import { Decimal } from 'decimal.js'
import type { Bill } from '../../../schemas/bill.ts'
import { CODE_PATTERN } from '../../../schemas/coding.ts'
import { BillhookError } from '../../errors.ts'
import { toOneLine } from '../one-line.ts'
import { splitCost } from './split-cost.ts'

export type Accounts = { expenseAccount: string; taxAccount: string; payableAccount: string }

/** What a new journal begins with. Without the decimal mark hledger could take 1.234 for a thousand. */
export const JOURNAL_HEADER =
  '; Bills posted by Billhook. Entries of your own may be added; leave the lines with "billhook:" as they are.\ndecimal-mark .\n'

/** What the line begins with by which an entry is found again. */
export const REFERENCE_TAG = '    ; billhook:'

/** The line by which an entry is found again. Supplier's words never begin a line, so they can't pretend to be one. */
export function referenceLine(reference: string): string {
  return `${REFERENCE_TAG}${reference}, posted:`
}

/** A tag of an entry, on a line of its own. */
export function tagLine(name: string, value: string): string {
  return `    ; ${name}:${tame(value)}\n`
}

/**
 * A bill as one balanced journal entry (hledger manual, "Journal"): the cost without tax, under each account that its lines are coded with,
 * and the tax against what is owed; a credit note the other way round. Where only two of net, tax and total are known or they differ by
 * rounding, the cost is the total less the tax. Cost centre and tax code are tags of their posting.
 * @throws BillhookError `accounting.refused` when an account name can't be written.
 */
export function writeEntry(
  bill: Bill,
  { reference, at, accounts }: { reference: string; at: Date; accounts: Accounts },
): string {
  const sign = bill.type === 'credit-note' ? -1 : 1
  const gross = new Decimal(bill.grossTotal)
  const tax = taxOf(bill, gross)
  const amount = (value: Decimal) => `${toFixed(value.times(sign), bill)} ${bill.currency}`
  const costs = splitCost(bill, { cost: gross.minus(tax), decimals: decimalsOf(bill) })
  const postings: Posting[] = [
    ...costs.map(({ coding, amount: cost }) => ({
      account: coding.account ?? accounts.expenseAccount,
      value: amount(cost),
      tags: { 'cost-centre': coding.costCentre, 'tax-code': coding.taxCode },
    })),
    ...(tax.isZero() ? [] : [{ account: accounts.taxAccount, value: amount(tax) }]),
    { account: accounts.payableAccount, value: amount(gross.negated()) },
  ]
  const description = `${tame(bill.supplier.name)} | ${bill.type} ${tame(bill.invoiceNumber)}`
  const tags = [
    ['invoice', bill.invoiceNumber],
    ['supplier-vat-id', bill.supplier.vatId],
    ['due', bill.dueDate],
    ['amount-due', bill.amountDue === bill.grossTotal ? undefined : bill.amountDue],
    ['iban', bill.iban],
    ['payment-reference', bill.paymentReference],
    ['purchase-order', bill.purchaseOrder],
    ['approved-by', bill.approvedBy],
    ['original', bill.originalSha256],
  ].flatMap(([name, value]) => (value === undefined ? [] : [tagLine(name as string, value)]))
  return [
    `\n${bill.issueDate} * (${reference}) ${description}\n`,
    `${referenceLine(reference)}${at.toISOString()}\n`,
    ...tags,
    ...postings.map(writePosting),
  ].join('')
}

type Posting = { account: string; value: string; tags?: Record<string, string | undefined> }

function writePosting({ account, value, tags = {} }: Posting): string {
  const said = Object.entries(tags).flatMap(([name, text]) => (text === undefined ? [] : [`${name}:${tame(text)}`]))
  return `    ${checkAccount(account)}  ${value}${said.length === 0 ? '' : `  ; ${said.join(', ')}`}\n`
}

function taxOf(bill: Bill, gross: Decimal): Decimal {
  if (bill.taxTotal !== undefined) return new Decimal(bill.taxTotal)
  return bill.netTotal === undefined ? new Decimal(0) : gross.minus(bill.netTotal)
}

/** All amounts of an entry with the same number of decimals, because hledger balances at the precision it sees. */
function toFixed(value: Decimal, bill: Bill): string {
  return value.toFixed(decimalsOf(bill))
}

function decimalsOf(bill: Bill): number {
  const decimals = [bill.grossTotal, bill.taxTotal, bill.netTotal].map((amount) => amount?.split('.')[1]?.length ?? 0)
  return Math.max(2, ...decimals)
}

/** `;` begins a comment, `|` ends the payee, a comma ends a tag's value, brackets may hold dates that hledger would read. */
function tame(text: string): string {
  return (
    toOneLine(text)
      .replaceAll(/[;|,[\]]/g, ' ')
      .replaceAll(/ +/g, ' ')
      .trim() || '-'
  )
}

function checkAccount(account: string): string {
  if (CODE_PATTERN.test(account)) return account
  throw new BillhookError(
    'accounting.refused',
    `The account "${toOneLine(account)}" in the company's settings can't be written into a journal. Use letters, digits and colons.`,
  )
}
