import { cutLine, type LineCut } from '../images/cut-line.ts'
import type { Patch } from '../images/find-patches.ts'
import { layOutLines, type TextLine } from '../images/lay-out-lines.ts'
import type { Prepared } from '../images/prepare-for-ocr.ts'
import { mergeReadings, restoresPoint } from './merge-readings.ts'
import { loadTesseract, type OcrWord, SEGMENTATION, type Tesseract } from './tesseract.ts'

// Share of a page's text that is read a second time at most; the rest stays as it is.
const MOST_AGAIN = 0.2
// The first few lines are always allowed: a short page has no less doubt.
const ALWAYS = 4
// Below this a word is worth another look: an amount or number sooner than a word, whose letters explain each other.
const DOUBT = { number: 0.85, word: 0.5 }
// Words of digits whose two readings differ are read a third time, with nothing but digits allowed; so many a page.
const MOST_THIRD = 10
// Another size than the first time, as the height of a letter in pixels: enlarged where it was small.
const SIZES = { enlarged: 30, reduced: 24, border: 27 } as const
const SCALES = [0.2, 2] as const
// A letter is missed where no word covers its middle; less high than this share of its line it may be dirt.
const LEAST_MISSED = 0.6
const DIGITS = '0123456789.,-/:'

type Doubtful = { line: TextLine; words: OcrWord[]; weight: number; cost: number }

/**
 * Reads those lines of a page again, each on its own and at another size, that hold doubtful numbers, letters that no word covers (the
 * engine's layout loses the first of a large name, and mixes columns), or doubtful words; as far as a fifth of the page's time goes.
 */
export async function lookAgain(
  words: readonly OcrWord[],
  { page, languages }: { page: Prepared; languages: readonly string[] },
): Promise<OcrWord[]> {
  const lines = layOutLines(page.ink, page.height)
  if (lines.length === 0) return [...words]
  const tesseract = await loadTesseract(languages)
  const result = new Set(words)
  let third = MOST_THIRD
  for (const { line, words: first } of pickDoubtful(lines, words)) {
    const cut = await cutLine({ picture: page, patches: page.ink.patches }, line, chooseScale(line))
    const second = readCut(tesseract, cut, SEGMENTATION.line)
    for (const word of first) result.delete(word)
    for (const word of mergeReadings({ first, second })) {
      // ink that a word of another line holds is no news
      if (
        !first.includes(word) &&
        !first.some((one) => share(one, word)) &&
        [...result].some((one) => share(one, word))
      )
        continue
      const other = word.alternatives[0]
      const isDisputed =
        !first.includes(word) && other !== undefined && isNumber(word.text) && /^[\d.,:/-]+$/.test(other)
      if (isDisputed && third > 0) {
        third -= 1
        result.add(await decide(word, other))
      } else result.add(word)
    }
  }
  return [...result]

  /** Lets a third look at the digits alone choose between two readings. */
  async function decide(word: OcrWord, other: string): Promise<OcrWord> {
    const patches = page.ink.patches.filter((patch) => liesIn(patch, word.box))
    const [left, top] = [Math.floor(word.box[0]), Math.floor(word.box[1])]
    const [right, bottom] = [Math.ceil(word.box[2]), Math.ceil(word.box[3])]
    const letterHeight = bottom - top
    const part: TextLine = { left, top, right, bottom, letterHeight, letters: patches.length, patches }
    const scale = Math.min(SCALES[1], Math.max(SCALES[0], 36 / letterHeight))
    const cut = await cutLine({ picture: page, patches: page.ink.patches }, part, scale)
    const [read] = tesseract.recognize(cut, { segmentation: SEGMENTATION.word, characters: DIGITS })
    if (read === undefined || read.text === '') return word
    if (read.text === word.text) return { ...word, confidence: word.confidence + (1 - word.confidence) / 3 }
    const alternatives = [...new Set([other, word.text, ...word.alternatives, read.text])]
    // two of three, the last of them without letters to confuse it with; but a point that was seen is there
    if (read.text === other && !restoresPoint(word.text, other))
      return { ...word, text: other, alternatives: alternatives.filter((text) => text !== other) }
    return { ...word, alternatives: alternatives.filter((text) => text !== word.text) }
  }
}

