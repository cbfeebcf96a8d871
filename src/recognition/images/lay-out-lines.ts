import type { Ink } from './analyze-ink.ts'
import type { Patch } from './find-patches.ts'

/** Letters in a row with their marks, up to a gap wider than a space: a line of text, or a cell of a table. In pixels. */
export type TextLine = {
  left: number
  top: number
  right: number
  bottom: number
  /** The middle one of its letters' heights. */
  letterHeight: number
  letters: number
  patches: Patch[]
}

// In heights of a letter: a wider gap parts columns.
const WIDEST_SPACE = 1.6
// Letters of one line: how their heights may differ, and how much of the lower one lies beside the other.
const HEIGHT_RATIO = 2.6
const LEAST_BESIDE = 0.5
// Of the page's letters; what is lower is a mark (point, accent, hyphen).
const LEAST_HEIGHT = 0.42
// More lines than this are no text but a texture.
const MOST_LINES = 500

type Chain = { items: Patch[]; left: number; right: number; top: number; bottom: number; height: number }

/** Arranges a page's ink into lines of text; none where it makes no sense as text. The lines are in no order. */
export function layOutLines({ patches, letterHeight }: Ink, pageHeight: number): TextLine[] {
  if (letterHeight === undefined) return []
  const letters = patches.filter((patch) => canStandInLine(patch, letterHeight, pageHeight))
  const chains = chainLetters(letters.sort((a, b) => a.left - b.left))
  if (chains.length > MOST_LINES) return []
  const isLetter = new Set(letters)
  const small = chains.filter((chain) => chain.items.length <= 2 && chain.height < letterHeight * 0.75)
  const lines = chains.filter((chain) => !small.includes(chain)).map(toLine)
  // a comma or a broken letter can be as high as a letter of the small print
  const marks = patches.filter((patch) => !isLetter.has(patch))
  for (const mark of [...small.flatMap(({ items }) => items), ...marks]) addMark(lines, mark)
  return lines
}

function canStandInLine({ left, top, right, bottom, pixels }: Patch, letterHeight: number, pageHeight: number) {
  const wide = right - left
  const tall = bottom - top
  if (tall < Math.max(5, letterHeight * LEAST_HEIGHT) || tall > pageHeight / 12 || wide < 2) return false
  return wide / tall < 6 && wide / tall > 0.1 && pixels / (wide * tall) > 0.08
}

/** From the left: each letter joins the line whose end is nearest to it on its own height. */
function chainLetters(letters: readonly Patch[]): Chain[] {
  const done: Chain[] = []
  let open: Chain[] = []
  for (const letter of letters) {
    const tall = letter.bottom - letter.top
    let best: Chain | undefined
    let nearest = Number.POSITIVE_INFINITY
    const still: Chain[] = []
    for (const chain of open) {
      const gap = letter.left - chain.right
      if (gap > WIDEST_SPACE * chain.height) {
        done.push(chain)
        continue
      }
      still.push(chain)
      const beside = Math.min(letter.bottom, chain.bottom) - Math.max(letter.top, chain.top)
      const ratio = tall / chain.height
      if (beside < LEAST_BESIDE * Math.min(tall, chain.bottom - chain.top)) continue
      if (ratio > HEIGHT_RATIO || ratio < 1 / HEIGHT_RATIO || gap < -1.2 * chain.height) continue
      if (gap < nearest) [best, nearest] = [chain, gap]
    }
    open = still
    if (best === undefined)
      open.push({
        items: [letter],
        left: letter.left,
        right: letter.right,
        top: letter.top,
        bottom: letter.bottom,
        height: tall,
      })
    else join(best, letter)
  }
  return [...done, ...open]
}

/** The band in which the next letter is looked for follows the last few, so that a line may slope. */
function join(chain: Chain, letter: Patch): void {
  chain.items.push(letter)
  chain.right = Math.max(chain.right, letter.right)
  const last = chain.items.slice(-6)
  chain.top = last.reduce((sum, { top }) => sum + top, 0) / last.length
  chain.bottom = last.reduce((sum, { bottom }) => sum + bottom, 0) / last.length
  chain.height = middleHeight(last)
}

function toLine({ items }: Chain): TextLine {
  return {
    left: Math.min(...items.map(({ left }) => left)),
    top: Math.min(...items.map(({ top }) => top)),
    right: Math.max(...items.map(({ right }) => right)),
    bottom: Math.max(...items.map(({ bottom }) => bottom)),
    letterHeight: middleHeight(items),
    letters: items.length,
    patches: items,
  }
}

function middleHeight(patches: readonly Patch[]): number {
  const heights = patches.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b)
  return heights[Math.floor(heights.length / 2)] ?? 0
}

/** A mark belongs to the line that it stands in, over, under or right beside. */
function addMark(lines: readonly TextLine[], mark: Patch): void {
  const tall = mark.bottom - mark.top
  const wide = mark.right - mark.left
  const x = (mark.left + mark.right) / 2
  const y = (mark.top + mark.bottom) / 2
  let best: TextLine | undefined
  let nearest = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const { letterHeight: unit } = line
    if (tall > 0.85 * unit || wide > 1.6 * unit || Math.max(tall, wide) < 0.06 * unit) continue
    if (y < line.top - 0.35 * unit || y > line.bottom + 0.35 * unit) continue
    const beside = Math.max(line.left - x, x - line.right, 0)
    if (beside > unit) continue
    const distance = beside + Math.abs(y - (line.top + line.bottom) / 2)
    if (distance < nearest) [best, nearest] = [line, distance]
  }
  if (best === undefined) return
  best.patches.push(mark)
  best.left = Math.min(best.left, mark.left)
  best.right = Math.max(best.right, mark.right)
  best.top = Math.min(best.top, mark.top)
  best.bottom = Math.max(best.bottom, mark.bottom)
}
