import type { ViewLanguage } from './labels.ts'

/** Of one face in points: how wide a text is. */
export type Measure = (text: string, font: Font) => number
export type Font = { size: number; bold: boolean }

export type SheetText = Font & {
  text: string
  /** Left end and baseline, in points from the top left of the page. */
  x: number
  y: number
  /** `quiet`: what explains, not what is said. */
  tone: 'loud' | 'plain' | 'quiet'
  /** XPath of the value that it shows. */
  path?: string
}
export type SheetRule = { x: number; y: number; width: number }
export type SheetPage = { texts: SheetText[]; rules: SheetRule[] }
/** Pages of A4. */
export type Sheet = { language: ViewLanguage; title: string; pages: SheetPage[] }

export const SHEET_WIDTH = 595
export const SHEET_HEIGHT = 842
export const LEFT = 50
export const RIGHT = SHEET_WIDTH - 42
const TOP = 56
const BOTTOM = SHEET_HEIGHT - 60

/** A line of text fits in so much of its size. */
export const LEADING = 1.32

export type Cell = { text: string; path?: string | undefined } | string

export type Pen = {
  /** Where the next thing goes, from the top of the page. */
  y: number
  readonly pages: SheetPage[]
  readonly measure: Measure
  /** Called at the top of each new page, for the heading of a table that goes on. */
  onNewPage: (() => void) | undefined
}

export function startPen(measure: Measure): Pen {
  return { y: TOP, pages: [{ texts: [], rules: [] }], measure, onNewPage: undefined }
}

export function currentPage({ pages }: Pen): SheetPage {
  return pages.at(-1) as SheetPage
}

/** Goes on to the next page where so many points are not left on this one. */
export function keepRoom(pen: Pen, height: number): void {
  if (pen.y + height <= BOTTOM) return
  pen.pages.push({ texts: [], rules: [] })
  pen.y = TOP
  pen.onNewPage?.()
}

/** Characters of one text that are drawn at most: more is no word on an invoice. */
const MOST_CHARACTERS = 4_000

/** Breaks a text at blanks and line ends into lines that are no wider; words that are wider are cut. */
export function wrap(
  pen: Pen,
  text: string,
  { width, most, ...font }: Font & { width: number; most: number },
): string[] {
  const lines: string[] = []
  for (const paragraph of tame(text).split('\n')) {
    let line = ''
    for (const word of paragraph
      .split(' ')
      .filter(Boolean)
      .flatMap((one) => cutWide(pen, one, { width, ...font }))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && pen.measure(longer, font) > width) {
        lines.push(line)
        line = word
      } else line = longer
      if (lines.length >= most) return shorten(lines, most)
    }
    if (line !== '') lines.push(line)
    if (lines.length > most) return shorten(lines, most)
  }
  return lines
}

function shorten(lines: readonly string[], most: number): string[] {
  const kept = lines.slice(0, most)
  kept[most - 1] = `${kept[most - 1] ?? ''} …`
  return kept
}

/** What no pen can draw: control characters, and those that turn the direction of the text around them. */
function tame(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replace(/[^\S\n]+/g, ' ')
}

function cutWide(pen: Pen, word: string, { width, ...font }: Font & { width: number }): string[] {
  if (pen.measure(word, font) <= width) return [word]
  const pieces: string[] = []
  let rest = word
  while (rest !== '' && pen.measure(rest, font) > width) {
    let length = Math.max(1, Math.floor((rest.length * width) / pen.measure(rest, font)))
    while (length > 1 && pen.measure(rest.slice(0, length), font) > width) length -= 1
    pieces.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return rest === '' ? pieces : [...pieces, rest]
}

type Style = Font & { tone?: SheetText['tone']; align?: 'left' | 'right'; most?: number }

/**
 * Writes a text into a column, from the pen's height downwards; the pen stays. Each of its lines bears the path, so that the place of a value
 * is all of it. @returns how high it is
 */
export function write(
  pen: Pen,
  { cell, x, width, style }: { cell: Cell; x: number; width: number; style: Style },
): number {
  const { size, bold, tone = 'plain', align = 'left', most = 12 } = style
  const { text, path } = typeof cell === 'string' ? { text: cell, path: undefined } : cell
  const lines = wrap(pen, text, { width, most, size, bold })
  for (const [index, line] of lines.entries()) {
    const left = align === 'left' ? x : x + width - pen.measure(line, { size, bold })
    const y = pen.y + size + index * size * LEADING
    currentPage(pen).texts.push({ text: line, x: left, y, size, bold, tone, ...(path !== undefined && { path }) })
  }
  return lines.length * size * LEADING
}

export function rule(pen: Pen, { x = LEFT, width = RIGHT - LEFT } = {}): void {
  currentPage(pen).rules.push({ x, y: pen.y, width })
}
