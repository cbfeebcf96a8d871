import { expect, test } from 'vitest'
import type { Word } from '../../../schemas/transcript.ts'
import { orderTwoUp } from './order-two-up.ts'

const word = (text: string, left: number, top: number): Word => ({
  text,
  box: [left, top, left + 60, top + 10],
  source: 'ocr',
  confidence: 0.9,
})
/** Lines of three words on each side of the middle of an A4 page that lies on its long side, read line by line across both. */
const twoPages = Array.from({ length: 10 }, (_, line) =>
  [40, 140, 300, 470, 600, 700].map((left, index) =>
    word(`${index < 3 ? 'left' : 'right'}${line}`, left, 40 + line * 40),
  ),
).flat()
const size = { width: 842, height: 595 }

test('of two pages side by side the left one is read first, each in its own order', () => {
  const texts = orderTwoUp(twoPages, size).map(({ text }) => text)
  expect(texts.slice(0, 30).every((text) => text.startsWith('left'))).toBe(true)
  expect(texts.slice(30).every((text) => text.startsWith('right'))).toBe(true)
  expect(texts[0]).toBe('left0')
  expect(texts.at(-1)).toBe('right9')
})

test('a wide table is read across', () => {
  const table = [...twoPages, word('across', 390, 300)]
  expect(orderTwoUp(table, size)).toBe(table)
})

test('a page that stands upright is read across, whatever gap it has', () => {
  const upright = { width: 842, height: 1190 }
  expect(orderTwoUp(twoPages, upright)).toBe(twoPages)
})
