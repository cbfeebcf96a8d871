import { z } from 'zod'
import { Coding } from './coding.ts'
import { FieldName } from './field-name.ts'
import { CurrencyCode } from './money.ts'

/** By what a supplier is recognized, as strong as listed: a number of its own before what it may share with others. */
export const IdentifierKind = z.enum(['vat-id', 'iban', 'tax-number', 'domain', 'phone', 'name'])
export type IdentifierKind = z.infer<typeof IdentifierKind>

/** How an invoice came to its supplier, in words for people. */
export const SupplierMatch = z.object({
  by: z.enum(['match', 'person']),
  /** `VAT id DE123456788`, `account DE02...`; of a person's pick who it was. */
  because: z.array(z.string()),
})
export type SupplierMatch = z.infer<typeof SupplierMatch>

/** What of a document a lesson is about: a field, its type, or how it writes dates or amounts. */
export const LessonSubject = z.enum([...FieldName.options, 'type', 'dates', 'amounts'])
export type LessonSubject = z.infer<typeof LessonSubject>

/** `place`: where it stands; `constant`: the same on every bill; `format`: how it is written; `absent`: it is not on these bills. */
export const LessonKind = z.enum(['place', 'constant', 'format', 'absent'])
export type LessonKind = z.infer<typeof LessonKind>

/** What a person may say of a supplier. */
export const SupplierEntry = z.object({
  name: z.string().trim().min(1).max(200),
  vatId: z.string().trim().max(40).nullable().optional(),
  taxNumber: z.string().trim().max(40).nullable().optional(),
  /** They count as trusted: a person entered them. */
  ibans: z.array(z.string().trim().max(60)).max(50).optional(),
  domains: z.array(z.string().trim().toLowerCase().max(253)).max(50).optional(),
  phones: z.array(z.string().trim().max(40)).max(50).optional(),
  /** How else it calls itself. */
  otherNames: z.array(z.string().trim().min(1).max(200)).max(50).optional(),
  currency: CurrencyCode.nullable().optional(),
  /** Where its lines are booked, unless a person says otherwise. */
  coding: Coding.optional(),
})
export type SupplierEntry = z.infer<typeof SupplierEntry>