function pickDoubtful(lines: readonly TextLine[], words: readonly OcrWord[]): Doubtful[] {
  const taken = new Set<OcrWord>()
  const doubtful: Doubtful[] = []
  let all = 0
  for (const line of lines) {
    const cost = (line.right - line.left) / Math.max(1, line.letterHeight) + 4
    all += cost
    const own = words.filter((word) => !taken.has(word) && liesOnLine(word, line))
    for (const word of own) taken.add(word)
    const weight = weigh(line, own)
    if (weight > 0) doubtful.push({ line, words: own, weight, cost })
  }
  doubtful.sort((a, b) => b.weight - a.weight || a.line.top - b.line.top || a.line.left - b.line.left)
  let left = all * MOST_AGAIN
  return doubtful.filter(({ cost }, index) => {
    left -= cost
    return index < ALWAYS || left >= 0
  })
}

/** How much a second look promises: doubtful numbers first, then what was missed, then doubtful words; 0: nothing. */
function weigh(line: TextLine, words: readonly OcrWord[]): number {
  const numbers = words.filter((word) => isNumber(word.text) && word.confidence < DOUBT.number)
  if (numbers.length > 0) return 3 + (1 - Math.min(...numbers.map(({ confidence }) => confidence)))
  const missed = line.patches.filter((patch) => {
    if (patch.bottom - patch.top < line.letterHeight * LEAST_MISSED) return false
    const middle = (patch.left + patch.right) / 2
    return !words.some(({ box }) => middle > box[0] - 1 && middle < box[2] + 1)
  })
  // one patch that stands alone is a speck more often than a letter
  if (missed.length > 1 || (missed.length === 1 && words.length > 0)) return 2 + Math.min(0.9, missed.length / 20)
  const worst = Math.min(1, ...words.map(({ confidence }) => confidence))
  return worst < DOUBT.word ? 1 + (DOUBT.word - worst) : 0
}

function readCut(tesseract: Tesseract, cut: LineCut, segmentation: number): OcrWord[] {
  return tesseract
    .recognize(cut, { segmentation })
    .filter(({ text }) => text.trim() !== '')
    .map((word) => {
      const [left, top, right, bottom] = word.box
      const x = (pixel: number) => cut.left + pixel / cut.scale
      const y = (pixel: number) => cut.top + pixel / cut.scale
      return { ...word, box: [x(left), y(top), x(right), y(bottom)] }
    })
}

function chooseScale({ letterHeight }: TextLine): number {
  const wanted = letterHeight < SIZES.border ? SIZES.enlarged : SIZES.reduced
  return Math.min(SCALES[1], Math.max(SCALES[0], wanted / letterHeight))
}

function liesOnLine({ box }: OcrWord, line: TextLine): boolean {
  const x = (box[0] + box[2]) / 2
  const y = (box[1] + box[3]) / 2
  const slack = line.letterHeight * 0.25
  return x > line.left - slack && x < line.right + slack && y > line.top - slack && y < line.bottom + slack
}

function liesIn({ left, top, right, bottom }: Patch, box: OcrWord['box']): boolean {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  return x > box[0] && x < box[2] && y > box[1] - 2 && y < box[3] + 4
}

/** Whether the middle of one word lies in the other. */
function share({ box: a }: OcrWord, { box: b }: OcrWord): boolean {
  const holds = (outer: OcrWord['box'], inner: OcrWord['box']) => {
    const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2]
    return x > outer[0] && x < outer[2] && y > outer[1] && y < outer[3]
  }
  return holds(a, b) || holds(b, a)
}

function isNumber(text: string): boolean {
  return (text.match(/\d/g)?.length ?? 0) * 2 >= text.length
}
