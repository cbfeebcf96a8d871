import type { OwnIdentity, ReviewPolicy } from '../../schemas/company.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Transcript } from '../../schemas/transcript.ts'

export type ValidationContext = {
  /** Who we are: never the supplier. */
  own: OwnIdentity
  /** The company's other invoices with the same supplier and number. */
  sameBill: { invoiceId: string }[]
  /** Absent: there is no master data. */
  supplier?: SupplierStanding
  /** Absent: only what is doubtful is looked at. */
  review?: ReviewPolicy | undefined
}

/** What the master data says of a bill's supplier. */
export type SupplierStanding = {
  name?: string
  /** False: no other bill of it was accepted yet. */
  isKnown: boolean
  /** Accounts on bills that were approved, or entered by a person. */
  trustedIbans: readonly string[]
  /** Of the values of its bills that were sure: how many people looked at, and how many of these were right. */
  sure?: { seen: number; right: number }
}

/** A draft and what its file showed besides the words. */
export type CheckedDraft = Draft & Pick<Transcript, 'concerns'>

/** A sentence that holds for a sound bill; each finding says where it does not. Pure. */
export type Rule = (draft: CheckedDraft, context: ValidationContext) => Omit<Finding, 'code'>[]

/** A field's name as people say it. */
export const FIELD_WORDS: Record<FieldName, string> = {
  invoiceNumber: 'invoice number',
  issueDate: 'issue date',
  dueDate: 'due date',
  supplierName: "supplier's name",
  supplierVatId: "supplier's VAT id",
  supplierTaxNumber: "supplier's tax number",
  customerName: "customer's name",
  currency: 'currency',
  netTotal: 'net total',
  taxTotal: 'tax total',
  grossTotal: 'total',
  amountDue: 'amount due',
  iban: 'IBAN',
  paymentReference: 'payment reference',
  purchaseOrder: 'purchase order',
}

/** Without these there is no bill. */
export const CORE_FIELDS = [
  'invoiceNumber',
  'issueDate',
  'currency',
  'grossTotal',
  'supplierName',
] as const satisfies readonly FieldName[]
