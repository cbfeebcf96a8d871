import {
  AMOUNT_FIELDS,
  DATE_FIELDS,
  type DocumentType,
  DocumentType as DocumentTypes,
  type FieldName,
} from '../../../schemas/draft.ts'
import type { DateForm, KnownLesson, PlaceContent } from '../../../schemas/lesson.ts'
import { spanOf } from '../layout/boxes.ts'
import type { Line, Span } from '../layout/types.ts'
import { readAmounts } from '../notation/amounts.ts'
import type { Sight } from '../sight.ts'
import { recognizeLayout } from './compare-layouts.ts'
import { readDatesInForm } from './date-form.ts'
import { findFurniture, tellingPages } from './find-furniture.ts'
import { findTitles } from './find-titles.ts'
import { findText } from './find-value.ts'
import { LEAST_LIKELIHOOD, likelihoodOfLesson } from './likelihood-of-lesson.ts'
import { describeAnchor, formOf } from './measure-place.ts'
import { type Grounds, readPlace } from './read-place.ts'

/** A value that a lesson gives, and how likely it is right. Without a span it can't be seen on the page. */
export type LearnedValue = {
  lessonId: string
  field: FieldName
  value: string
  likelihood: number
  isConstant: boolean
  because: string
  span?: Span
}

/** What the lessons of the supplier say of a document. */
export type Applied = {
  values: LearnedValue[]
  types: { lessonId: string; type: DocumentType; likelihood: number; because: string }[]
  absent: { lessonId: string; field: FieldName; likelihood: number; because: string }[]
  terms: { lessonId: string; days: number; because: string }[]
  /** Fields that have a place in this layout, where nothing could be read: what is found elsewhere is doubtful. */
  unread: FieldName[]
}

type Placed = Span & { value: string; worth: number }

/** How a layout writes. */
type Habits = { dates: DateForm | undefined; decimal: '.' | ',' | undefined }

const DATES: readonly FieldName[] = DATE_FIELDS
const AMOUNTS: readonly FieldName[] = AMOUNT_FIELDS
/** Constants that hold though they stand nowhere: a letterhead that is a picture, amounts without a sign. Numbers must be seen. */
const UNSEEN: ReadonlySet<FieldName> = new Set(['supplierName', 'currency'])
const UNSEEN_LIKELIHOOD = 0.85
/** A place that fits this well is as good as it gets. */
const GOOD_FIT = 0.85
/** Another value at nearly as good a place. */
const CLOSE_RIVAL = 0.85

/** Applies what was learned of the supplier to a document: nothing where its layout is another one, but for what is always so. */
export function applyLessons(sight: Sight): Applied {
  const applied: Applied = { values: [], types: [], absent: [], terms: [], unread: [] }
  const { memory, layout } = sight
  if (!memory || memory.lessons.length === 0) return applied
  const pages = tellingPages(layout.pages.length)
  const furniture = findFurniture(layout, { pages })
  const known = recognizeLayout(memory.layouts, { furniture, layout })
  const lessons = memory.lessons.filter(
    (lesson) =>
      (lesson.layoutId === null || lesson.layoutId === known?.id) && likelihoodOfLesson(lesson) >= LEAST_LIKELIHOOD,
  )
  const grounds = {
    layout,
    byKey: Map.groupBy(furniture, ({ key }) => key),
    amountsOf: (line: Line) => sight.lines[line.index]!.amounts,
  }
  const lines = layout.lines.filter(({ page }) => pages.has(page))
  const habits = habitsOf(lessons)
  for (const lesson of lessons) {
    if (lesson.kind === 'place') applied.values.push(...readValue(lesson, { sight, grounds, habits }))
    else if (lesson.kind === 'absent') applied.absent.push(...readAbsence(lesson))
    else if (lesson.kind === 'constant') readConstant(lesson, { applied, sight, lines })
  }
  const placed = lessons.flatMap(({ kind, subject }) => (kind === 'place' && isField(subject) ? [subject] : []))
  const unread = placed.filter((field) => !applied.values.some((value) => value.field === field))
  return { ...applied, unread, values: doubtRivals(applied.values) }
}

/** Of several, the ones that held most. */
function habitsOf(lessons: readonly KnownLesson[]): Habits {
  const best = (subject: string) =>
    lessons
      .filter((lesson) => lesson.kind === 'format' && lesson.subject === subject)
      .toSorted((a, b) => likelihoodOfLesson(b) - likelihoodOfLesson(a))[0]?.content
  return { dates: best('dates')?.dates, decimal: best('amounts')?.decimal }
}

function readValue(
  lesson: KnownLesson,
  { sight, grounds, habits }: { sight: Sight; grounds: Grounds; habits: Habits },
): LearnedValue[] {
  const { place } = lesson.content
  if (!place || !isField(lesson.subject)) return []
  const field = lesson.subject
  const candidatesOf = (line: Line): Placed[] => {
    if (DATES.includes(field)) return datesOf(line, { sight, form: formFor(lesson.content.dates, habits) })
    if (AMOUNTS.includes(field)) return amountsOf(line, { sight, decimal: habits.decimal ?? lesson.content.decimal })
    return textsOf(line, place)
  }
  const found = readPlace(place, { grounds, candidatesOf })
  if (!found) return []
  const { target, fit, rival } = found
  const likelihood =
    likelihoodOfLesson(lesson) *
    Math.min(1, fit / GOOD_FIT) *
    target.worth *
    (rival > CLOSE_RIVAL * fit ? CLOSE_RIVAL : 1)
  const where = place.anchors[0] ? describeAnchor(place.anchors[0]) : 'at the same place of the page'
  return [
    {
      lessonId: lesson.id,
      field,
      value: target.value,
      likelihood,
      isConstant: false,
      span: target,
      because: `learned from INVOICE ${lesson.from}: ${where}`,
    },
  ]
}

