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

/** Why text that is in the file is not on the page that a person sees. */
export const MaskReason = z.enum([
  'invisible',
  'transparent',
  'outside',
  'microscopic',
  'switched-off',
  'white',
  'camouflaged',
  'covered',
])
export type MaskReason = z.infer<typeof MaskReason>

/** What in a file could run or open something when a person opens it in another program. None of it is ever run here. */
export const ActiveContent = z.enum([
  'javascript',
  'launch',
  'submit-form',
  'rich-media',
  'dynamic-form',
  'attachment',
  'executable-attachment',
])
export type ActiveContent = z.infer<typeof ActiveContent>

/** What reading a file showed that is neither words nor an error, and that a person may have to know. */
export const Concern = z.discriminatedUnion('code', [
  /** Text that nobody can see; it never becomes a word. */
  z.object({
    code: z.literal('content-masked'),
    page: z.int().positive(),
    /** Without blanks. */
    characters: z.int().positive(),
    /** Of the same page, for comparison. */
    visibleCharacters: z.int().nonnegative(),
    reasons: z.array(MaskReason),
    /** The pieces that look like an invoice's (amounts, accounts, labelled numbers) and can be seen nowhere in the document; a few. */
    telling: z.array(z.string()),
    /** How it begins. */
    sample: z.string(),
  }),
  z.object({ code: z.literal('active-content'), kinds: z.array(ActiveContent).min(1) }),
])
export type Concern = z.infer<typeof Concern>

/** What `recognize` makes of an original: pages of words with places. */
export const Transcript = z.object({
  pages: z.array(TranscriptPage),
  /** OCR languages that were used, as tesseract names them ("eng"); empty where only text layers were read. */
  ocrLanguages: z.array(z.string()),
  /** What a person should know about how it was read ("page 3 was not read: ..."). */
  notes: z.array(z.string()),
  /** Absent where there are none. */
  concerns: z.array(Concern).optional(),
})
export type Transcript = z.infer<typeof Transcript>
