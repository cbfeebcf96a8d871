import type { Box, Word } from '../../../schemas/transcript.ts'
import { areaOf, intersect } from './geometry.ts'
import type { Glyph } from './walk-content.ts'

// Distances in type sizes (em), measured along the line. Word spaces are 0.25 em and seldom below 0.15; kerning stays below 0.1.
const WORD_GAP = 0.13
const BACKWARD_GAP = -0.5
const BASELINE_STEP = 0.15
const FRAGMENT_GAP = 0.08
const OVERPRINT_OFFSET = 0.12
// A box reaches from 0.78 em above the baseline to 0.22 em below it, whatever the font claims about itself.
const ASCENT = 0.78
const DESCENT = 0.22

/** A piece of a line, drawn in one go, without a space in it. */
type Fragment = {
  text: string
  glyphs: number
  startX: number
  startY: number
  endX: number
  endY: number
  penX: number
  penY: number
  /** Unit vector of the writing direction on the page. */
  directionX: number
  directionY: number
  size: number
  bold: boolean
  spaceBefore: boolean
  spaceAfter: boolean
}

/**
 * Makes words of the glyphs that a person can see. Text drawn in pieces is joined, a wide gap or a space ends a word, letters set apart
 * ("I N V O I C E") are joined where that is plain, text printed twice for weight counts once. Order: by line, then from the left.
 */
export function buildWords(glyphs: readonly Glyph[]): Word[] {
  const fragments = joinGlyphs(glyphs)
  const lines = groupLines(fragments)
  const words = lines.flatMap((line) => joinLetters(joinFragments(line)).map(toWord))
  return dropOverprints(words)
}

function joinGlyphs(glyphs: readonly Glyph[]): Fragment[] {
  const fragments: Fragment[] = []
  let current: Fragment | undefined
  let afterSpace = false
  const finish = () => {
    if (current !== undefined) fragments.push(current)
    current = undefined
  }
  const endWord = () => {
    if (current !== undefined) current.spaceAfter = true
    finish()
    afterSpace = true
  }
  for (const glyph of glyphs) {
    if (glyph.hidden !== undefined) {
      endWord()
      continue
    }
    const text = cleanText(glyph.text)
    if (text === undefined) {
      endWord()
      continue
    }
    if (text === '') continue
    if (current !== undefined && isOverprint(current, glyph, text)) {
      current.bold = true
      continue
    }
    if (current !== undefined && continues(current, glyph)) {
      current.text += text
      current.glyphs += 1
      current.endX = glyph.endX
      current.endY = glyph.endY
      current.penX = glyph.penX
      current.penY = glyph.penY
      current.bold &&= glyph.bold
    } else {
      finish()
      current = startFragment(glyph, text, afterSpace)
    }
    afterSpace = false
  }
  finish()
  return fragments
}

// What nearly all glyphs are: one visible character of ASCII.
const PLAIN = /^[!-~]$/

// Undefined: white space. Empty: nothing to see (zero-width marks, soft hyphens that are not drawn).
function cleanText(text: string): string | undefined {
  if (PLAIN.test(text)) return text
  if (/^[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]*$/.test(text)) return undefined
  const cleaned = text.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff\p{Cc}]/gu, '')
  return /[\ufb00-\ufb06\uff01-\uff5e]/.test(cleaned) ? cleaned.normalize('NFKC') : cleaned.normalize('NFC')
}

function startFragment(glyph: Glyph, text: string, spaceBefore: boolean): Fragment {
  const length = Math.hypot(glyph.endX - glyph.x, glyph.endY - glyph.y)
  const [directionX, directionY] =
    length > 0 ? [(glyph.endX - glyph.x) / length, (glyph.endY - glyph.y) / length] : [1, 0]
  return {
    text,
    glyphs: 1,
    startX: glyph.x,
    startY: glyph.y,
    endX: glyph.endX,
    endY: glyph.endY,
    penX: glyph.penX,
    penY: glyph.penY,
    directionX,
    directionY,
    size: glyph.size,
    bold: glyph.bold,
    spaceBefore,
    spaceAfter: false,
  }
}

function isOverprint(fragment: Fragment, glyph: Glyph, text: string): boolean {
  if (!fragment.text.endsWith(text)) return false
  const width = Math.hypot(glyph.endX - glyph.x, glyph.endY - glyph.y)
  const shift = Math.hypot(glyph.endX - fragment.endX, glyph.endY - fragment.endY)
  return width > OVERPRINT_OFFSET * glyph.size && shift < Math.min(OVERPRINT_OFFSET * glyph.size, width / 2)
}

function continues(fragment: Fragment, glyph: Glyph): boolean {
  const { size } = fragment
  if (glyph.size < size * 0.6 || glyph.size > size * 1.6) return false
  const { directionX: ux, directionY: uy } = fragment
  const dx = glyph.x - fragment.endX
  const dy = glyph.y - fragment.endY
  if (Math.abs(dx * -uy + dy * ux) > BASELINE_STEP * size) return false
  const turned = (glyph.endX - glyph.x) * ux + (glyph.endY - glyph.y) * uy
  if (turned < 0) return false
  const gap = (dx * ux + dy * uy) / size
  const penGap = ((glyph.x - fragment.penX) * ux + (glyph.y - fragment.penY) * uy) / size
  if (gap < BACKWARD_GAP) return false
  return gap < WORD_GAP || Math.abs(penGap) < 0.02
}

