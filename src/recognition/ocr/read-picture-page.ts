import type { Box, Word } from '../../../schemas/transcript.ts'
import { speaksOfCode } from '../codes/may-hold-code.ts'
import { placeCodes } from '../codes/place-codes.ts'
import { readCodes } from '../codes/read-codes.ts'
import { makePageImage, shrinkForViewing } from '../images/make-page-image.ts'
import { type Picture, toGrey } from '../images/picture.ts'
import { releasePicture } from '../images/release-picture.ts'
import type { PageAnswer } from '../tasks.ts'
import type { LanguageChoice } from './choose-languages.ts'
import { orderTwoUp } from './order-two-up.ts'
import { readPicture } from './read-picture.ts'

// In points.
const A4_WIDTH = 595

/**
 * `pointsPerPixel`: undefined where nothing tells; the page then counts as being as wide as A4.
 * `known`: words of a trusted text layer, in points; where they are the picture is not read again, and the page is not turned.
 */
export type PicturePage = {
  number: number
  picture: Picture
  pointsPerPixel: number | undefined
  known?: readonly Word[]
}

/** Reads the picture of a page into a page of the transcript, in points. The picture is used up: its memory is given back on the way. */
export async function readPicturePage(
  { number, picture, pointsPerPixel, known = [] }: PicturePage,
  { languages, pageImages }: { languages: LanguageChoice; pageImages: boolean },
): Promise<PageAnswer> {
  const viewed = pageImages ? await shrinkForViewing(picture) : undefined
  const grey = await toGrey(picture)
  if (grey !== picture && picture.isBorrowed !== true) releasePicture(picture)
  const found = await readCodes(grey, { thorough: false })
  const reading = await readPicture(grey, {
    languages,
    straighten: known.length === 0,
    known: known.map(({ text }) => text),
  })
  const scale = pointsPerPixel ?? A4_WIDTH / reading.width
  const toPoints = (pixels: number) => Math.round(pixels * scale * 100) / 100
  const seen = reading.words
    .map((word): Word => ({ ...word, box: word.box.map(toPoints) as Box }))
    .filter(({ box }) => !isCovered(box, known))
  const [width, height] = [toPoints(reading.width), toPoints(reading.height)]
  const words = [...orderTwoUp(inReadingOrder([...known, ...seen]), { width, height })]
  // A small code on a fine scan is worth a second look where the page speaks of one.
  const codes = found.length === 0 && speaksOfCode(words) ? await readCodes(grey, { thorough: true }) : found
  const source = seen.length === 0 ? (known.length === 0 ? 'none' : 'text-layer') : known.length === 0 ? 'ocr' : 'mixed'
  return {
    page: {
      number,
      width,
      height,
      source,
      words,
      ...(codes.length > 0 && {
        codes: placeCodes(codes, {
          picture: { width: grey.width, height: grey.height },
          quarterTurns: reading.straightening.quarterTurns,
          pointsPerPixel: scale,
        }),
      }),
    },
    needs: 'nothing',
    notes: [],
    unread: reading.unread,
    ...(seen.length > 0 && { ocrLanguages: reading.languages }),
    ...(viewed && { image: await makePageImage(number, viewed, reading.straightening) }),
  }
}

/** Whether words that are known already take up most of a word's place: it may be two of them, or a part of one. */
function isCovered([left, top, right, bottom]: Box, known: readonly Word[]): boolean {
  const middle = (top + bottom) / 2
  const covered = known
    .filter(({ box }) => middle >= box[1] && middle <= box[3])
    .reduce((sum, { box }) => sum + Math.max(0, Math.min(right, box[2]) - Math.max(left, box[0])), 0)
  return covered >= (right - left) / 2
}

/** By lines from the top, each from the left: words whose middles are within half a height share a line. */
function inReadingOrder(words: readonly Word[]): Word[] {
  const middle = ({ box }: Word) => (box[1] + box[3]) / 2
  const lines: { middle: number; height: number; words: Word[] }[] = []
  for (const word of [...words].sort((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1)
    const height = word.box[3] - word.box[1]
    if (line !== undefined && middle(word) - line.middle < Math.max(line.height, height) / 2) line.words.push(word)
    else lines.push({ middle: middle(word), height, words: [word] })
  }
  return lines.flatMap((line) => line.words.sort((a, b) => a.box[0] - b.box[0]))
}
