import { z } from 'zod'
import { FieldName } from './field-name.ts'
import { Said } from './said.ts'

/** `error`: the bill must not go on without a person; `warning`: a person should look; `info`: good to know, holds nothing. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/** A value that a rule of a norm names. */
export const Clashing = z.object({
  /** `BT-109`. */
  term: z.string(),
  text: z.string(),
  /** XPath. */
  path: z.string(),
})
export type Clashing = z.infer<typeof Clashing>

export const Finding = z.object({
  /** The rule's name, kebab-case: `totals-add-up`; of a norm its id: `BR-CO-10`. */
  code: z.string(),
  severity: Severity,
  field: FieldName.optional(),
  /** Plain words for the person who has to act: what clashes with what, and what to do. */
  message: z.string(),
  /** The same apart from any language; absent on what was found before it was kept. */
  says: Said.optional(),
  /** Of a norm's rule: what it asks, in plain words. */
  meaning: z.string().optional(),
  /** Of a norm's rule: the values that clash, with their places. */
  clashing: z.array(Clashing).optional(),
  /** False: shown, and the bill goes on all the same, though it is a warning. */
  holds: z.literal(false).optional(),
})
export type Finding = z.infer<typeof Finding>
