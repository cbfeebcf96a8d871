import type { OcrWord } from './tesseract.ts'

// Around a number: the ruling of a table, and dirt before it. Behind it a mark may stand for inches.
const BEFORE_NUMBER = /^[|"'‘’“„]+(?=.*\d)/
const AFTER_NUMBER = /(?<=\d.*)\|+$/
// What belongs together though the engine sees a blank behind the point, or around the sign.
const ADDRESS = /^(?:www\.|[\w.+-]+@)[\w-]+(?:\.[\w-]+)+$/i
const JOINT = /[.@-]$/
// Of the words' height: a real blank is wider.
const WIDEST_JOINT = 0.5

/** Takes rulings off numbers, and puts together what was taken apart of addresses of mail and web. The words of a line lie one after the other. */
export function mendWords(words: readonly OcrWord[]): OcrWord[] {
  const mended: OcrWord[] = []
  for (const word of words) {
    const text = word.text.replace(BEFORE_NUMBER, '').replace(AFTER_NUMBER, '')
    const whole = text === word.text || text === '' ? word : { ...word, text }
    const last = mended.at(-1)
    if (last !== undefined && belongTogether(last, whole)) mended[mended.length - 1] = join(last, whole)
    else mended.push(whole)
  }
  return mended
}

function belongTogether(left: OcrWord, right: OcrWord): boolean {
  if (!ADDRESS.test(left.text + right.text) || !(JOINT.test(left.text) || right.text.startsWith('@'))) return false
  const height = Math.max(left.box[3] - left.box[1], right.box[3] - right.box[1])
  const gap = right.box[0] - left.box[2]
  const isBeside = Math.min(left.box[3], right.box[3]) > Math.max(left.box[1], right.box[1])
  return isBeside && gap > -height && gap < height * WIDEST_JOINT
}

function join(left: OcrWord, right: OcrWord): OcrWord {
  const box = [
    Math.min(left.box[0], right.box[0]),
    Math.min(left.box[1], right.box[1]),
    Math.max(left.box[2], right.box[2]),
    Math.max(left.box[3], right.box[3]),
  ] as const
  return {
    text: left.text + right.text,
    box: [...box],
    confidence: Math.min(left.confidence, right.confidence),
    alternatives: [],
  }
}
