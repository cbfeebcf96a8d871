import { z } from 'zod'
import { FieldName } from './draft.ts'

/** `error`: the bill must not go on without a person; `warning`: a person should look; `info`: good to know, holds nothing. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

export const Finding = z.object({
  /** The rule's name, kebab-case: `totals-add-up`. */
  code: z.string(),
  severity: Severity,
  field: FieldName.optional(),
  /** Plain words for the person who has to act: what clashes with what, and what to do. */
  message: z.string(),
})
export type Finding = z.infer<typeof Finding>
