import { expect, test } from 'vitest'
import { mendWords } from './mend-words.ts'
import type { OcrWord } from './tesseract.ts'

const word = (text: string, left: number, right: number, top = 10): OcrWord => ({
  text,
  box: [left, top, right, top + 20],
  confidence: 0.8,
  alternatives: [],
})
const textsOf = (words: OcrWord[]) => mendWords(words).map(({ text }) => text)

test('the ruling of a table is no part of a number', () => {
  expect(textsOf([word('|58-5544', 0, 80)])).toEqual(['58-5544'])
  expect(textsOf([word('12,69|', 0, 80)])).toEqual(['12,69'])
  expect(textsOf([word('"179,72', 0, 80)])).toEqual(['179,72'])
})

test('what is no number, and what may be inches, stays', () => {
  expect(textsOf([word('|', 0, 5), word("d'Or", 20, 60), word('27"', 80, 110)])).toEqual(['|', "d'Or", '27"'])
})

test('an address of mail or web is one word, with one box', () => {
  const [web] = mendWords([word('www.', 0, 40), word('duerr-falkner.example', 46, 200)])
  expect(web).toMatchObject({ text: 'www.duerr-falkner.example', box: [0, 10, 200, 30] })
  expect(textsOf([word('office', 0, 50), word('@sandhu.example', 54, 200)])).toEqual(['office@sandhu.example'])
  expect(textsOf([word('info@pemberton.', 0, 150), word('example', 156, 220)])).toEqual(['info@pemberton.example'])
})

test('a sentence that ends beside another word is not put together with it, nor are two lines', () => {
  expect(textsOf([word('days.', 0, 50), word('Thank', 56, 100)])).toEqual(['days.', 'Thank'])
  expect(textsOf([word('www.', 0, 40), word('duerr.example', 90, 200)])).toEqual(['www.', 'duerr.example'])
  expect(textsOf([word('www.', 0, 40), word('duerr.example', 44, 200, 60)])).toEqual(['www.', 'duerr.example'])
})
