import { z } from 'zod'

/** [left, top, right, bottom] in PDF points (1/72 inch) from the top left corner of the page as a person sees it (rotation applied). */
export const Box = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Box = z.infer<typeof Box>

export const WordSource = z.enum(['text-layer', 'ocr'])
export type WordSource = z.infer<typeof WordSource>

export const Word = z.object({
  /** Never empty, holds no white space. */
  text: z.string().min(1),
  box: Box,
  source: WordSource,
  /** 0 to 1: how sure the source is of these characters; 1 for a trusted text layer. */
  confidence: z.number().min(0).max(1),
  /** Type size in points, where the source knows it. */
  fontSize: z.number().optional(),
  bold: z.boolean().optional(),
  /** Other readings of the same ink, best first. */
  alternatives: z.array(z.string()).optional(),
})
export type Word = z.infer<typeof Word>

export const TranscriptPage = z.object({
  /** Counts from 1. */
  number: z.int().positive(),
  /** In PDF points. */
  width: z.number(),
  height: z.number(),
  /** Where the words came from; `none`: the page holds nothing to read. */
  source: z.enum(['text-layer', 'ocr', 'mixed', 'none']),
  /** Roughly in reading order; readers rely on the boxes, not on the order. */
  words: z.array(Word),
})
export type TranscriptPage = z.infer<typeof TranscriptPage>

/** What `recognize` makes of an original: pages of words with places. */
export const Transcript = z.object({
  pages: z.array(TranscriptPage),
  /** OCR languages that were used, as tesseract names them ("eng"); empty where only text layers were read. */
  ocrLanguages: z.array(z.string()),
  /** What a person should know about how it was read ("page 3 was not read: ..."). */
  notes: z.array(z.string()),
})
export type Transcript = z.infer<typeof Transcript>
