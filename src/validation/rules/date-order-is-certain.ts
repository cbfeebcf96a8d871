import { DATE_FIELDS } from '../../../schemas/draft.ts'
import type { Rule } from '../rule.ts'

/** 03/04/2026 may be March or April: where nothing on the page decides it, a person must. */
export const dateOrderIsCertain: Rule = (draft) =>
  DATE_FIELDS.flatMap((field) => {
    const read = draft.fields[field]
    if (!read || read.source === 'person' || read.confidence >= 0.9) return []
    const [year, month, day] = read.value.split('-')
    const turned = `${year}-${day}-${month}`
    if (turned === read.value || !read.alternatives.some((other) => other.value === turned)) return []
    return [
      {
        severity: 'warning',
        field,
        says: {
          text: 'date-order-is-certain',
          values: { field: { word: `field.${field}` }, date: { date: read.value }, turned: { date: turned } },
        },
      },
    ]
  })
