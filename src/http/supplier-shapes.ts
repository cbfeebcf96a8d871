/**
 * What the API says of suppliers and of what was learned from their invoices:
 *
 *     GET    /companies/:company/suppliers?q=&limit=                 { suppliers: SupplierSummary[] }, most invoices first
 *     POST   /companies/:company/suppliers                           SupplierEntry -> 201 Supplier
 *     GET    /companies/:company/suppliers/:supplier                 Supplier
 *     PUT    /companies/:company/suppliers/:supplier                 SupplierEntry -> Supplier; what is left out stays
 *     POST   /companies/:company/suppliers/:supplier/merge           { into } -> Supplier that is left
 *     PUT    /companies/:company/suppliers/:supplier/lessons/:lesson { value } -> Lesson
 *     DELETE /companies/:company/suppliers/:supplier/lessons/:lesson 204
 *     POST   /companies/:company/invoices/:invoice/supplier          PickSupplier -> Reviewed
 */
import { z } from 'zod'
import { Coding } from '../../schemas/coding.ts'
import { LessonKind, LessonSubject, SupplierEntry } from '../../schemas/supplier.ts'
import { InvoiceSummary } from './shapes.ts'

const Instant = z.iso.datetime()

export const SupplierSummary = z.object({
  id: z.string(),
  name: z.string(),
  vatId: z.string().nullable(),
  invoices: z.int(),
  open: z.int().describe('Of these, in review or awaiting approval.'),
  lastIssued: z.string().nullable(),
  totals: z.array(z.object({ currency: z.string(), amount: z.string() })),
  lessons: z.int().describe('How many things were learned from its invoices.'),
})
export type SupplierSummary = z.infer<typeof SupplierSummary>

export const Lesson = z.object({
  id: z.string(),
  kind: LessonKind,
  subject: LessonSubject,
  layout: z
    .string()
    .nullable()
    .describe('The layout it is for, the same for lessons of one layout; null: all of them.'),
  text: z.string().describe('What was learned, in words: `right of "Faktúra č.", page 1`.'),
  value: z.string().nullable().describe('Of a constant or a format: it can be edited.'),
  hits: z.int().describe('How often it was right since.'),
  misses: z.int(),
  likelihood: z.number().describe('How sure a value is by this lesson alone; below 0.5 it is not used.'),
  invoiceId: z.string().describe('The invoice it was learned from.'),
  invoiceNumber: z.string().nullable(),
  learnedAt: Instant,
  editedBy: z.string().nullable(),
})
export type Lesson = z.infer<typeof Lesson>

export const FieldPrecision = z.object({
  field: z.string(),
  bills: z.int().describe('Confirmed bills on which the field was read or should have been.'),
  right: z.int(),
  wrong: z.int(),
  missing: z.int(),
  sure: z.int().describe('Read with at least 0.95.'),
  sureRight: z.int(),
})
export type FieldPrecision = z.infer<typeof FieldPrecision>

export const Supplier = SupplierSummary.extend({
  taxNumber: z.string().nullable(),
  ibans: z.array(
    z.object({
      iban: z.string(),
      trusted: z.boolean().describe('On a bill that was approved, or entered by a person.'),
      invoiceId: z.string().nullable().describe('The bill it was first seen on.'),
    }),
  ),
  domains: z.array(z.string()),
  phones: z.array(z.string()),
  otherNames: z.array(z.string()),
  currency: z.string().nullable(),
  coding: Coding,
  learned: z.array(Lesson),
  precision: z.array(FieldPrecision).describe('How well its bills were read, by what people confirmed or corrected.'),
  newest: z.array(InvoiceSummary).describe('Its newest invoices, twenty at most.'),
})
export type Supplier = z.infer<typeof Supplier>

export const PickSupplier = z
  .object({
    version: z.int().nonnegative().describe('As it was shown; 409 when it was changed meanwhile.'),
    supplierId: z.uuid().nullable().optional().describe('null: it is none of those that are known.'),
    create: SupplierEntry.optional().describe('Instead of `supplierId`: a new one.'),
  })
  .refine(({ supplierId, create }) => (supplierId === undefined) !== (create === undefined), {
    message: 'give either supplierId or create',
  })
export type PickSupplier = z.infer<typeof PickSupplier>
