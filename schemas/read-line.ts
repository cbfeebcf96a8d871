import { z } from 'zod'
import { Detail, DetailName, PaymentTerms } from './detail.ts'
import { DocumentType, DraftLine, FieldName } from './draft.ts'
import { Finding } from './finding.ts'
import { Box } from './transcript.ts'

/** One line of `billhook read --jsonl`: one invoice that was found in a file, or the reason why the file cannot be read. */
export const ReadLine = z.union([
  z.object({
    file: z.string(),
    /** Which invoice of the file, from 1. */
    document: z.int().positive(),
    type: DocumentType,
    fields: z.partialRecord(
      FieldName,
      z.object({
        value: z.string(),
        confidence: z.number(),
        page: z.int().positive().optional(),
        box: Box.optional(),
      }),
    ),
    lines: z.array(DraftLine.omit({ place: true })),
    details: z.partialRecord(DetailName, Detail).optional(),
    terms: PaymentTerms.optional(),
    findings: z.array(Finding),
    milliseconds: z.number(),
  }),
  z.object({ file: z.string(), error: z.object({ code: z.string(), message: z.string() }), milliseconds: z.number() }),
])
export type ReadLine = z.infer<typeof ReadLine>
