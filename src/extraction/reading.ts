import type { DetailName, PaymentTerms } from '../../schemas/detail.ts'
import type { DocumentType, DraftLine, Evidence, FieldName } from '../../schemas/draft.ts'
import type { Span } from './layout/types.ts'
import type { Sight } from './sight.ts'

/**
 * What a reader knows of a claim that its score does not tell apart; what the likelihood of a candidate is weighed by. Shares are 0 to 1,
 * claims are 0 or 1, and what does not apply is left out.
 */
export type Traits = Partial<
  Record<
    | 'labelQuality'
    | 'nearness'
    | 'isBelow'
    | 'isWeakLabel'
    | 'isTitle'
    | 'labelRank'
    | 'reading'
    | 'moneylike'
    | 'isSigned'
    | 'isCents'
    | 'isGeneral'
    | 'isInTable'
    | 'customer'
    | 'legalForm'
    | 'inZone'
    | 'headsBlock'
    | 'headsFirst'
    | 'inHead'
    | 'setLarge'
    | 'repeated'
    | 'fitsDomain'
    | 'addressFollows'
    | 'speaksOfSelf'
    | 'checkDigits'
    | 'isMended',
    number
  >
>

/** Evidence with where it comes from, as long as it is being weighed; only the evidence goes into a draft. */
export type Claim = Evidence & {
  span?: Span
  traits?: Traits
  /** Of a lesson: how likely it holds, and whether it says that a value is always the same. */
  lesson?: { likelihood: number; isConstant: boolean }
}

/** A part of the sum that is no field of the bill but stands in its equations. Values are decimal strings as printed, sign included. */
export type SumPart = {
  kind: 'prepaid' | 'rounding' | 'discount' | 'charge'
  value: string
  score: number
  span: Span
  because: string
}

/** A claim of something that is no field of the bill. */
export type DetailClaim = { name: DetailName; value: string; score: number; span: Span; because: string }

/** A row of the VAT breakdown as printed. */
export type VatGroupClaim = { rate: string; base?: string; tax?: string; score: number }

export type TypeClaim = { type: DocumentType; score: number; because: string }

/** A table of lines; a document may hold several, of which one is the bill's. */
export type LineTable = {
  lines: DraftLine[]
  score: number /** Whether the amounts of the lines include VAT. */
  gross: boolean
}

/** What one reader makes of a document. */
export type Reading = {
  evidence?: Claim[]
  parts?: SumPart[]
  vatGroups?: VatGroupClaim[]
  types?: TypeClaim[]
  tables?: LineTable[]
  details?: DetailClaim[]
  terms?: PaymentTerms[]
  /** What bills of this supplier do not have, whatever looks like it. */
  absent?: { field: FieldName; likelihood: number }[]
  /** What always stands at a place where nothing can be read on this bill. */
  unread?: FieldName[]
}

/** A reader is pure: what it sees decides what it claims. */
export type Reader = { name: string; read: (sight: Sight) => Reading }

/** Makes evidence of a span; the score is kept within what a claim may have. */
export function claim(
  span: Span,
  {
    field,
    value,
    score,
    reader,
    because,
    traits = {},
  }: {
    field: Evidence['field']
    value: string
    score: number
    reader: string
    because: string
    traits?: Traits
  },
): Claim {
  return {
    field,
    value,
    score: Math.round(Math.max(0.01, Math.min(0.99, score)) * 1000) / 1000,
    reader,
    place: { page: span.line.page, box: span.box },
    raw: span.raw,
    because,
    span,
    traits,
  }
}