/** The habit of the layout, shown by more dates than one; but a date that is written otherwise keeps its own form. */
function formFor(own: DateForm | undefined, { dates }: Habits): DateForm | undefined {
  if (!own || !dates) return own ?? dates
  const kind = ({ parts, compact }: DateForm) => [...parts].sort().join('') + compact
  return kind(own) === kind(dates) ? dates : own
}

function datesOf(line: Line, { sight, form }: { sight: Sight; form: DateForm | undefined }): Placed[] {
  const inForm = form ? readDatesInForm(line, form) : []
  const usual = sight.lines[line.index]!.dates.filter(({ certain }) => certain)
  return [
    ...inForm.map(({ span, iso }) => ({ ...span, value: iso, worth: 1 })),
    ...usual
      .filter((date) => !inForm.some(({ span }) => span.from < date.to && date.from < span.to))
      .map((date) => ({ ...date, value: date.readings[0]!.iso, worth: form ? 0.9 : 1 })),
  ]
}

function amountsOf(line: Line, { sight, decimal }: { sight: Sight; decimal: '.' | ',' | undefined }): Placed[] {
  const style = decimal ? { decimal, certainty: 1 } : sight.numberStyle
  return readAmounts(line, style)
    .filter(({ percent }) => !percent)
    .map((amount) => ({ ...amount, worth: 1 }))
}

const MOST_WORDS = 5
/** Of a text in another form than the one that was learned: numbers change their form seldom. */
const OTHER_FORM = 0.55

function textsOf(line: Line, place: PlaceContent): Placed[] {
  return line.segments.flatMap((segment) => {
    const texts: Placed[] = []
    for (let from = segment.from; from < segment.to; from++) {
      for (let to = from + 1; to <= Math.min(segment.to, from + MOST_WORDS); to++) {
        const span = spanOf(line, { from, to })
        const value = strip(span.raw, place)
        if (value === null || !/\d/.test(value)) continue
        const isInForm = formOf(value) === place.form
        if (isInForm || to === from + 1) texts.push({ ...span, value, worth: isInForm ? 1 : OTHER_FORM })
      }
    }
    return texts
  })
}

/** Without what is glued to the value; null where that is not there. */
function strip(raw: string, { before, after }: PlaceContent): string | null {
  if (!raw.startsWith(before) || !raw.endsWith(after)) return null
  const value = raw.slice(before.length, raw.length - after.length)
  return value === '' ? null : value
}

function readConstant(
  lesson: KnownLesson,
  { applied, sight, lines }: { applied: Applied; sight: Sight; lines: readonly Line[] },
): void {
  const { value, titles = [] } = lesson.content
  if (value === undefined) return
  const likelihood = likelihoodOfLesson(lesson)
  const because = `learned from INVOICE ${lesson.from}`
  if (lesson.subject === 'type') {
    const type = DocumentTypes.safeParse(value)
    const shown = findTitles(sight)
    if (type.success && titles.length > 0 && titles.every((title) => shown.includes(title)))
      applied.types.push({ lessonId: lesson.id, type: type.data, likelihood, because })
    return
  }
  if (!isField(lesson.subject)) return
  const field = lesson.subject
  if (field === 'dueDate') {
    const days = /^\+(\d{1,3})$/.exec(value)?.[1]
    if (days) applied.terms.push({ lessonId: lesson.id, days: Number(days), because })
    return
  }
  const span = findText(lines, { field, value })[0]?.span
  const common = { lessonId: lesson.id, field, value, isConstant: true }
  if (span) applied.values.push({ ...common, likelihood, span, because: `${because}: always so` })
  else if (UNSEEN.has(field))
    applied.values.push({
      ...common,
      likelihood: likelihood * UNSEEN_LIKELIHOOD,
      because: `${because}: always so, and confirmed by a person; it stands nowhere on this page`,
    })
}

/** What was there after all is there again. */
function readAbsence(lesson: KnownLesson): Applied['absent'] {
  if (!isField(lesson.subject) || lesson.misses > 0) return []
  const because = `learned from INVOICE ${lesson.from}: it is not on these bills`
  return [{ lessonId: lesson.id, field: lesson.subject, likelihood: likelihoodOfLesson(lesson), because }]
}

/** Lessons that give a field different values can't all be right. */
function doubtRivals(values: readonly LearnedValue[]): LearnedValue[] {
  return values.map((one) => {
    const rival = Math.max(
      0,
      ...values
        .filter(({ field, value }) => field === one.field && value !== one.value)
        .map((other) => other.likelihood),
    )
    return { ...one, likelihood: one.likelihood * (1 - 0.5 * Math.min(1, rival / Math.max(0.01, one.likelihood))) }
  })
}

function isField(subject: KnownLesson['subject']): subject is FieldName {
  return subject !== 'type' && subject !== 'dates' && subject !== 'amounts'
}
