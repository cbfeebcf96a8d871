import { z } from 'zod'
import { LessonKind, LessonSubject } from './supplier.ts'

/** Words near a value that stay from bill to bill, and where the value stands from them. Distances are in points. */
export const Anchor = z.object({
  /** As people read it. */
  text: z.string(),
  /** Folded, without blanks: how it is found again. */
  key: z.string(),
  /** Left and right edge of the value, from the left edge of the words. */
  left: z.number(),
  right: z.number(),
  /** Width of the words: their right edge from their left. */
  width: z.number(),
  /** Middle of the value below the middle of the words. */
  down: z.number(),
})
export type Anchor = z.infer<typeof Anchor>

/** Where a value stands. */
export const PlaceContent = z.object({
  anchors: z.array(Anchor),
  page: z.enum(['first', 'last', 'only']),
  /** Edges on the page, in points from the left, the right, the top and the bottom. */
  edges: z.object({ left: z.number(), right: z.number(), top: z.number(), bottom: z.number() }),
  /** Of an amount: how many stand below it at the same right edge. Where no words name sums, their order does. */
  below: z.int().nonnegative().optional(),
  /** Form of the text: `A` for a run of letters, `9` for one of digits, other signs as they are. */
  form: z.string(),
  /** What is glued to the value in its word. */
  before: z.string(),
  after: z.string(),
})
export type PlaceContent = z.infer<typeof PlaceContent>

/** How a supplier writes dates: parts in their order, `M` in digits, `N` in words, `R` in Roman digits; `y` is a year of two digits. */
export const DateForm = z.object({
  parts: z.string().regex(/^(?=.*[yY])(?=.*[MNR])(?=.*D)[yYMNRD]{3}$/),
  /** No sign between the parts. */
  compact: z.boolean(),
  /** Of a month in words: the languages that it may be in. */
  languages: z.array(z.string()).optional(),
})
export type DateForm = z.infer<typeof DateForm>

export const LessonContent = z.object({
  place: PlaceContent.optional(),
  /** Of a constant; `+30` for a due date thirty days after the issue. */
  value: z.string().optional(),
  dates: DateForm.optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** Of a type: how the document calls itself, as keys. */
  titles: z.array(z.string()).optional(),
})
export type LessonContent = z.infer<typeof LessonContent>

/** What stays on a supplier's paper: its words and their places, in points from the left edge and the top. */
export const LayoutPrint = z.object({
  words: z.array(
    z.object({
      key: z.string(),
      left: z.number(),
      right: z.number(),
      top: z.number(),
      /** On how many of the bills of this layout it was. */
      seen: z.int().positive(),
    }),
  ),
  bills: z.int().positive(),
})
export type LayoutPrint = z.infer<typeof LayoutPrint>

/** One thing learned, as readers get it. */
export const KnownLesson = z.object({
  id: z.string(),
  layoutId: z.string().nullable(),
  kind: LessonKind,
  subject: LessonSubject,
  content: LessonContent,
  hits: z.int().nonnegative(),
  misses: z.int().nonnegative(),
  /** Number or id of the bill it was learned from. */
  from: z.string(),
})
export type KnownLesson = z.infer<typeof KnownLesson>

/** All that is known of a document's supplier before the document is read. */
export const SupplierMemory = z.object({
  supplierId: z.string(),
  layouts: z.array(z.object({ id: z.string(), print: LayoutPrint })),
  lessons: z.array(KnownLesson),
})
export type SupplierMemory = z.infer<typeof SupplierMemory>
