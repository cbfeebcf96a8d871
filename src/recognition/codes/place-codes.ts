import type { Box, PageCode } from '../../../schemas/transcript.ts'
import type { Straightening } from '../images/picture.ts'
import type { FoundCode } from './read-codes.ts'

/**
 * Codes in points of the page that people see: turned as it was. A slope of some degrees moves a box by less than it is wide.
 * `width`, `height`: of the picture in which they were found.
 */
export function placeCodes(
  codes: readonly FoundCode[],
  {
    picture: { width, height },
    quarterTurns,
    pointsPerPixel,
  }: {
    picture: { width: number; height: number }
    quarterTurns: Straightening['quarterTurns']
    pointsPerPixel: number
  },
): PageCode[] {
  const turn = ([left, top, right, bottom]: Box): Box => {
    if (quarterTurns === 1) return [height - bottom, left, height - top, right]
    if (quarterTurns === 2) return [width - right, height - bottom, width - left, height - top]
    return quarterTurns === 3 ? [top, width - right, bottom, width - left] : [left, top, right, bottom]
  }
  return codes.map(({ text, box }) => ({
    text,
    box: turn(box).map((side) => Math.round(side * pointsPerPixel * 100) / 100) as Box,
  }))
}
