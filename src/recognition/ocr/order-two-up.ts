import type { Word } from '../../../schemas/transcript.ts'

// A page this much wider than high may be two pages side by side.
const WIDE = 1.2
// Where the gap between two pages lies, and how wide it is at least: shares of the width.
const MIDDLE = [0.45, 0.55] as const
const LEAST_GAP = 0.03
// Words of a page, and where its first line starts at the latest: a share of the height.
const LEAST_WORDS = 12
const TOP = 0.4

/** Where two pages lie side by side on one picture, the words of the left one come first; otherwise they stay as they are. */
export function orderTwoUp(
  words: readonly Word[],
  { width, height }: { width: number; height: number },
): readonly Word[] {
  if (width < height * WIDE) return words
  const gap = findGap(words, width)
  if (gap === undefined) return words
  const isLeft = ({ box }: Word) => (box[0] + box[2]) / 2 < gap
  const left = words.filter(isLeft)
  const right = words.filter((word) => !isLeft(word))
  const isPage = (half: readonly Word[]) =>
    half.length >= LEAST_WORDS && Math.min(...half.map(({ box }) => box[1])) < height * TOP
  return isPage(left) && isPage(right) ? [...left, ...right] : words
}

/** The middle of the widest stretch of columns near the middle of the page that no word reaches into. */
function findGap(words: readonly Word[], width: number): number | undefined {
  const reaching = words
    .map(({ box }) => [box[0], box[2]] as const)
    .filter(([left, right]) => right > width * MIDDLE[0] && left < width * MIDDLE[1])
    .sort((a, b) => a[0] - b[0])
  let best: { from: number; to: number } | undefined
  let from = width * MIDDLE[0]
  for (const [left, right] of [...reaching, [width * MIDDLE[1], width] as const]) {
    if (left - from > (best === undefined ? width * LEAST_GAP : best.to - best.from)) best = { from, to: left }
    from = Math.max(from, right)
  }
  return best === undefined ? undefined : (best.from + best.to) / 2
}
