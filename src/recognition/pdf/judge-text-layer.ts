import type { Word } from '../../../schemas/transcript.ts'
import { areaOf } from './geometry.ts'
import type { PageContent } from './walk-content.ts'

/** `trusted`: the words are the page; `mixed`: the words are right, and the picture says more; `distrusted`: read the picture alone. */
export type Verdict = { layer: 'trusted' | 'mixed' | 'distrusted'; because: string }

// Shares of the page's area.
const SCAN_COVERAGE = 0.6
const PICTURE_COVERAGE = 0.02
// A page of a letter has more words than this; a fax header, a stamp or a scanner's own footer has fewer.
const FEW_WORDS = 25
// Outlined text ("converted to curves") is hundreds of small filled shapes.
const MANY_SHAPES = 150
const GARBAGE_SHARE = 0.15
// What most words are.
const PLAIN = /^[ -~]+$/

/** Decides by evidence whether a page's text layer can be used. `words` are those that a person can see. */
export function judgeTextLayer(content: PageContent, words: readonly Word[]): Verdict {
  const pageArea = content.width * content.height
  const pictures = content.painted.filter(({ kind }) => kind === 'image' || kind === 'mask')
  const largest = Math.max(0, ...pictures.map(({ box }) => areaOf(box) / pageArea))
  const together = pictures.reduce((sum, { box }) => sum + areaOf(box) / pageArea, 0)
  const shapes = content.painted.filter(({ kind, box }) => kind === 'fill' && areaOf(box) / pageArea < 0.005).length
  const hidden = content.glyphs.filter((glyph) => glyph.hidden === 'invisible' || glyph.hidden === 'covered').length
  const isScan = largest > SCAN_COVERAGE || together > SCAN_COVERAGE

  const garbage = shareOfGarbage(words)
  if (garbage > GARBAGE_SHARE) return { layer: 'distrusted', because: 'the text layer has a broken encoding' }
  if (words.length === 0) {
    if (hidden > 0 && pictures.length > 0)
      return { layer: 'distrusted', because: 'the text layer is hidden behind a picture' }
    if (together > PICTURE_COVERAGE || shapes > MANY_SHAPES)
      return { layer: 'distrusted', because: 'the page has no text layer' }
    return { layer: 'trusted', because: 'the page is empty' }
  }
  if (isScan && words.length < FEW_WORDS) return { layer: 'mixed', because: 'a picture covers the page' }
  if (isScan && hidden > 2 * words.reduce((sum, { text }) => sum + text.length, 0))
    return { layer: 'mixed', because: 'most of the text layer is hidden behind a picture' }
  if (words.length < FEW_WORDS && (together > 0.2 || shapes > MANY_SHAPES))
    return { layer: 'mixed', because: 'the page has few words beside its pictures' }
  return { layer: 'trusted', because: 'the text is drawn as text' }
}

/** Characters that no page shows: private use, replacement, unassigned. One symbol font on a page stays below the threshold. */
function shareOfGarbage(words: readonly Word[]): number {
  let all = 0
  let garbage = 0
  for (const { text } of words) {
    if (PLAIN.test(text)) all += text.length
    else
      for (const character of text) {
        all += 1
        if (/[\p{Co}\p{Cn}\p{Cs}\p{Cc}\ufffd]/u.test(character)) garbage += 1
      }
  }
  return all === 0 ? 0 : garbage / all
}
