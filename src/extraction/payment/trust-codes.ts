import { Decimal } from 'decimal.js'
import type { Draft, DraftField, FieldName, Place } from '../../../schemas/draft.ts'
import type { TranscriptPage } from '../../../schemas/transcript.ts'
import { nameKey } from '../notation/company-name.ts'
import type { Sight } from '../sight.ts'
import { findReferences } from './find-references.ts'
import { type PaymentCode, parsePaymentCode } from './parse-payment-code.ts'

/** A code has error correction and was made by a program; only the wrong code could have been printed. */
const CODE = 0.98
/** Nine of ten numbers fail such a check; those of mod 97 fail 96 of 97. */
const CHECKED = 0.96
/** What was read from the page is contradicted, not mended, from here on. */
const SURE = 0.95
const DISPUTED = 0.5

/**
 * Takes payment codes, and references whose check digits are right, as evidence of high trust. A code that says another account or amount than
 * the page does for sure leaves the value in doubt, with both.
 */
export function trustCodes(draft: Draft, { pages, sight }: { pages: readonly TranscriptPage[]; sight: Sight }): Draft {
  const codes = pages.flatMap(({ number, codes = [] }) =>
    codes.flatMap(({ text, box }) => {
      const code = parsePaymentCode(text)
      return code ? [{ code, place: { page: number, box } }] : []
    }),
  )
  const fields = { ...draft.fields }
  const accounts = new Set(codes.map(({ code }) => code.iban))
  const [first] = codes
  // Several codes offer several ways to pay: which one is taken is the payer's choice.
  if (first && accounts.size === 1) takeCode(fields, first)
  if (first?.code.reference === undefined) takeReference(fields, sight)
  dropMistaken(fields)
  return {
    ...draft,
    ...typeOf(
      draft,
      codes.map(({ code }) => code),
    ),
    fields,
  }
}

/** The lower part of a QR-bill is called a receipt ("Empfangsschein") and is none: alone it is a slip to pay with. */
function typeOf({ type }: Draft, codes: readonly PaymentCode[]): Partial<Pick<Draft, 'type' | 'typeConfidence'>> {
  const isSlip = (type === 'receipt' || type === 'other') && codes.some(({ standard }) => standard === 'swiss-qr')
  return isSlip ? { type: 'payment-part', typeConfidence: 0.9 } : {}
}

/** A reference or the head of an account is not the number of the bill. */
function dropMistaken(fields: Fields): void {
  const number = compact(fields.invoiceNumber?.value ?? '')
  const { iban, paymentReference } = fields
  const isReference = paymentReference?.source === 'payment-code' && compact(paymentReference.value) === number
  const isAccount = iban?.source === 'payment-code' && number !== '' && iban.value.startsWith(number)
  if (isReference || isAccount) delete fields.invoiceNumber
}

type Fields = Partial<Record<FieldName, DraftField>>

function takeCode(fields: Fields, { code, place }: { code: PaymentCode; place: Place }): void {
  const take = (name: FieldName, value: string | undefined, isSame: (printed: string) => boolean): void => {
    if (value === undefined || value === '') return
    const printed = fields[name]
    const differs = printed !== undefined && !isSame(printed.value)
    const isDisputed = differs && printed.confidence >= SURE
    fields[name] = {
      value,
      confidence: isDisputed ? DISPUTED : CODE,
      place: printed && !differs ? (printed.place ?? place) : place,
      source: 'payment-code',
      satisfies: printed && !differs ? printed.satisfies : [],
      alternatives: differs ? [claimOf(name, printed)] : (printed?.alternatives ?? []),
    }
  }
  take('iban', code.iban, (printed) => printed === code.iban)
  take('currency', code.currency, (printed) => printed === code.currency)
  const due = fields.amountDue ?? fields.grossTotal
  if (code.amount !== undefined) {
    if (fields.amountDue === undefined && due) fields.amountDue = due
    take('amountDue', code.amount, (printed) => new Decimal(printed).abs().equals(code.amount ?? '0'))
  }
  takeCreditor(fields, { code, place })
  take('paymentReference', code.reference, (printed) => compact(printed) === compact(code.reference ?? ''))
}

/** Who is paid is mostly who sends the bill; where the page surely names somebody else, it is a bank or a factor. */
function takeCreditor(fields: Fields, { code, place }: { code: PaymentCode; place: Place }): void {
  const printed = fields.supplierName
  const [name, creditor] = [nameKey(printed?.value ?? ''), nameKey(code.creditor)]
  if (code.creditor === '') return
  const isSame = name !== '' && creditor !== '' && (name.includes(creditor) || creditor.includes(name))
  if (printed && !isSame && printed.confidence >= 0.85) return
  fields.supplierName = {
    value: code.creditor,
    confidence: printed && !isSame ? 0.9 : Math.max(CODE, printed?.confidence ?? 0),
    place: isSame && printed?.place ? printed.place : place,
    source: 'payment-code',
    satisfies: [],
    alternatives: printed && !isSame ? [claimOf('supplierName', printed)] : [],
  }
}

function takeReference(fields: Fields, sight: Sight): void {
  const printed = fields.paymentReference
  const found = findReferences(sight)
  const same = found.find(({ value }) => printed && compact(printed.value) === value)
  const [best] =
    new Set(found.map(({ value }) => value)).size === 1
      ? found
      : found.filter(({ kind }) => kind !== 'finnish' && kind !== 'kid')
  const chosen = same ?? (printed && printed.confidence >= SURE ? undefined : best)
  if (!chosen) return
  fields.paymentReference = {
    value: chosen.value,
    confidence: CHECKED,
    place: chosen.place,
    source: 'payment-reference',
    satisfies: ['check digits'],
    alternatives: printed && !same ? [claimOf('paymentReference', printed)] : [],
  }
}

function claimOf(field: FieldName, { value, confidence, source, place }: DraftField) {
  return { field, value, score: confidence, reader: source, raw: value, ...(place && { place }) }
}

function compact(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
}
