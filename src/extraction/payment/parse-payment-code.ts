import { isRightIban } from '../notation/check-digits.ts'
import { isCreditorReference, isQrReference } from './references.ts'

/** What a payment code says; absent: it leaves that to the payer. Amounts are decimal strings. */
export type PaymentCode = {
  standard: 'swiss-qr' | 'epc'
  iban: string
  creditor: string
  amount?: string
  currency?: string
  reference?: string
  referenceType?: 'QRR' | 'SCOR' | 'text'
}

/** Reads the text of a code; undefined where it is none of ours, or its IBAN is wrong. */
export function parsePaymentCode(text: string): PaymentCode | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines[0] === 'SPC') return parseSwiss(lines)
  return lines[0] === 'BCD' ? parseEpc(lines) : undefined
}

/**
 * Swiss Implementation Guidelines for the QR-bill 2.3, section 4: one value a line. Addresses of type K (combined, until 2025) take as many
 * lines as those of type S.
 */
function parseSwiss(lines: readonly string[]): PaymentCode | undefined {
  const at = (line: number): string => lines[line] ?? ''
  const iban = at(3).replace(/\s/g, '').toUpperCase()
  const [amount, currency, type, reference] = [at(18), at(19), at(27), at(28).replace(/\s/g, '')]
  if (!/^(CH|LI)/.test(iban) || !isRightIban(iban) || !/^[SK]$/.test(at(4))) return undefined
  const kind =
    type === 'QRR' && isQrReference(reference)
      ? 'QRR'
      : type === 'SCOR' && isCreditorReference(reference)
        ? 'SCOR'
        : undefined
  return {
    standard: 'swiss-qr',
    iban,
    creditor: at(5),
    ...amountOf(amount),
    ...(/^(CHF|EUR)$/.test(currency) && { currency }),
    ...(kind && { reference: reference.toUpperCase(), referenceType: kind }),
  }
}

/** EPC069-12, version 3: `BCD`, version, character set, `SCT`, BIC, name, IBAN, amount, purpose, reference, text. */
function parseEpc(lines: readonly string[]): PaymentCode | undefined {
  const at = (line: number): string => lines[line] ?? ''
  const iban = at(6).replace(/\s/g, '').toUpperCase()
  if (at(3) !== 'SCT' || !isRightIban(iban)) return undefined
  const [, amount] = /^EUR(\d+(?:\.\d{1,2})?)$/.exec(at(7)) ?? []
  const structured = at(9).replace(/\s/g, '').toUpperCase()
  const text = at(10)
  return {
    standard: 'epc',
    iban,
    creditor: at(5),
    ...amountOf(amount ?? ''),
    currency: 'EUR',
    ...(structured !== ''
      ? {
          reference: structured,
          referenceType: isCreditorReference(structured) ? ('SCOR' as const) : ('text' as const),
        }
      : text !== '' && { reference: text, referenceType: 'text' as const }),
  }
}

function amountOf(text: string): { amount?: string } {
  return /^\d{1,12}(\.\d{1,2})?$/.test(text) && Number(text) > 0 ? { amount: Number(text).toFixed(2) } : {}
}
