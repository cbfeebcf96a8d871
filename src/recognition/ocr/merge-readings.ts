import type { OcrWord } from './tesseract.ts'

/** Two readings of the same line of ink; boxes of both in the same pixels. */
export type Readings = { first: readonly OcrWord[]; second: readonly OcrWord[] }

// Words whose boxes share this much of the narrower one's width are readings of the same ink.
const SAME_INK = 0.4
// Both come from the same engine and err alike, so that their agreement and their contradiction count for half.
const WEIGHT = 0.5
// How much surer the second reading must be to take the place of the first one.
const CLEARLY_SURER = 0.08
// How much less sure a reading may be that has a decimal point where the other has none: a small point is overlooked, and never made up.
const AS_SURE_OF_POINT = 0.2
// A word that only the second look saw.
const LEAST_CONFIDENCE = 0.6
const LEAST_OF_A_CHARACTER = 0.8

/**
 * Makes one line of two readings: where they agree both gain, where they differ the surer one stays, is less sure than it was, and the
 * other is kept among its alternatives. Never takes a reading with less evidence for one with more.
 */
export function mergeReadings({ first, second }: Readings): OcrWord[] {
  return groupByInk({ first, second }).flatMap((group) => mergeGroup(group))
}

function mergeGroup({ first, second }: Readings): OcrWord[] {
  if (second.length === 0) return [...first]
  if (first.length === 0) return second.filter(isCredible)
  const [a, b] = [textOf(first), textOf(second)]
  const [sureA, sureB] = [confidenceOf(first), confidenceOf(second)]
  if (a === b)
    return first.map((word) => ({ ...word, confidence: word.confidence + (1 - word.confidence) * WEIGHT * sureB }))
  const isRestored = restoresPoint(b, a) && sureB >= sureA - AS_SURE_OF_POINT
  const surer = sureB > sureA + CLEARLY_SURER || (sureB >= sureA - CLEARLY_SURER && completes(b, a)) || isRestored
  const [kept, other, otherSure] = surer ? [second, first, sureA] : [first, second, sureB]
  return kept.map((word, index) => ({
    ...word,
    confidence: word.confidence * (1 - (WEIGHT / 2) * otherSure),
    alternatives:
      kept.length === 1 || index === 0 ? unique([textOf(other), ...word.alternatives], word.text) : word.alternatives,
  }))
}

/** Whether a reading is another one with the point or comma before its cents that got lost. */
export function restoresPoint(pointed: string, plain: string): boolean {
  return (
    /\d[.,]\d{2}\D*$/.test(pointed) &&
    !/[.,]\d{2}\D*$/.test(plain) &&
    pointed.replace(/[.,](?=\d{2}\D*$)/, '') === plain
  )
}

/** Whether a reading is another one with the letters that it lost at an end. */
function completes(longer: string, shorter: string): boolean {
  return (
    longer.length > shorter.length && shorter.length >= 3 && (longer.endsWith(shorter) || longer.startsWith(shorter))
  )
}

function groupByInk({ first, second }: Readings): Readings[] {
  type Group = { left: number; right: number; first: OcrWord[]; second: OcrWord[] }
  const groups: Group[] = []
  const all = [
    ...first.map((word) => ({ word, list: 'first' as const })),
    ...second.map((word) => ({ word, list: 'second' as const })),
  ].sort((a, b) => a.word.box[0] - b.word.box[0])
  for (const { word, list } of all) {
    const [left, , right] = word.box
    const group = groups.find((one) => {
      const shared = Math.min(right, one.right) - Math.max(left, one.left)
      // words of the same reading lie beside each other; only the other reading joins them
      return shared > SAME_INK * Math.min(right - left, one.right - one.left)
    })
    if (group === undefined) groups.push({ left, right, first: [], second: [], [list]: [word] })
    else {
      group[list].push(word)
      group.left = Math.min(group.left, left)
      group.right = Math.max(group.right, right)
    }
  }
  return groups
}

// A line read on its own may find a letter in a speck.
function isCredible({ text, confidence }: OcrWord): boolean {
  if (!/[\p{L}\p{N}]/u.test(text)) return false
  return confidence >= (text.length === 1 ? LEAST_OF_A_CHARACTER : LEAST_CONFIDENCE)
}

function textOf(words: readonly OcrWord[]): string {
  return words.map(({ text }) => text).join('')
}

function confidenceOf(words: readonly OcrWord[]): number {
  const characters = words.reduce((sum, { text }) => sum + text.length, 0)
  return words.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / Math.max(1, characters)
}

function unique(texts: readonly string[], except: string): string[] {
  return [...new Set(texts)].filter((text) => text !== except && text !== '')
}
