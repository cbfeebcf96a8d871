import type { FieldName } from '../../../schemas/draft.ts'
import type { Claim, Traits } from '../reading.ts'

/** A day whose order is less certain than this is asked about. */
const CERTAIN_ORDER = 0.8

/**
 * The highest confidence that a value may have by what speaks for it, however often such values were right: what is only a guess is never
 * sure. 1 where nothing forbids it.
 */
export function highestConfidence(field: FieldName, claims: readonly Claim[]): number {
  const most = (trait: keyof Traits): number => Math.max(0, ...claims.map((claim) => claim.traits?.[trait] ?? 0))
  switch (field) {
    // 03/04/2026 without evidence of its order.
    case 'issueDate':
    case 'dueDate':
      return claims.some((claim) => claim.traits?.reading !== undefined) && most('reading') < CERTAIN_ORDER ? 0.85 : 1
    // A bare "No." in the head of the paper may number anything.
    case 'invoiceNumber':
      return claims.every((claim) => claim.traits?.isWeakLabel === 1) ? 0.9 : 1
    // Where the paper comes from says what it is likely written in, no more.
    case 'currency':
      return claims.every((claim) => claim.traits?.isWeakLabel === 1) ? 0.9 : 1
    case 'iban':
    case 'supplierVatId':
      return claims.some((claim) => claim.traits?.checkDigits !== undefined) && most('checkDigits') === 0 ? 0.7 : 1
    default:
      return 1
  }
}
