import { z } from 'zod'

/** The languages in which Billhook speaks to people. */
export const Language = z.enum(['en', 'de'])
export type Language = z.infer<typeof Language>

/** What stands in a gap of a text, apart from any language. */
export const SaidValue = z.union([
  /** As it is: a name, a number of an invoice. */
  z.string(),
  z.number(),
  /** A decimal string. */
  z.object({ amount: z.string() }),
  /** `2026-03-31`. */
  z.object({ date: z.string() }),
  /** What a field holds, as it is stored. */
  z.object({ value: z.string(), as: z.enum(['amount', 'date', 'text']) }),
  /** The name of one of our own words: `field.dueDate`. */
  z.object({ word: z.string() }),
  /** Several of them. */
  z.object({ words: z.array(z.string()) }),
  /** Texts of others. */
  z.object({ quoted: z.array(z.string()) }),
  /** One of these. */
  z.object({ any: z.array(z.string()) }),
  /** What is kept in English and has a wording in every language: a reason, an equation. */
  z.object({ phrases: z.array(z.string()) }),
  /** The English name of a language. */
  z.object({ language: z.string() }),
])
export type SaidValue = z.infer<typeof SaidValue>

/** A message apart from any language: which of our texts it is, and what stands in its gaps. */
export const Said = z.object({ text: z.string(), values: z.record(z.string(), SaidValue) })
export type Said = z.infer<typeof Said>
