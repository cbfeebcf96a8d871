import type { Transcript, Word } from '../../../schemas/transcript.ts'

const LETTER = 5
const BLANK = 3
const STEP = 14

/**
 * A page of text as a text layer gives it: one entry a line, its columns separated by "|", which stand every 180 points unless `at` names
 * their left edges in points.
 */
export function pageOf(lines: readonly string[], { at }: { at?: readonly number[] } = {}): Transcript {
  const words: Word[] = []
  for (const [row, line] of lines.entries()) {
    for (const [column, text] of line.split('|').entries()) {
      let x = at?.[column] ?? 40 + 180 * column
      for (const word of text
        .trim()
        .split(/\s+/)
        .filter((one) => one !== '')) {
        const right = x + word.length * LETTER
        words.push({
          text: word,
          box: [x, 40 + row * STEP, right, 50 + row * STEP],
          source: 'text-layer',
          confidence: 1,
        })
        x = right + BLANK
      }
    }
  }
  const page = { number: 1, width: 595, height: 842, source: 'text-layer' as const, words }
  return { pages: [page], ocrLanguages: [], notes: [] }
}

/** The same page as recognition gives it: no type sizes, and nothing quite certain. `confidence`: of every word; 0.9 is clear print. */
export function recognizedPageOf(
  lines: readonly string[],
  { confidence = 0.9, ...places }: { at?: readonly number[]; confidence?: number } = {},
): Transcript {
  const { pages, ...rest } = pageOf(lines, places)
  const recognized = pages.map((page) => ({
    ...page,
    source: 'ocr' as const,
    words: page.words.map((word) => ({ ...word, source: 'ocr' as const, confidence })),
  }))
  return { ...rest, pages: recognized }
}
