import type { Box } from '../../../../schemas/transcript.ts'

/** In PDF points. */
export type Size = { width: number; height: number }
export type Point = { x: number; y: number }
export type PlacedWord = { text: string; box: Box }
export type Rotation = 0 | 90 | 180 | 270

/**
 * Where on the upright page (points) a place on the screen is (pixels), when the page fills `rect` after it was turned clockwise.
 */
export function turnBack(
  { x, y }: Point,
  { rect, rotation, page }: { rect: { left: number; top: number } & Size; rotation: Rotation; page: Size },
): Point {
  const pointsPerPixel = (rotation % 180 === 0 ? page.width : page.height) / rect.width
  const across = (x - rect.left - rect.width / 2) * pointsPerPixel
  const down = (y - rect.top - rect.height / 2) * pointsPerPixel
  const [right, below] =
    rotation === 0
      ? [across, down]
      : rotation === 90
        ? [down, -across]
        : rotation === 180
          ? [-across, -down]
          : [-down, across]
  return { x: right + page.width / 2, y: below + page.height / 2 }
}

/** The word at a place, or the nearest within two points: fingers are not exact. */
export function wordAt(words: readonly PlacedWord[], { x, y }: Point): PlacedWord | null {
  const holds = ({ box: [left, top, right, bottom] }: PlacedWord, margin: number) =>
    x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin
  return words.find((word) => holds(word, 0)) ?? words.find((word) => holds(word, 2)) ?? null
}

/** The text of the words whose middles lie in a region, line by line. */
export function wordsIn(words: readonly PlacedWord[], [left, top, right, bottom]: Box): string {
  const inside = words.filter(({ box }) => {
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
    return x >= left && x <= right && y >= top && y <= bottom
  })
  const lines: PlacedWord[][] = []
  for (const word of inside.toSorted((a, b) => a.box[1] - b.box[1])) {
    // On one line when it begins above the middle of the line's first word.
    const line = lines.find(([first]) => first && word.box[1] < (first.box[1] + first.box[3]) / 2)
    if (line) line.push(word)
    else lines.push([word])
  }
  return lines
    .map((line) =>
      line
        .toSorted((a, b) => a.box[0] - b.box[0])
        .map(({ text }) => text)
        .join(' '),
    )
    .join(' ')
}

/** A box as parts of the page, for a style. */
export function placeOf([left, top, right, bottom]: Box, { width, height }: Size) {
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`
  return {
    left: percent(left, width),
    top: percent(top, height),
    width: percent(right - left, width),
    height: percent(bottom - top, height),
  }
}
