import { expect, test } from 'vitest'
import { speechFor } from './speech.ts'

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,de;q=0.9', 'en'],
  ['fr,de;q=0.3,en;q=0.7', 'en'],
  ['fr, nl', 'en'],
  ['de;q=x', 'de'],
  ['', 'en'],
  [undefined, 'en'],
])('a browser that wants %j is spoken to in %s', (wanted, language) => {
  expect(speechFor({ headers: { 'accept-language': wanted } }).language).toBe(language)
})