/** Lines in order from the top; writing directions are kept apart. */
function groupLines(fragments: readonly Fragment[]): Fragment[][] {
  const byDirection = new Map<number, Fragment[]>()
  for (const fragment of fragments) {
    const angle = Math.round((Math.atan2(fragment.directionY, fragment.directionX) * 180) / Math.PI)
    const group = byDirection.get(angle)
    if (group === undefined) byDirection.set(angle, [fragment])
    else group.push(fragment)
  }
  const lines: { top: number; fragments: Fragment[] }[] = []
  for (const group of byDirection.values()) {
    const first = group[0] as Fragment
    const across = (fragment: Fragment) => fragment.startX * -first.directionY + fragment.startY * first.directionX
    const along = (fragment: Fragment) => fragment.startX * first.directionX + fragment.startY * first.directionY
    const sorted = [...group].sort((a, b) => across(a) - across(b))
    let line: Fragment[] = []
    let baseline = Number.NaN
    const finish = () => {
      if (line.length === 0) return
      line.sort((a, b) => along(a) - along(b))
      lines.push({ top: Math.min(...line.map((fragment) => fragment.startY)), fragments: line })
    }
    for (const fragment of sorted) {
      const position = across(fragment)
      // A line's first baseline decides, so that a slope of many small steps does not chain lines together.
      if (line.length > 0 && position - baseline <= 0.3 * Math.min(fragment.size, (line[0] as Fragment).size))
        line.push(fragment)
      else {
        finish()
        line = [fragment]
        baseline = position
      }
    }
    finish()
  }
  return lines.sort((a, b) => a.top - b.top).map((line) => line.fragments)
}

function gapBetween(left: Fragment, right: Fragment): number {
  const along = (right.startX - left.endX) * left.directionX + (right.startY - left.endY) * left.directionY
  return along / Math.max(left.size, right.size)
}

/** Joins pieces of one word that were not drawn one after the other. */
function joinFragments(line: readonly Fragment[]): Fragment[] {
  const joined: Fragment[] = []
  for (const fragment of line) {
    const last = joined.at(-1)
    const touches =
      last !== undefined &&
      !last.spaceAfter &&
      !fragment.spaceBefore &&
      Math.abs(gapBetween(last, fragment)) < FRAGMENT_GAP &&
      Math.abs(last.size - fragment.size) < 0.2 * last.size &&
      Math.abs((fragment.startX - last.endX) * -last.directionY + (fragment.startY - last.endY) * last.directionX) <
        BASELINE_STEP * last.size
    if (touches) extend(last, fragment)
    else joined.push({ ...fragment })
  }
  return joined
}

function extend(left: Fragment, right: Fragment): void {
  left.text += right.text
  left.glyphs += right.glyphs
  left.endX = right.endX
  left.endY = right.endY
  left.penX = right.penX
  left.penY = right.penY
  left.spaceAfter = right.spaceAfter
  left.bold &&= right.bold
}

// Letters set apart: at least this many single letters with even gaps, all of one size. Digits are left alone: they may be columns.
const SPACED_LETTERS = 4

function joinLetters(line: readonly Fragment[]): Fragment[] {
  const result: Fragment[] = []
  let run: Fragment[] = []
  const isLetter = (fragment: Fragment) => fragment.glyphs === 1 && /^\p{L}$/u.test(fragment.text)
  const finish = () => {
    if (run.length >= SPACED_LETTERS) {
      const whole = { ...(run[0] as Fragment) }
      for (const letter of run.slice(1)) extend(whole, letter)
      result.push(whole)
    } else result.push(...run)
    run = []
  }
  for (const fragment of line) {
    const last = run.at(-1)
    if (last !== undefined) {
      const gap = gapBetween(last, fragment)
      const before = run.at(-2)
      const even = before === undefined || gap < gapBetween(before, last) * 1.5 + 0.1
      if (!isLetter(fragment) || gap > 1 || !even || Math.abs(last.size - fragment.size) > 0.1 * last.size) finish()
    }
    if (isLetter(fragment)) run.push(fragment)
    else result.push(fragment)
  }
  finish()
  return result
}

function toWord(fragment: Fragment): Word {
  const { directionX: ux, directionY: uy, size } = fragment
  // up from the baseline, on a page whose y grows downwards
  const upX = uy
  const upY = -ux
  const xs: number[] = []
  const ys: number[] = []
  for (const [x, y] of [
    [fragment.startX, fragment.startY],
    [fragment.endX, fragment.endY],
  ] as const) {
    xs.push(x + upX * ASCENT * size, x - upX * DESCENT * size)
    ys.push(y + upY * ASCENT * size, y - upY * DESCENT * size)
  }
  const box: Box = [round(Math.min(...xs)), round(Math.min(...ys)), round(Math.max(...xs)), round(Math.max(...ys))]
  return {
    text: fragment.text,
    box,
    source: 'text-layer',
    confidence: 1,
    fontSize: round(size),
    ...(fragment.bold && { bold: true }),
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Drops the second printing of a word that was printed twice, a little apart, to look bold or to cast a shadow. */
function dropOverprints(words: readonly Word[]): Word[] {
  const kept: Word[] = []
  const byText = new Map<string, Word[]>()
  for (const word of words) {
    const same = byText.get(word.text)
    const twin = same?.find((other) => {
      const shared = intersect(word.box, other.box)
      return shared !== undefined && areaOf(shared) > 0.7 * areaOf(word.box)
    })
    if (twin !== undefined) {
      twin.bold = true
      continue
    }
    kept.push(word)
    if (same === undefined) byText.set(word.text, [word])
    else same.push(word)
  }
  return kept
}
