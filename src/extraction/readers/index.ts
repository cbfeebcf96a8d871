import type { Reader } from '../reading.ts'
import { currency } from './currency/index.ts'
import { dates } from './dates/index.ts'
import { details } from './details/index.ts'
import { documentType } from './document-type/index.ts'
import { iban } from './iban/index.ts'
import { labelledText } from './labelled-text/index.ts'
import { learned } from './learned/index.ts'
import { lineItems } from './line-items/index.ts'
import { loneNumbers } from './lone-numbers/index.ts'
import { partyNames } from './party-names/index.ts'
import { totals } from './totals/index.ts'
import { vatId } from './vat-id/index.ts'

/** Every reader that looks at a transcript. Order decides nothing but the order of equal claims. */
export const READERS = [
  labelledText,
  loneNumbers,
  totals,
  dates,
  partyNames,
  vatId,
  iban,
  currency,
  documentType,
  lineItems,
  details,
  learned,
] as const satisfies readonly Reader[]
