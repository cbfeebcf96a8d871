import { z } from 'zod'
import { EInvoice, EInvoiceOrigin, HybridMarks } from './e-invoice.ts'

/** [left, top, right, bottom] in PDF points (1/72 inch) from the top left corner of the page as a person sees it (rotation applied). */
export const Box = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Box = z.infer<typeof Box>

/** Where on the paper a value stands. */
export const Place = z.object({ page: z.int().positive(), box: Box })
export type Place = z.infer<typeof Place>

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

/** A code on a page that a bank's program can scan. */
export const PageCode = z.object({ /** As it was encoded. */ text: z.string(), box: Box })
export type PageCode = z.infer<typeof PageCode>

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
  /** Absent where none was found or looked for. */
  codes: z.array(PageCode).optional(),
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
  /** Data that travels with the page is called an invoice and can't be read; `why` is the reader's code. */
  z.object({ code: z.literal('embedded-invoice-unreadable'), why: z.string(), message: z.string() }),
  /** XML in a PDF that is no invoice. */
  z.object({ code: z.literal('embedded-xml-is-no-invoice'), names: z.array(z.string()) }),
  /** The pages may be several invoices, and a person has to say: the pages with which new ones would begin, and why. */
  z.object({
    code: z.literal('several-invoices'),
    at: z.array(z.int().positive()).min(1),
    because: z.array(z.string()),
  }),
  /** A scanned page was read without knowing its language, whose English name this is. `hasData`: it could be set. */
  z.object({
    code: z.literal('language-not-read'),
    page: z.int().positive(),
    language: z.string(),
    hasData: z.boolean(),
  }),
  /** What the invoice says of its own encoding is not so; it was read as what it is. */
  z.object({ code: z.literal('wrongly-declared-encoding'), declared: z.string() }),
])
export type Concern = z.infer<typeof Concern>

/** The electronic invoice that a file is or holds. */
export const CarriedInvoice = z.object({
  origin: EInvoiceOrigin,
  /** Of the file that is the invoice. Hostile: never a path. */
  name: z.string(),
  /** In a CMS envelope (.p7m). */
  signed: z.boolean(),
  /** Without the bytes of what is embedded in it. */
  invoice: EInvoice,
  /** Of an embedded one. */
  marks: HybridMarks.optional(),
  /** Where on the drawn pages the value of an XPath stands. */
  places: z.record(z.string(), z.object({ page: z.int().positive(), box: Box })),
})
export type CarriedInvoice = z.infer<typeof CarriedInvoice>

/** An entry at the top level of a file's own table of contents. */
export const Bookmark = z.object({ page: z.int().positive(), title: z.string() })
export type Bookmark = z.infer<typeof Bookmark>

/** What `recognize` makes of an original: pages of words with places. */
export const Transcript = z.object({
  pages: z.array(TranscriptPage),
  /** OCR languages that were used, as tesseract names them ("eng"); empty where only text layers were read. */
  ocrLanguages: z.array(z.string()),
  /** What a person should know about how it was read ("page 3 was not read: ..."). */
  notes: z.array(z.string()),
  /** Absent where there are none. */
  concerns: z.array(Concern).optional(),
  /** What the document says of itself as data; it leads. */
  eInvoice: CarriedInvoice.optional(),
  /** Of a file with several invoices as data: those after the first, with the drawn page on which each begins. */
  bodies: z.array(z.object({ firstPage: z.int().positive(), eInvoice: CarriedInvoice })).optional(),
  /** Absent where there are none. */
  bookmarks: z.array(Bookmark).optional(),
})
export type Transcript = z.infer<typeof Transcript>
