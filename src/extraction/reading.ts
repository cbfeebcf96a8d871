import type { DocumentType, DraftLine, Evidence } from '../../schemas/draft.ts'
import type { Span } from './layout/types.ts'
import type { Sight } from './sight.ts'

/** A part of the sum that is no field of the bill but stands in its equations. Values are decimal strings as printed, sign included. */
export type SumPart = { kind: 'prepaid' | 'rounding' | 'discount' | 'charge'; value: string; score: number }

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
  evidence?: Evidence[]
  parts?: SumPart[]
  vatGroups?: VatGroupClaim[]
  types?: TypeClaim[]
  tables?: LineTable[]
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
  }: { field: Evidence['field']; value: string; score: number; reader: string; because: string },
): Evidence {
  return {
    field,
    value,
    score: Math.round(Math.max(0.01, Math.min(0.99, score)) * 1000) / 1000,
    reader,
    place: { page: span.line.page, box: span.box },
    raw: span.raw,
    because,
  }
}
