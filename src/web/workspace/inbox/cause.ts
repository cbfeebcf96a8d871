import type { InboxRow } from '../../../http/workspace-shapes.ts'

/** Why an invoice waits, in the order in which people should look; what is not named here comes before what needs nobody. */
const ORDER = [
  'failure',
  'accounting-differs',
  'accounting-refused',
  'encrypted',
  'unreadable',
  'bill-is-not-a-duplicate',
  'supplier-is-not-our-own-company',
  'bank-details-are-trusted',
  'iban-is-valid',
  'required-fields-are-present',
  'is-one-invoice',
  'page-and-data-agree',
  'data-can-be-read',
  'norm',
  'totals-add-up',
  'date-order-is-certain',
  'dates-make-sense',
  'currency-is-known',
  'vat-id-is-valid',
  'lines-add-up',
  'supplier-is-known',
  'values-are-sure',
  'digits-are-certain',
  'document-is-an-invoice',
  'language-is-read',
  'approver-is-known',
  'content-masked',
  'active-content',
  'policy-lets-it-pass',
  'look',
]
const LAST = ['awaiting-approval', 'in-work']
const RANKS = new Map([...ORDER, null, ...LAST].map((cause, rank) => [cause, rank]))

export type Cause = string

/** Why this invoice waits: the code of its outage or gravest finding, or who it waits for. */
export function causeOf({
  status,
  failure,
  unreadable,
  finding,
}: Pick<InboxRow, 'status' | 'failure' | 'unreadable' | 'finding'>): Cause {
  if (failure !== null) return 'failure'
  if (status === 'awaiting-approval') return 'awaiting-approval'
  if (status !== 'in-review') return 'in-work'
  if (unreadable !== null) return unreadable === 'encrypted' ? 'encrypted' : 'unreadable'
  // Norms name their rules in capitals (BR-CO-10): hundreds of them are one cause.
  return finding === null ? 'look' : /^[A-Z]/.test(finding) ? 'norm' : finding
}

/** Where a cause stands among the others. */
export function rankCause(cause: Cause): number {
  return RANKS.get(cause) ?? ORDER.length
}

/** Whether a person of the company has to act on it now. */
export function needsMe(cause: Cause): boolean {
  return !LAST.includes(cause)
}
