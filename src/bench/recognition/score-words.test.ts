import { expect, test } from 'vitest'
import { addScores, scoreWords } from './score-words.ts'

test('words in another order are no errors', () => {
  const score = scoreWords(['Total', '1.234,56', 'EUR'], ['EUR', 'Total', '1.234,56'])
  expect(score).toEqual({ words: 3, wordErrors: 0, digits: 6, digitErrors: 0 })
})

test('a word read as another one is one error, not a missing and an invented one', () => {
  expect(scoreWords(['Rechnung', 'Datum'], ['Rechnunq', 'Datum']).wordErrors).toBe(1)
})

test('a word that stands twice and was read once is missing once', () => {
  expect(scoreWords(['19', '19', '%'], ['19'])).toMatchObject({ words: 2, wordErrors: 1, digitErrors: 2 })
})

test('words made up from dirt count, marks without a letter or digit do not', () => {
  expect(scoreWords(['Total'], ['Total', 'il', '~', '|']).wordErrors).toBe(1)
})

test('a number with one wrong digit is one digit wrong, whatever stands beside it', () => {
  const score = scoreWords(['4711', '1.234,56'], ['1.284,56', '4711'])
  expect(score).toMatchObject({ wordErrors: 1, digits: 10, digitErrors: 1 })
})

test('a lost decimal comma is a wrong word with right digits', () => {
  expect(scoreWords(['12,50'], ['1250'])).toMatchObject({ wordErrors: 1, digitErrors: 0 })
})

test('a number that was read in two pieces is not paired with both', () => {
  expect(scoreWords(['DE89370400'], ['DE8937', '0400'])).toMatchObject({ wordErrors: 2, digitErrors: 8 })
})

test('kinds of dashes and quotation marks are the same', () => {
  expect(scoreWords(['2026–11', '„Haus“'], ['2026-11', '"Haus"']).wordErrors).toBe(0)
})

test('the words of a text with blanks are compared one by one', () => {
  expect(scoreWords(['Net total'], ['Net', 'total'])).toMatchObject({ words: 2, wordErrors: 0 })
})

test('scores of pages add up', () => {
  const one = { words: 3, wordErrors: 1, digits: 2, digitErrors: 1 }
  expect(addScores([one, one])).toEqual({ words: 6, wordErrors: 2, digits: 4, digitErrors: 2 })
})
