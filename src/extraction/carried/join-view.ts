import type { Disagreement, Draft, DraftField, FieldName } from '../../../schemas/draft.ts'
import { agree, COMPARED, contradicts } from './compare-page.ts'

/**
 * The draft of an invoice that is data, once a document of pages is known to be the same bill: the data stays, and the pages show where its
 * values stand. @returns the draft and what the pages say otherwise
 */
export function joinView(data: Draft, page: Draft): { draft: Draft; disagreements: Disagreement[] } {
  const disagreements: Disagreement[] = []
  const fields: Partial<Record<FieldName, DraftField>> = {}
  for (const [name, field] of Object.entries(data.fields) as [FieldName, DraftField][]) {
    const printed = page.fields[name]
    const { place: _, ...unplaced } = field
    const agrees =
      printed !== undefined &&
      (field.value === printed.value || (COMPARED.has(name) && agree(name, [field.value, printed.value])))
    fields[name] = agrees && printed.place ? { ...unplaced, place: printed.place } : unplaced
    if (agrees || !printed || !COMPARED.has(name) || !contradicts(printed)) continue
    const { value: visible, place } = printed
    disagreements.push({ field: name, embedded: field.value, visible, ...(place && { place }) })
  }
  const lines = data.lines.map(({ place: _, ...line }) => line)
  const eInvoice = data.eInvoice && { ...data.eInvoice, disagreements }
  return { draft: { ...data, fields, lines, ...(eInvoice && { eInvoice }) }, disagreements }
}
