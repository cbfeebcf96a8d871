import { expect, test } from 'vitest'
import { buildWords } from './build-words.ts'
import type { Glyph } from './walk-content.ts'

const SIZE = 10
const WIDTH = 5

/** A run of glyphs, 5 points wide each, from (x, y) to the right; `gap` points are left after each. */
function draw(
  text: string,
  at: { x: number; y?: number; gap?: number; size?: number; hidden?: Glyph['hidden'] },
): Glyph[] {
  const { x, y = 100, gap = 0, size = SIZE, hidden } = at
  return [...text].map((character, index) => {
    const start = x + index * (WIDTH + gap)
    return {
      text: character,
      isSpace: character === ' ',
      x: start,
      y,
      endX: start + WIDTH,
      endY: y,
      penX: start + WIDTH,
      penY: y,
      size,
      bold: false,
      order: index,
      hidden,
      fill: '#000000',
    }
  })
}

const texts = (glyphs: Glyph[]) => buildWords(glyphs).map(({ text }) => text)

test('a space or a wide gap ends a word, kerning does not', () => {
  expect(texts(draw('Net 100', { x: 0 }))).toEqual(['Net', '100'])
  expect(texts([...draw('Net', { x: 0 }), ...draw('100', { x: 18 })])).toEqual(['Net', '100'])
  expect(texts([...draw('Ne', { x: 0 }), ...draw('t', { x: 10.6 })])).toEqual(['Net'])
})

test('a box reaches from the first glyph to the last, one type size high', () => {
  expect(buildWords(draw('Total', { x: 50 }))[0]).toMatchObject({ box: [50, 92.2, 75, 102.2], fontSize: SIZE })
})

test('pieces of a word that were drawn at different times are joined', () => {
  const glyphs = [...draw('1471', { x: 0 }), ...draw('Total', { x: 200 }), ...draw('.60', { x: 20 })]
  expect(texts(glyphs)).toEqual(['1471.60', 'Total'])
})

test('letters set apart make one word, digits set apart do not', () => {
  expect(texts(draw('INVOICE', { x: 0, gap: 3 }))).toEqual(['INVOICE'])
  expect(texts(draw('12345', { x: 0, gap: 3 }))).toEqual(['1', '2', '3', '4', '5'])
})

test('small print above the line is not part of the number before it', () => {
  expect(texts([...draw('12', { x: 0 }), ...draw('90', { x: 10, y: 96, size: 5 })])).toEqual(['90', '12'])
})

test('what is printed twice for weight counts once, and is bold', () => {
  const words = buildWords([...draw('Total', { x: 0 }), ...draw('Total', { x: 0.3 })])
  expect(words).toHaveLength(1)
  expect(words[0]).toMatchObject({ text: 'Total', bold: true })
})

test('hidden glyphs make no words, and do not glue their neighbours together', () => {
  const glyphs = [...draw('12', { x: 0 }), ...draw('9', { x: 10, hidden: 'outside' }), ...draw('34', { x: 10.5 })]
  expect(texts(glyphs)).toEqual(['12', '34'])
})

test('ligatures are written out, zero-width marks dropped', () => {
  expect(texts(draw('o\ufb03ce\u200b', { x: 0 }))).toEqual(['office'])
})

test('words come by line from the top, then from the left', () => {
  const glyphs = [...draw('c', { x: 0, y: 200 }), ...draw('b', { x: 100, y: 101 }), ...draw('a', { x: 0, y: 100 })]
  expect(texts(glyphs)).toEqual(['a', 'b', 'c'])
})
