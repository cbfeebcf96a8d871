import type { OwnIdentity } from '../../../schemas/company.ts'
import { AMOUNT_FIELDS, DATE_FIELDS, type Draft, type DraftField, type FieldName } from '../../../schemas/draft.ts'
import type { DateForm, LayoutPrint, LessonContent, SupplierMemory } from '../../../schemas/lesson.ts'
import type { LessonKind, LessonSubject } from '../../../schemas/supplier.ts'
import type { Transcript } from '../../../schemas/transcript.ts'
import type { Line, Span } from '../layout/types.ts'
import { keyOf } from '../notation/plain-text.ts'
import { type Sight, takeSight } from '../sight.ts'
import { confirmPrint, printLayout, recognizeLayout } from './compare-layouts.ts'
import { type Furniture, findFurniture, tellingPages } from './find-furniture.ts'
import { findTitles } from './find-titles.ts'
import { findAmount, findDate, findText, type Occurrence } from './find-value.ts'
import { daysToPay, judgeLessons } from './judge-lessons.ts'
import { columnOf, measurePlace } from './measure-place.ts'
import { rankOccurrences } from './rank-occurrences.ts'

export type NewLesson = {
  kind: LessonKind
  subject: LessonSubject
  content: LessonContent
  /** For the layout alone; else for all bills of the supplier. */
  ofLayout: boolean
}

/** What a confirmed bill teaches. */
export type Learned = {
  /** The known layout that it has; null: another one. */
  layoutId: string | null
  /** Of the layout, this bill included. */
  print: LayoutPrint
  /** Lesson id: whether it was right on this bill. Lessons that said nothing are left out. */
  verdicts: Record<string, boolean>
  lessons: NewLesson[]
}

export type LessonInput = {
  transcript: Transcript
  own: OwnIdentity
  /** The bill as a person confirmed it. */
  draft: Draft
  /** What was read of it before, by field; a field that a person took away is in here alone. */
  read: Partial<Record<FieldName, string>>
  /** What is known of the supplier already. */
  memory: SupplierMemory
}

const CONSTANTS = ['supplierName', 'supplierVatId', 'supplierTaxNumber', 'iban', 'currency', 'customerName'] as const
const PLACED: readonly FieldName[] = [
  'invoiceNumber',
  ...DATE_FIELDS,
  ...AMOUNT_FIELDS,
  'paymentReference',
  'purchaseOrder',
]
const DATES: ReadonlySet<FieldName> = new Set(DATE_FIELDS)
const AMOUNTS: ReadonlySet<FieldName> = new Set(AMOUNT_FIELDS)
const LONGEST_TERMS = 180

/** Learns from a bill that a person confirmed: where its values stand, how they are written, what is always the same. Pure. */
export function learnLessons({ transcript, own, draft, read, memory }: LessonInput): Learned {
  const sight = takeSight(transcript, own)
  const { layout } = sight
  const pages = tellingPages(layout.pages.length)
  const furniture = findFurniture(layout, { pages })
  const known = recognizeLayout(memory.layouts, { furniture, layout })
  const print = known
    ? confirmPrint(known.print, { furniture, layout })
    : printLayout(furniture, { isOfGoods: ofGoods(draft) })
  const lines = layout.lines.filter(({ page }) => pages.has(page))
  const ground = { sight, furniture, lines, draft }
  const places = PLACED.flatMap((field) => learnPlace(field, ground))
  return {
    layoutId: known?.id ?? null,
    print,
    verdicts: judgeLessons(draft, { ...sight, memory }),
    lessons: [
      ...CONSTANTS.flatMap((field) => learnConstant(draft.fields[field], field)),
      ...learnType(draft, sight),
      ...places.map(({ lesson }) => lesson),
      ...learnForms(
        places.map(({ occurrence }) => occurrence),
        knownForm(memory, known?.id),
      ),
      ...learnTerms(draft, { isPlaced: places.some(({ lesson }) => lesson.subject === 'dueDate') }),
      ...learnAbsent(draft, read),
    ],
  }
}

type Ground = { sight: Sight; furniture: readonly Furniture[]; lines: readonly Line[]; draft: Draft }

