import { Bill } from '../../schemas/bill.ts'
import { type Coding, mergeCodings } from '../../schemas/coding.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import { BillhookError } from '../errors.ts'
import type { InvoiceRow } from './move.ts'

/** Why no bill can be made of the draft, in plain words; empty when one can. */
export function billProblems(draft: Draft): string[] {
  const result = Bill.safeParse(contentOf(draft, PLACEHOLDERS))
  if (result.success) return []
  return result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

/**
 * The clean record that accounting receives, from an approved invoice. What nobody coded is coded by the company's `defaults`.
 * @throws BillhookError `pipeline.bill-incomplete` when a required value is missing or malformed.
 */
export function toBill(invoice: InvoiceRow, { defaults }: { defaults?: Coding | undefined } = {}): Bill {
  const { draft, approved_by: approvedBy, approved_at: approvedAt } = invoice
  if (!draft || !approvedBy || !approvedAt) {
    throw new BillhookError('pipeline.bill-incomplete', `Invoice ${invoice.id} has not been read and approved.`)
  }
  const result = Bill.safeParse(
    contentOf(draft, {
      company: invoice.company_id,
      invoiceId: invoice.id,
      version: invoice.version,
      originalSha256: invoice.original_sha256,
      approvedBy,
      approvedAt: approvedAt.toISOString(),
      defaults,
    }),
  )
  if (result.success) return result.data
  throw new BillhookError(
    'pipeline.bill-incomplete',
    `Invoice ${invoice.id} can't become a bill: ${result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  )
}

type Record = Pick<Bill, 'company' | 'invoiceId' | 'version' | 'originalSha256' | 'approvedBy' | 'approvedAt'> & {
  defaults?: Coding | undefined
}

const PLACEHOLDERS: Record = {
  company: 'company',
  invoiceId: 'invoice',
  version: 0,
  originalSha256: '0'.repeat(64),
  approvedBy: 'nobody',
  approvedAt: '2000-01-01T00:00:00.000Z',
}

function contentOf(draft: Draft, { defaults, ...record }: Record): { [key: string]: unknown } {
  const value = (name: FieldName) => draft.fields[name]?.value
  return {
    ...record,
    type: draft.type,
    invoiceNumber: value('invoiceNumber'),
    issueDate: value('issueDate'),
    dueDate: value('dueDate'),
    supplier: { name: value('supplierName'), vatId: value('supplierVatId'), taxNumber: value('supplierTaxNumber') },
    customerName: value('customerName'),
    currency: value('currency'),
    netTotal: value('netTotal'),
    taxTotal: value('taxTotal'),
    grossTotal: value('grossTotal'),
    // BT-115 equals BT-112 where nothing was paid before and nothing was rounded (BR-CO-16).
    amountDue: value('amountDue') ?? value('grossTotal'),
    iban: value('iban'),
    paymentReference: value('paymentReference'),
    purchaseOrder: value('purchaseOrder'),
    lines: draft.lines.map(({ place: _, coding, ...line }) => ({
      ...line,
      ...codedAs(coding, draft.coding, defaults),
    })),
    vatBreakdown: draft.vatBreakdown,
    ...codedAs(draft.coding, defaults),
  }
}

/** The property that says how something is booked; none where nothing does. */
function codedAs(...codings: (Coding | undefined)[]): { coding?: Coding } {
  const coding = mergeCodings(...codings)
  return Object.keys(coding).length === 0 ? {} : { coding }
}
