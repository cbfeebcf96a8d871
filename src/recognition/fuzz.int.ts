/**
 * Damaged and invented input for what sees a file first: the sniffing of types, the walk through a PDF, the building of words. The corpus is
 * what fixtures/hostile makes; a seed that once found something is kept in KEPT_SEEDS and runs every time, before fresh ones.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOSTILE_FILES } from '../../fixtures/hostile/index.ts'
import { invoicePdf } from '../../fixtures/hostile/invoice-pdf.ts'
import { MediaType, UnreadableCode } from '../../schemas/original.ts'
import { MaskReason, Transcript } from '../../schemas/transcript.ts'
import { type DocumentReader, openDocumentReader } from './index.ts'
import { judgeMasked } from './judge-masked.ts'
import { buildWords } from './pdf/build-words.ts'
import { collectMasked } from './pdf/collect-masked.ts'
import { markHiddenText } from './pdf/find-hidden-text.ts'
import type { Glyph } from './pdf/walk-content.ts'
import { SNIFF_BYTES, sniffMediaType } from './sniff-media-type.ts'

const KEPT_SEEDS = [20261121, 4711]
const PDF_RUNS = 30
const RUNS = 300

const FAMILIES = ['masking', 'structure', 'fonts', 'geometry', 'active', 'recursion']
// The small ones: a mutation in a megabyte of blanks finds nothing.
const MOST_CORPUS_BYTES = 20_000

let corpus: Buffer[]
let folder: string
let reader: DocumentReader

beforeAll(async () => {
  const made = await Promise.all(
    HOSTILE_FILES.filter(({ family }) => FAMILIES.includes(family)).map(({ make }) => make()),
  )
  corpus = [invoicePdf(), ...made.filter(({ length }) => length < MOST_CORPUS_BYTES)]
  folder = await mkdtemp(join(tmpdir(), 'billhook-fuzz-'))
  reader = openDocumentReader({ processes: 2, ocrLanguages: ['eng'] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

type Change = { at: number; drop: number; put: string }
const TOKENS = [
  'obj',
  'endobj',
  'stream',
  'endstream',
  '<<',
  '>>',
  '[',
  ']',
  '0 R',
  '/Kids',
  '/Length',
  '-1',
  '99999999999',
  'null',
  'q',
  'Q',
  'Do',
  'BT',
  'ET',
  'Tj',
  'cm',
  'Tf',
  '(',
  ')',
  '\0',
  '\xff',
]
const change = fc.record({
  /** Share of the file. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.oneof(fc.nat(4), fc.nat(200)),
  put: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 12 })),
})
const changes = fc.array(change, { minLength: 1, maxLength: 8 })

function mutate(bytes: Buffer, list: readonly Change[]): Buffer {
  return list.reduce((result, { at, drop, put }) => {
    const place = Math.floor(at * result.length)
    return Buffer.concat([result.subarray(0, place), Buffer.from(put, 'latin1'), result.subarray(place + drop)])
  }, bytes)
}

async function withSeeds(check: (seed: number | undefined) => Promise<unknown> | unknown): Promise<void> {
  for (const seed of [...KEPT_SEEDS, undefined]) await check(seed)
}

describe('the sniffing of types', () => {
  test('gives a type for any bytes, and looks at the first of them only', () =>
    withSeeds((seed) =>
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), changes, (bytes, pick, list) => {
          const file = mutate(Buffer.concat([bytes, corpus[pick % corpus.length] as Buffer]), list)
          const type = sniffMediaType(file)
          expect(MediaType.options).toContain(type)
          expect(sniffMediaType(file.subarray(0, SNIFF_BYTES))).toBe(
            sniffMediaType(Buffer.concat([file.subarray(0, SNIFF_BYTES), Buffer.alloc(10)]).subarray(0, SNIFF_BYTES)),
          )
        }),
        { numRuns: RUNS, ...(seed !== undefined && { seed }) },
      ),
    ))
})

describe('the walk through a PDF', () => {
  test('ends in a transcript or a named state, whatever is wrong with the file', { timeout: 1_800_000 }, () =>
    withSeeds((seed) =>
      fc.assert(
        fc.asyncProperty(fc.nat(), changes, async (pick, list) => {
          const path = join(folder, 'mutant.pdf')
          await writeFile(path, mutate(corpus[pick % corpus.length] as Buffer, list))
          const result = await reader.recognize({ path, name: 'mutant.pdf' })
          if (result.ok) expect(Transcript.parse(result.transcript)).toEqual(result.transcript)
          else expect(UnreadableCode.options).toContain(result.unreadable.code)
        }),
        // one that fails is written out small enough by hand; shrinking would read hundreds of files
        { numRuns: PDF_RUNS, endOnFailure: true, ...(seed !== undefined && { seed }) },
      ),
    ),
  )
})

describe('the building of words', () => {
  const coordinate = fc.oneof(fc.double({ min: -100, max: 900, noNaN: true }), fc.double())
  const glyph = fc.record({
    text: fc.oneof(
      fc.constantFrom('a', '1', '.', ' ', '', '\0', '\ufffd', 'ﬁ', '\u200b', '\ud800'),
      fc.string({ maxLength: 3, unit: 'grapheme' }),
    ),
    isSpace: fc.boolean(),
    x: coordinate,
    y: coordinate,
    endX: coordinate,
    endY: coordinate,
    penX: coordinate,
    penY: coordinate,
    size: fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.double()),
    bold: fc.boolean(),
    order: fc.nat(500),
    hidden: fc.option(fc.constantFrom(...MaskReason.options), { nil: undefined }),
    fill: fc.option(fc.constantFrom('#000000', '#ffffff', '#808080'), { nil: undefined }),
  }) satisfies fc.Arbitrary<Glyph>
  const painted = fc.record({
    kind: fc.constantFrom('image', 'mask', 'fill', 'stroke'),
    box: fc.tuple(coordinate, coordinate, coordinate, coordinate),
    order: fc.nat(500),
    opaque: fc.boolean(),
    color: fc.option(fc.constantFrom('#000000', '#ffffff'), { nil: undefined }),
  })
  const side = fc.oneof(fc.constantFrom(595, 0, -1, Number.NaN), fc.double())

  test('makes words without blanks of any glyphs, none of them of what is hidden', () =>
    withSeeds((seed) =>
      fc.assert(
        fc.property(
          fc.array(glyph, { maxLength: 60 }),
          fc.array(painted, { maxLength: 20 }),
          side,
          side,
          (glyphs, areas, width, height) => {
            markHiddenText({ width, height, glyphs, painted: areas })
            const words = buildWords(glyphs)
            for (const { text } of words) expect(text).toMatch(/^\S+$/u)
            const seen = glyphs.filter(({ hidden }) => hidden === undefined).map(({ text }) => text.normalize('NFKC'))
            expect(words.length).toBeLessThanOrEqual(seen.length)
            const masked = collectMasked(1, glyphs)
            expect(masked === undefined || masked.characters <= glyphs.length - seen.length).toBe(true)
            const page = { number: 1, width: 595, height: 842, source: 'text-layer' as const, words }
            for (const concern of judgeMasked(masked === undefined ? [] : [masked], [page]))
              expect(concern.characters).toBeGreaterThan(0)
          },
        ),
        { numRuns: RUNS, ...(seed !== undefined && { seed }) },
      ),
    ))
})
