import { z } from 'zod'
import { DocumentType } from '../../schemas/draft.ts'
import { DateForm, type LessonContent } from '../../schemas/lesson.ts'
import type { LessonKind, LessonSubject } from '../../schemas/supplier.ts'
import { describeAnchor } from '../extraction/lessons/measure-place.ts'
import { readTypedValue } from '../review/typed-values.ts'

type Described = { kind: LessonKind; subject: LessonSubject; content: LessonContent }

/** A lesson in words for people, and the value that they may edit (null: there is none). */
export function describeLesson({ kind, subject, content }: Described): { text: string; value: string | null } {
  if (kind === 'absent') return { text: 'is not on these bills', value: null }
  if (kind === 'place') return { text: describePlace(content), value: null }
  if (kind === 'format') {
    const value = content.dates?.parts ?? content.decimal ?? null
    const text = content.dates ? `dates are written ${describeForm(content.dates)}` : `decimals stand behind "${value}"`
    return { text, value }
  }
  const value = content.value ?? null
  const text = subject === 'dueDate' ? `due ${value?.replace('+', '')} days after the issue` : `always ${value}`
  return { text, value }
}

function describePlace({ place }: LessonContent): string {
  const page = { first: 'first page', last: 'last page', only: 'page' }[place?.page ?? 'only']
  const anchors = (place?.anchors ?? []).slice(0, 2).map(describeAnchor)
  return `${anchors.length > 0 ? anchors.join(', ') : 'by its place alone'}, on the ${page}`
}

function describeForm({ parts }: DateForm): string {
  const words: Record<string, string> = { Y: 'year', y: 'year', M: 'month', N: 'month', R: 'month', D: 'day' }
  return [...parts].map((part) => words[part] ?? part).join(', ')
}

/** The content with another value; a problem is worded for people. */
export function editContent(
  { kind, subject, content }: Described,
  value: string,
): { content: LessonContent } | { problem: string } {
  if (kind === 'format' && subject === 'dates') {
    const form = DateForm.safeParse({ ...content.dates, compact: content.dates?.compact ?? false, parts: value })
    return form.success
      ? { content: { ...content, dates: form.data } }
      : { problem: 'is one of Y, y (two digits), M, N (in words), R (Roman), D, each once: DMY' }
  }
  if (kind === 'format') {
    const decimal = z.enum(['.', ',']).safeParse(value)
    return decimal.success ? { content: { ...content, decimal: decimal.data } } : { problem: 'is . or ,' }
  }
  if (kind !== 'constant') return { problem: 'can only be forgotten' }
  if (subject === 'dueDate')
    return /^\+\d{1,3}$/.test(value) ? { content: { ...content, value } } : { problem: 'is days after the issue: +30' }
  if (subject === 'type') {
    const type = DocumentType.safeParse(value)
    return type.success ? { content: { ...content, value: type.data } } : { problem: 'is a type such as invoice' }
  }
  if (subject === 'dates' || subject === 'amounts') return { problem: 'can only be forgotten' }
  const typed = readTypedValue(subject, value)
  if ('problem' in typed) return typed
  return typed.value === null ? { problem: 'must not be empty' } : { content: { ...content, value: typed.value } }
}
