import type { Draft } from '../../../schemas/draft.ts'
import type { Sight } from '../sight.ts'
import { applyLessons } from './apply-lessons.ts'
import { isSameValue } from './same-value.ts'

/** Which lessons were right and which wrong on a bill that a person confirmed, by their ids. */
export function judgeLessons(draft: Draft, sight: Sight): Record<string, boolean> {
  const applied = applyLessons(sight)
  const values = applied.values.map(({ lessonId, field, value }) => {
    const confirmed = draft.fields[field]?.value
    return [lessonId, confirmed !== undefined && isSameValue(field, { one: value, other: confirmed })] as const
  })
  const types = applied.types.map(({ lessonId, type }) => [lessonId, type === draft.type] as const)
  const absent = applied.absent.map(({ lessonId, field }) => [lessonId, draft.fields[field] === undefined] as const)
  const terms = applied.terms.map(({ lessonId, days }) => [lessonId, daysToPay(draft) === days] as const)
  return Object.fromEntries([...values, ...types, ...absent, ...terms])
}

/** From issue to due; null where one of them is missing. */
export function daysToPay({ fields: { issueDate, dueDate } }: Draft): number | null {
  return issueDate && dueDate ? (Date.parse(dueDate.value) - Date.parse(issueDate.value)) / 86_400_000 : null
}
