import type { OwnIdentity, ReviewPolicy } from '../../schemas/company.ts'
import { AMOUNT_FIELDS, DATE_FIELDS, type Draft, type FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { SaidValue } from '../../schemas/said.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import type { Gaps } from '../wording/fill.ts'
import type { FindingText, findings } from '../wording/findings/en.ts'

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

/** One of the texts for findings, with everything that stands in its gaps. */
type Says = {
  [Text in FindingText]: {
    text: Text
    values: Record<Gaps<(typeof findings)[Text]>, SaidValue> & Partial<Record<string, SaidValue>>
  }
}[FindingText]

/** What does not hold, before it is put into words. */
export type Found = Omit<Finding, 'code' | 'message' | 'says'> & { says: Says }

/** A sentence that holds for a sound bill; each finding says where it does not. Pure. */
export type Rule = (draft: CheckedDraft, context: ValidationContext) => Found[]

/** A field's value as it was read, for a text. */
export function asRead(field: FieldName, value: string): SaidValue {
  const isAmount = (AMOUNT_FIELDS as readonly FieldName[]).includes(field)
  const isDate = (DATE_FIELDS as readonly FieldName[]).includes(field)
  return { value, as: isAmount ? 'amount' : isDate ? 'date' : 'text' }
}

/** Without these there is no bill. */
export const CORE_FIELDS = [
  'invoiceNumber',
  'issueDate',
  'currency',
  'grossTotal',
  'supplierName',
] as const satisfies readonly FieldName[]
