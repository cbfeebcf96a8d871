import { expect, test } from 'vitest'
import { mergeReadings } from './merge-readings.ts'
import type { OcrWord } from './tesseract.ts'

const word = (text: string, confidence: number, left = 100, right = 200): OcrWord => ({
  text,
  confidence,
  box: [left, 10, right, 30],
  alternatives: [],
})

test('readings that agree make a word surer, but never certain', () => {
  const [merged] = mergeReadings({ first: [word('1,250.00', 0.7)], second: [word('1,250.00', 0.9)] })
  expect(merged?.text).toBe('1,250.00')
  expect(merged?.confidence).toBeGreaterThan(0.7)
  expect(merged?.confidence).toBeLessThan(0.9)
})

test('a surer second reading takes the place of the first, which is kept as an alternative and costs confidence', () => {
  const [merged] = mergeReadings({ first: [word('1,260.00', 0.5)], second: [word('1,250.00', 0.95)] })
  expect(merged).toMatchObject({ text: '1,250.00', alternatives: ['1,260.00'] })
  expect(merged?.confidence).toBeLessThan(0.95)
})

test('a second reading with less evidence never replaces the first', () => {
  const [merged] = mergeReadings({ first: [word('1,250.00', 0.8)], second: [word('1,260.00', 0.6)] })
  expect(merged).toMatchObject({ text: '1,250.00', alternatives: ['1,260.00'] })
  expect(merged?.confidence).toBeLessThan(0.8)
})

test('the point before the cents comes back, though the reading without it was surer; none is lost', () => {
  const plain = word('14453', 0.78)
  const pointed = word('144.53', 0.65)
  expect(mergeReadings({ first: [plain], second: [pointed] })).toMatchObject([
    { text: '144.53', alternatives: ['14453'] },
  ])
  expect(mergeReadings({ first: [pointed], second: [plain] })[0]?.text).toBe('14453')
  expect(mergeReadings({ first: [pointed], second: [{ ...plain, confidence: 0.7 }] })[0]?.text).toBe('144.53')
  // other digits are another number
  expect(mergeReadings({ first: [plain], second: [word('144.58', 0.65)] })[0]?.text).toBe('14453')
})

test('a letter that was lost at the beginning comes back', () => {
  const merged = mergeReadings({ first: [word('ontoso', 0.9, 130, 300)], second: [word('Contoso', 0.88, 100, 300)] })
  expect(merged).toMatchObject([{ text: 'Contoso', alternatives: ['ontoso'] }])
})

test('what only the second look saw is taken where it is credible', () => {
  const second = [word('Total', 0.9, 100, 160), word('i', 0.5, 400, 404), word('—', 0.9, 450, 480)]
  expect(mergeReadings({ first: [], second }).map(({ text }) => text)).toEqual(['Total'])
})

test('what the second look missed stays', () => {
  const first = [word('Net', 0.5, 100, 150), word('12.00', 0.9, 300, 350)]
  const merged = mergeReadings({ first, second: [word('12.00', 0.9, 300, 350)] })
  expect(merged.map(({ text }) => text)).toEqual(['Net', '12.00'])
})
