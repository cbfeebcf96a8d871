import type { Word } from '../../../schemas/transcript.ts'
import type { Straightening } from '../images/picture.ts'
import { liesOnItsSide, type Prepared, prepareForOcr } from '../images/prepare-for-ocr.ts'
import { type GreyImage, loadTesseract, type OcrWord } from './tesseract.ts'

/** Boxes are in pixels of the straightened picture, whose size is given. */
export type PictureReading = { words: Word[]; straightening: Straightening; width: number; height: number }

// Readings that are right are mostly sure; below this on average the page may be upside down.
const DOUBTFUL = 0.62
const LEAST_WORDS = 8
const CLEARLY_BETTER = 0.1

/** Reads a picture of a page: as it is, or (with `straighten`) turned where its lines slope, run the other way or make no sense. */
export async function readPicture(
  picture: GreyImage,
  { languages, straighten }: { languages: readonly string[]; straighten: boolean },
): Promise<PictureReading> {
  const tesseract = await loadTesseract(languages)
  const read = async (quarterTurns: Straightening['quarterTurns']) => {
    const prepared = await prepareForOcr(picture, { quarterTurns, level: straighten })
    return { prepared, words: tesseract.recognize(prepared).filter(isWord) }
  }
  const [first, second] = straighten && liesOnItsSide(picture) ? ([1, 3] as const) : ([0, 2] as const)
  let best = await read(straighten ? first : 0)
  if (straighten && judge(best.words) < DOUBTFUL) {
    const other = await read(second)
    if (judge(other.words) > judge(best.words) + CLEARLY_BETTER) best = other
  }
  const { prepared, words } = best
  return {
    words: words.map((word) => toWord(word, prepared)),
    straightening: prepared.straightening,
    width: prepared.width / prepared.scale,
    height: prepared.height / prepared.scale,
  }
}

/** How sure the engine is of a page, 0 to 1; a page of few words says little and counts as doubtful. */
function judge(words: readonly OcrWord[]): number {
  const telling = words.filter(({ text }) => text.length >= 3)
  if (telling.length < LEAST_WORDS) return 0.3
  return telling.reduce((sum, { confidence }) => sum + confidence, 0) / telling.length
}

// Rulings, specks and edges come out as marks without a letter or digit.
function isWord({ text, confidence }: OcrWord): boolean {
  if (text.trim() === '') return false
  if (/[\p{L}\p{N}]/u.test(text)) return confidence > 0.05
  if (/^[|_—¦[\]{}]+$/u.test(text)) return false
  return confidence > 0.5
}

function toWord(word: OcrWord, { scale }: Prepared): Word {
  const [left, top, right, bottom] = word.box
  return {
    text: word.text.replace(/\s+/g, ''),
    box: [left / scale, top / scale, right / scale, bottom / scale],
    source: 'ocr',
    confidence: Math.min(1, Math.max(0, word.confidence)),
    ...(word.alternatives.length > 0 && { alternatives: word.alternatives }),
  }
}
