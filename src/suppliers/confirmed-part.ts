import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { SURE } from '../validation/rules/values-are-sure.ts'
import type { ReadValues } from './keep-precision.ts'

/**
 * What of a bill may be learned from: all of it once a person has accepted it. While it is in review a person may not have come to every
 * field, so only what was entered and what was sure anyway.
 */
export function confirmedPart(
  { status }: Pick<InvoiceRow, 'status'>,
  { draft, read }: { draft: Draft; read: ReadValues },
): { draft: Draft; read: Partial<Record<FieldName, string>> } {
  const values = Object.fromEntries(Object.entries(read).map(([field, { value }]) => [field, value]))
  if (status !== 'in-review') return { draft, read: values }
  const fields = Object.fromEntries(
    Object.entries(draft.fields).filter(([, field]) => field.source === 'person' || field.confidence >= SURE),
  )
  const removed = Object.fromEntries(
    Object.entries(values).filter(([field]) => draft.fields[field as FieldName] === undefined),
  )
  return { draft: { ...draft, fields }, read: removed }
}