function learnPlace(field: FieldName, ground: Ground): { lesson: NewLesson; occurrence: Occurrence }[] {
  const value = ground.draft.fields[field]?.value
  if (value === undefined) return []
  const { sight, lines, draft } = ground
  const found = DATES.has(field)
    ? findDate(lines, value)
    : AMOUNTS.has(field)
      ? findAmount(lines, value)
      : findText(lines, { field, value })
  return rankOccurrences(found, { field, sight, draft, furniture: ground.furniture }).map((occurrence) => ({
    occurrence,
    lesson: {
      kind: 'place',
      subject: field,
      content: {
        place: {
          ...measurePlace(occurrence, { furniture: withoutGoods(ground), layout: sight.layout }),
          ...(AMOUNTS.has(field) ? { below: countBelow(occurrence.span, sight) } : {}),
        },
        ...(occurrence.forms ? { dates: occurrence.forms[0]! } : {}),
        ...(occurrence.decimal ? { decimal: occurrence.decimal } : {}),
      },
      ofLayout: true,
    },
  }))
}

/** How many amounts stand below this one in its column. */
function countBelow(span: Span, { layout, lines }: Sight): number {
  const column = columnOf(span.box[2], {
    lines: layout.pages[span.line.page - 1]!.lines,
    amountsOf: (line) => lines[line.index]!.amounts,
  })
  return column.filter(({ line }) => line.index > span.line.index).length
}

function withoutGoods({ furniture, draft }: Ground): Furniture[] {
  const isOfGoods = ofGoods(draft)
  return furniture.filter((one) => !isOfGoods(one))
}

/** Words of the lines of the bill: other goods the next time. */
function ofGoods(draft: Draft): (one: Furniture) => boolean {
  const descriptions = draft.lines.map((line) => keyOf(line.description)).filter((key) => key !== '')
  return ({ key, line }) =>
    descriptions.some((description) => description.includes(key) && key.length > 3) ||
    draft.lines.some(
      ({ place }) => place?.page === line.page && place.box[1] < line.box[3] - 1 && line.box[1] + 1 < place.box[3],
    )
}

function learnConstant(field: DraftField | undefined, subject: (typeof CONSTANTS)[number]): NewLesson[] {
  return field ? [{ kind: 'constant', subject, content: { value: field.value }, ofLayout: false }] : []
}

/** The type, with the words in the largest print of the head: on another paper of the same letterhead they are others. */
function learnType(draft: Draft, sight: Sight): NewLesson[] {
  const titles = findTitles(sight)
  return [{ kind: 'constant', subject: 'type', content: { value: draft.type, titles }, ofLayout: true }]
}

/** How the layout writes dates so far. */
function knownForm({ lessons }: SupplierMemory, layoutId: string | undefined): DateForm | undefined {
  return lessons.find(({ subject, layoutId: of }) => subject === 'dates' && of === layoutId)?.content.dates
}

/** How the supplier writes: what most of its values agree on. 05.05.2026 says nothing against what is known. */
function learnForms(occurrences: readonly Occurrence[], known: DateForm | undefined): NewLesson[] {
  const dated = occurrences.flatMap(({ forms }) => (forms ? [forms.map((form) => JSON.stringify(form))] : []))
  const form =
    known && dated.every((forms) => forms.includes(JSON.stringify(known)))
      ? JSON.stringify(known)
      : mostFrequent(dated.flat())
  const decimal = mostFrequent(occurrences.flatMap((one) => (one.decimal ? [one.decimal] : [])))
  return [
    ...(form ? [formatLesson('dates', { dates: JSON.parse(form) })] : []),
    ...(decimal ? [formatLesson('amounts', { decimal })] : []),
  ]
}

function formatLesson(subject: 'dates' | 'amounts', content: LessonContent): NewLesson {
  return { kind: 'format', subject, content, ofLayout: true }
}

function mostFrequent<T extends string>(values: readonly T[]): T | undefined {
  const groups = [...Map.groupBy(values, (value) => value)].toSorted((a, b) => b[1].length - a[1].length)
  return groups[0]?.[0]
}

/** A due date that stands nowhere, so many days after the issue. */
function learnTerms(draft: Draft, { isPlaced }: { isPlaced: boolean }): NewLesson[] {
  const days = daysToPay(draft)
  if (isPlaced || days === null || !Number.isInteger(days) || days < 0 || days > LONGEST_TERMS) return []
  return [{ kind: 'constant', subject: 'dueDate', content: { value: `+${days}` }, ofLayout: false }]
}

/** What was read and taken away by a person: it is not on these bills, whatever looks like it. */
function learnAbsent(draft: Draft, read: LessonInput['read']): NewLesson[] {
  return (Object.keys(read) as FieldName[])
    .filter((field) => draft.fields[field] === undefined)
    .map((subject) => ({ kind: 'absent', subject, content: {}, ofLayout: true }))
}
