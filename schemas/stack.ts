import { z } from 'zod'

/** What a page is to its invoice. `attachment`: terms, timesheets, delivery notes; `separator`: blank, or a sheet between two documents. */
export const PageRole = z.enum(['invoice', 'attachment', 'separator'])
export type PageRole = z.infer<typeof PageRole>

/** Pages of a file that are one document. Numbers count from 1 in the file. */
export const StackPiece = z.object({
  firstPage: z.int().positive(),
  lastPage: z.int().positive(),
  /** One for each page. */
  roles: z.array(PageRole),
  /** Why it begins where it does, in plain words. */
  because: z.string(),
})
export type StackPiece = z.infer<typeof StackPiece>

/** How a file of several pages falls apart into documents; with one piece it does not. */
export const StackReading = z.object({
  pieces: z.array(StackPiece).min(1),
  /** Whether the evidence is clear enough to do so without a person. */
  sure: z.boolean(),
})
export type StackReading = z.infer<typeof StackReading>

/** What became of a file's pages; kept on the invoice that is the whole file. */
export const Stack = z.object({
  /**
   * `one`: Billhook takes it for one document; `proposed`: for several, and a person has to say; `split`: its pieces are invoices; `joined`: a
   * person said that it is one, and it stays one.
   */
  state: z.enum(['one', 'proposed', 'split', 'joined']),
  /** `stage:extract`, or the person's mail address. */
  by: z.string(),
  /** What Billhook made of the pages; null where a person was first. */
  reading: StackReading.nullable(),
})
export type Stack = z.infer<typeof Stack>
