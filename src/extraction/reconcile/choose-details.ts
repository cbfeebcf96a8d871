import type { Detail, DetailName, PaymentTerms } from '../../../schemas/detail.ts'
import type { DraftField, FieldName } from '../../../schemas/draft.ts'
import { nameKey } from '../notation/company-name.ts'
import { foldLetters } from '../notation/plain-text.ts'
import type { DetailClaim, SumPart } from '../reading.ts'
import type { Sight } from '../sight.ts'
import { findPartyAddresses } from './find-party-address.ts'

/** Below this a blank is better. */
const LEAST = 0.3
/** Nothing else on the paper confirms a detail, so none is sure. */
const HIGHEST = 0.9

type Chosen = Partial<Record<FieldName, DraftField>>

/** The likeliest claim of each detail, none that repeats a field of the bill. */
export function chooseDetails(
  claims: readonly DetailClaim[],
  { fields, parts, sight }: { fields: Chosen; parts: readonly SumPart[]; sight: Sight },
): Partial<Record<DetailName, Detail>> {
  const details: Partial<Record<DetailName, Detail>> = {}
  const supplier = fields.supplierName?.value
  const domain = supplier === undefined ? '' : nameKey(supplier)
  const invoiceNumber = fields.invoiceNumber?.value
  for (const claim of claims) {
    // A credit note's own number stands behind many labels; the preceding invoice has another.
    if (claim.name === 'precedingInvoice' && claim.value === invoiceNumber) continue
    const fits = claim.name === 'supplierMail' && fitsName(claim.value, domain) ? 0.2 : 0
    const confidence = Math.min(HIGHEST, claim.score + fits)
    if (confidence < LEAST || confidence <= (details[claim.name]?.confidence ?? 0)) continue
    details[claim.name] = detailOf(claim, confidence)
  }
  Object.assign(details, chooseParts(parts, fields))
  if (details.customerVatId?.value === fields.supplierVatId?.value) delete details.customerVatId
  return { ...details, ...findPartyAddresses({ supplier, customer: fields.customerName?.value }, sight) }
}

/** The terms that say most: discount steps first, then days; those of the first page before later ones. */
export function chooseTerms(terms: readonly PaymentTerms[]): PaymentTerms | undefined {
  const weight = (one: PaymentTerms): number => one.discounts.length * 2 + (one.netDays === undefined ? 0 : 1)
  const best = terms.reduce<PaymentTerms | undefined>((a, b) => (a && weight(a) >= weight(b) ? a : b), undefined)
  if (!best || best.netDays !== undefined) return best
  // "2 % within 10 days" in one line and "30 days net" in another belong together.
  const net = terms.find((one) => one.netDays !== undefined && one.discounts.length === 0)
  return net?.netDays === undefined ? best : { ...best, text: `${best.text} ${net.text}`, netDays: net.netDays }
}

function detailOf(claim: Pick<DetailClaim, 'value' | 'span' | 'because'>, confidence: number): Detail {
  return {
    value: claim.value,
    confidence: Math.round(confidence * 1000) / 1000,
    place: { page: claim.span.line.page, box: claim.span.box },
    because: claim.because,
  }
}

function fitsName(mail: string, key: string): boolean {
  const domain = foldLetters(mail.split('@')[1] ?? '').replace(/[^a-z0-9]/g, '')
  return (
    key.length >= 4 && (domain.includes(key) || key.split(' ').some((word) => word.length > 4 && domain.includes(word)))
  )
}

/** What was paid before and what was rounded, where the equations of the bill use it. */
function chooseParts(parts: readonly SumPart[], fields: Chosen): Partial<Record<DetailName, Detail>> {
  const used = [...(fields.amountDue?.satisfies ?? []), ...(fields.grossTotal?.satisfies ?? [])]
  const found: Partial<Record<DetailName, Detail>> = {}
  for (const kind of ['prepaid', 'rounding'] as const) {
    if (!used.some((equation) => equation.includes(kind))) continue
    const best = parts.filter((part) => part.kind === kind).toSorted((a, b) => b.score - a.score)[0]
    const value = kind === 'prepaid' ? best?.value.replace(/^-/, '') : best?.value
    if (best && value !== undefined) found[kind] = detailOf({ ...best, value }, Math.min(HIGHEST, best.score))
  }
  return found
}
