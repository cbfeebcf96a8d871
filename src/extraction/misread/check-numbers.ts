import type { FieldName } from '../../../schemas/draft.ts'
import { checkVatId, isRightIban } from '../notation/check-digits.ts'
import { isBelgianReference, isCreditorReference, isQrReference } from '../payment/references.ts'

/** A number whose own digits say whether it was read right. */
type CheckedNumber = {
  field: FieldName
  /** Whether a value has the form at all. */
  hasForm: (compact: string) => boolean
  isRight: (compact: string) => boolean
  /** What is right of it, in plain words. */
  words: string
}

/** Upper case, without blanks and signs. Numbers whose check is a single digit are left out: one wrong reading in ten fits it. */
export const CHECKED_NUMBERS: readonly CheckedNumber[] = [
  {
    field: 'iban',
    hasForm: (compact) => /^[A-Z]{2}\w{13,32}$/.test(compact),
    isRight: isRightIban,
    words: 'its check digits (mod 97) are right',
  },
  {
    field: 'supplierVatId',
    hasForm: (compact) => checkVatId(compact) === 'wrong',
    isRight: (compact) => checkVatId(compact) === 'right',
    words: "its country's check digits are right",
  },
  {
    field: 'paymentReference',
    hasForm: (compact) => /^RF\w{3,23}$/.test(compact),
    isRight: isCreditorReference,
    words: 'the check digits of an ISO 11649 reference are right',
  },
  {
    field: 'paymentReference',
    hasForm: (compact) => /^\d{27}$/.test(compact),
    isRight: isQrReference,
    words: 'the check digit of a Swiss QR reference is right',
  },
  {
    field: 'paymentReference',
    hasForm: (compact) => /^\d{12}$/.test(compact),
    isRight: isBelgianReference,
    words: 'the check digits of a Belgian reference are right',
  },
]
