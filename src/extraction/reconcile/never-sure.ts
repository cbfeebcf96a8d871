import type { FieldName } from '../../../schemas/draft.ts'
import type { Claim, Traits } from '../reading.ts'

/** A day whose order is less certain than this is asked about. */
const CERTAIN_ORDER = 0.8

/** Below what is sure, and hardly more doubtful. */
const NEARLY_SURE = 0.94

/** Of a recognized name, what `setLarge` must be: heights of words vary by a quarter on a crooked page. */
const CLEARLY_LARGE = 0.15

/**
 * What speaks for a value besides its claims: how often it stands in the document, the equations it satisfies, and whether it agrees with
 * what was chosen elsewhere (1), contradicts it (-1) or neither (0).
 */
export type Support = { repeats: number; satisfies: readonly string[]; fits: number }

/**
 * The highest confidence that a value may have by what speaks for it, however often such values were right: what is only a guess is never
 * sure, and what recognition read once, with nothing to confirm it, may have a wrong digit. 1 where nothing forbids it.
 */
export function highestConfidence(
  field: FieldName,
  { claims, support }: { claims: readonly Claim[]; support: Support },
): number {
  return Math.min(highestByClaims(field, claims), isConfirmed(field, { claims, support }) ? 1 : NEARLY_SURE)
}

function highestByClaims(field: FieldName, claims: readonly Claim[]): number {
  const most = (trait: keyof Traits): number => Math.max(0, ...claims.map((claim) => claim.traits?.[trait] ?? 0))
  switch (field) {
    // 03/04/2026 without evidence of its order.
    case 'issueDate':
    case 'dueDate':
      return claims.some((claim) => claim.traits?.reading !== undefined) && most('reading') < CERTAIN_ORDER ? 0.85 : 1
    // A text in the head of the page that nothing makes a company's: no legal form, label, domain, or letterhead.
    case 'supplierName': {
      const isLetterhead = most('setLarge') >= (isRecognized(claims) ? CLEARLY_LARGE : 0.01)
      return most('legalForm') + most('inZone') + most('fitsDomain') === 0 && !isLetterhead ? NEARLY_SURE : 1
    }
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

const SUMS: ReadonlySet<FieldName> = new Set(['netTotal', 'taxTotal', 'grossTotal', 'amountDue'])

/** What recognition reads with so little doubt has a wrong character once in hundreds. */
const CLEARLY_READ = 0.85

/** A text layer needs no confirmation; recognition's words do: clear print, check digits, a second place, an equation of other amounts. */
function isConfirmed(field: FieldName, { claims, support }: { claims: readonly Claim[]; support: Support }): boolean {
  if (!isRecognized(claims) || (isClear(claims) && support.fits >= 0)) return true
  if (claims.some((claim) => claim.traits?.checkDigits === 1 && claim.traits.isMended !== 1)) return true
  if (SUMS.has(field)) return support.satisfies.some((equation) => confirms(field, equation))
  if (support.satisfies.includes('issue + terms = due')) return true
  // Many amounts carry the same sign.
  if (field === 'currency') return (claims[0]?.score ?? 0) > 0.8
  return support.repeats >= 2
}

/** Whether an equation holds the field at all: the groups of the VAT sum to net and tax, and say nothing of the total. */
function confirms(field: FieldName, equation: string): boolean {
  if (/^net \+ tax|prepaid/.test(equation)) return true
  if (field === 'netTotal' && equation.startsWith('lines')) return true
  return (field === 'netTotal' || field === 'taxTotal') && equation.includes('groups')
}

function isRecognized(claims: readonly Claim[]): boolean {
  const span = claims[0]?.span
  return span?.line.atoms.slice(span.from, span.to).some((atom) => atom.source === 'ocr') ?? false
}

function isClear(claims: readonly Claim[]): boolean {
  const span = claims[0]?.span
  return span?.line.atoms.slice(span.from, span.to).every(({ confidence }) => confidence >= CLEARLY_READ) ?? false
}
